"""Reading a file of comma-separated values: its encoding, its head, its rows."""

import csv
import hashlib
import io
from dataclasses import dataclass

from gateway.imports.rules import FileIsEmpty, FileIsUnreadable

ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_CELL = 100_000


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
        lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text), strict=True) if any(line)]
    except csv.Error as fault:
        raise FileIsUnreadable(f"This is no table of comma-separated values: {fault}.") from fault
    if len(lines) < 2:
        raise FileIsEmpty("The file has no rows below its head.")
    head, rows = tuple(lines[0]), lines[1:]
    if len(set(head)) != len(head):
        raise FileIsUnreadable("Two columns of the file have the same name.")
    uneven = next((number for number, row in enumerate(rows, 2) if len(row) != len(head)), None)
    if uneven is not None:
        raise FileIsUnreadable(f"Row {uneven} has not as many cells as the head.")
    return Table(head, rows, "utf-8" if encoding == ENCODINGS[0] else "gbk", len(content), _digest(content))


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
