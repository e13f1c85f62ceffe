"""Writing the rows of an export in the format that was asked for, a row at a time however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import orjson
from marshmallow import fields

from gateway.http.cells import Column, cell, spread
from gateway.http.sheets import write_csv, write_xlsx
from shared.contracts.custom import CustomValues
from shared.contracts.fields import MoneyField
from shared.contracts.listing import Listing
from shared.files import Files


def columns_of(listing: Listing, only: Sequence[str] | None, closed: Collection[str] = ()) -> list[Column]:
    """The columns of a list's records: members of members by dotted names, in the order of the view. What is `closed`
    has none: an empty one would clear the field when the file is loaded.
    """
    declared = listing.view().fields
    names = list(declared) if not only else ["id", *(name for name in only if name != "id")]
    return [column for name in names if name not in closed for column in _columns(declared[name], (name,))]


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
        (write_csv if kind == "csv" else write_xlsx)(file, head, rows)


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
