"""Rows of a load on the wire: read by a schema each, answered by an outcome each."""

import json
from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from shared.contracts.custom import PREFIX
from shared.contracts.faults import faults_of
from shared.contracts.fields import IdField
from shared.contracts.payload import Payload, reply
from shared.errors import Fault, Malformed
from shared.importing import MODES, OUTCOMES, ReadRow, RowResult


class ListCell(fields.List[Any]):
    """A list, or its text in JSON: so an export writes a list into one cell, `[]` where there is nothing in it.

    An empty cell is refused: a column that somebody cleared must not take away what it stood for.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise self.make_error("invalid") from None
        read: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        return read


class RowResultView(Schema):
    outcome = fields.String(validate=validate.OneOf(OUTCOMES))
    id = IdField(allow_none=True)
    code = fields.String(allow_none=True)
    messages = fields.List(fields.String())


class RowResultsView(Schema):
    results = fields.List(fields.Nested(RowResultView))


def read_rows(schema: type[Schema], rows: Iterable[Any]) -> list[ReadRow]:
    """Each row typed, or with everything that is wrong with it; a bad row never spoils the others."""
    reader = schema()
    return [_read(reader, _with_custom(row)) for row in rows]


def _with_custom(row: Any) -> Any:
    """The cells of custom fields, `custom.<code>` in a file, as the member that a record has them in."""
    if not isinstance(row, dict) or not any(name.startswith(PREFIX) for name in row):
        return row
    plain = {name: value for name, value in row.items() if not name.startswith(PREFIX)}
    return plain | {"custom": {name.removeprefix(PREFIX): row[name] for name in row.keys() - plain.keys()}}


def _read(reader: Schema, row: Any) -> ReadRow:
    try:
        return ReadRow(dict(reader.load(row)))
    except ValidationError as fault:
        said = tuple(f"{place.pointer.lstrip('/') or 'row'}: {place.detail}" for place in faults_of(fault))
        return ReadRow(None, said)


def checked_mode(mode: str) -> str:
    """Raises `Malformed` for anything but create, update and upsert."""
    if mode not in MODES:
        raise Malformed(
            "There is no such mode of a load.", faults=[Fault("/mode", f"must be one of {', '.join(MODES)}")]
        )
    return mode


def results_reply(results: Iterable[RowResult]) -> Payload:
    return reply(RowResultsView, {"results": list(results)})
