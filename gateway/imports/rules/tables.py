"""Reading a file of comma-separated values: its encoding, its head, its rows."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gateway.imports.rules import FileIsEmpty, FileIsUnreadable
from shared.formulas import unguarded

ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_CELL = 100_000
LONGEST_LINE = 1_000_000
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Table:
    """`rows` have as many cells as the head; a row's number in the file is its place plus two."""

    head: tuple[str, ...]
    rows: list[list[str]]
    encoding: str
    size: int
    sha256: str


def read_table(content: bytes) -> Table:
    """Raises `FileIsUnreadable` or `FileIsEmpty`. GBK is read as GB18030, of which it is a part."""
    text, encoding = _decoded(content)
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = _lines(csv.reader(_bounded(text), strict=True))
        head = tuple(next(lines, ()))
        rows: list[list[str]] = []
        _ensure_head(head)
        for cells in lines:
            if len(cells) != len(head):
                raise FileIsUnreadable(f"Row {len(rows) + 2} has not as many cells as the head.")
            rows.append(cells)
    except csv.Error as fault:
        raise FileIsUnreadable(f"This is no table of comma-separated values: {fault}.") from fault
    if not rows:
        raise FileIsEmpty("The file has no rows below its head.")
    return Table(head, rows, "utf-8" if encoding == ENCODINGS[0] else "gbk", len(content), _digest(content))


def _lines(read: Iterable[list[str]]) -> Iterator[list[str]]:
    for line in read:
        if any(line):
            yield [unguarded(cell.strip()) for cell in line]


def _bounded(text: str) -> Iterator[str]:
    """The lines, none of which is so long that reading it would take the memory of the process."""
    for number, line in enumerate(io.StringIO(text), 1):
        if len(line) > LONGEST_LINE:
            raise FileIsUnreadable(f"Line {number} has more than {LONGEST_LINE} characters.")
        yield line


def _ensure_head(head: Sequence[str]) -> None:
    if len(head) > MOST_COLUMNS:
        raise FileIsUnreadable(f"The file has {len(head)} columns; at most {MOST_COLUMNS} are read.")
    if len(set(head)) != len(head):
        raise FileIsUnreadable("Two columns of the file have the same name.")


def _decoded(content: bytes) -> tuple[str, str]:
    if b"\x00" in content:
        raise FileIsUnreadable("The file holds the NUL character; it is no text.")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise FileIsUnreadable("The file is neither UTF-8 nor GBK.")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
