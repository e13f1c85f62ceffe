"""Tables as files that spreadsheets open, a row at a time however many there are."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any, cast

import orjson
import xlsxwriter
from marshmallow import Schema, fields

from gateway.http.cells import Cell, Column, cell
from gateway.http.parquet import MEDIA_TYPE as PARQUET_TYPE
from shared.contracts.fields import MoneyField

EXACT_DIGITS = 15
BOM = "\ufeff"


def write_csv(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_plain(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _plain(value: Cell) -> Cell:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def write_xlsx(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Every text is written as a text; an amount as a number as long as a spreadsheet keeps it exactly."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, name in enumerate(head):
            sheet.write_string(0, column, name)
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write_cell(sheet, place, column, value)


def _write_cell(sheet: Any, row: int, column: int, value: Cell) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, Decimal) and len(value.as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, column, str(value))
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, value)


FILE_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": PARQUET_TYPE,
}


def columns_of_rows(view: type[Schema]) -> list[Column]:
    """The columns of the member `rows` of a report; amounts are numbers."""
    rows = cast("fields.List[Any]", view().fields["rows"])
    each = cast("fields.Nested", rows.inner).schema
    return [Column((name,), isinstance(field, MoneyField)) for name, field in each.fields.items()]


def told_columns(told: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The columns that a report tells by their names and kinds."""
    return [Column((one["name"],), one["kind"] == "money") for one in told]


def as_file(kind: str, columns: Sequence[Column], records: Sequence[Mapping[str, Any]]) -> bytes:
    """A short table as the content of a file of this kind."""
    if kind == "jsonl":
        return b"".join(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)
    file = io.BytesIO()
    rows = ([cell(column, record) for column in columns] for record in records)
    (write_csv if kind == "csv" else write_xlsx)(file, [column.name for column in columns], rows)
    return file.getvalue()
