"""The uploaded file with what became of each row beside it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from gateway.imports.rules.tables import Table
from shared.formulas import guarded

OUTCOME, RECORD, ERRORS = "import_outcome", "import_record_id", "import_errors"
BOM = "\ufeff"

Became = tuple[str, str | None, Sequence[str]]


def result_lines(table: Table, became: Mapping[int, Became]) -> Iterator[bytes]:
    """The file in UTF-8, row by row; a row that was left out, as one that came twice, has no outcome."""
    yield BOM.encode()
    yield _line([*table.head, OUTCOME, RECORD, ERRORS])
    for number, cells in enumerate(table.rows, 2):
        outcome, record_id, messages = became.get(number, ("", None, ()))
        yield _line([*(guarded(cell) for cell in cells), outcome, record_id or "", guarded("; ".join(messages))])


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
