"""Writing the rows of an export in the format that was asked for, a row at a time however many there are."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

import orjson
import xlsxwriter
from marshmallow import fields

from gateway.exports.rules.cells import Cell, Column, cell, spread
from shared.contracts.custom import CustomValues
from shared.contracts.fields import MoneyField
from shared.contracts.listing import Listing
from shared.files import Files

EXACT_DIGITS = 15
BOM = "\ufeff"


def columns_of(listing: Listing, only: Sequence[str] | None) -> list[Column]:
    """The columns of a list's records: members of members by dotted names, in the order of the view."""
    declared = listing.view().fields
    names = list(declared) if not only else ["id", *(name for name in only if name != "id")]
    return [column for name in names for column in _columns(declared[name], (name,))]


def _columns(field: fields.Field[Any], path: tuple[str, ...]) -> Iterator[Column]:
    if isinstance(field, fields.Nested):
        nested = field.schema
        if not nested.many and not field.many:
            for name, inner in nested.fields.items():
                yield from _columns(inner, (*path, name))
            return
    numeric = isinstance(field, (MoneyField, fields.Decimal))
    open_ended = type(field) is fields.Dict or isinstance(field, CustomValues)
    yield Column(path, numeric, open_ended=open_ended)


def write_file(files: Files, path: str, kind: str, columns: Sequence[Column], parts: Sequence[str]) -> None:
    with files.write(path) as file:
        if kind == "jsonl":
            for part in parts:
                file.writelines(files.chunks(part))
            return
        spread_out = spread(columns, _members(files, columns, parts))
        rows = ([cell(column, record) for column in spread_out] for record in _records(files, parts))
        head = [column.name for column in spread_out]
        (_write_csv if kind == "csv" else _write_xlsx)(file, head, rows)


def _records(files: Files, parts: Sequence[str]) -> Iterator[dict[str, Any]]:
    for part in parts:
        with files.read(part) as file:
            for line in file:
                yield orjson.loads(line)


def _members(files: Files, columns: Sequence[Column], parts: Sequence[str]) -> dict[str, set[str]]:
    """What the open-ended members hold anywhere; read only where there are some."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = [column for column in columns if column.open_ended]
    if wanted:
        for record in _records(files, parts):
            for column in wanted:
                held: Any = record
                for name in column.path:
                    held = held.get(name) if isinstance(held, dict) else None
                found[column.name].update(held or ())
    return found


def _write_csv(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_plain(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _plain(value: Cell) -> Cell:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _write_xlsx(file: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
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
