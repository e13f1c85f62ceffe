"""Custom values in the cells of a file: texts, read as the type of each field says."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from shared.contracts.custom import CustomField, FieldType, ValueDoesNotFit, kept_value
from shared.custom_fields import Customised
from shared.definitions import definitions_of

Values = dict[str, Any]
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


def custom_of_row(session: Session, entity: str, cells: Mapping[str, Any]) -> Values:
    """The values by code, as `record_custom` takes them; an empty cell is no value, and what cannot be read stays as
    it is, to be refused with its reason.
    """
    fields = definitions_of(session).of(entity)
    return {code: _read(fields[code], cell) if code in fields else cell for code, cell in cells.items()}


def would_change_custom(session: Session, record: Customised, given: Values | None) -> bool:
    """Whether these values are others than the record has; a value that does not fit is another."""
    fields = definitions_of(session).of(record.entity)
    kept = record.custom or {}
    return any(_kept(fields.get(code), value) != kept.get(code) for code, value in (given or {}).items())


def _read(field: CustomField, cell: Any) -> Any:
    return read_cell(field.type, cell, multiple=field.multiple)


def read_cell(kind: FieldType, cell: Any, *, multiple: bool = False) -> Any:
    """The value that a cell of a field of this type says; what cannot be read stays as it is."""
    if not isinstance(cell, str):
        return cell
    if not cell:
        return None
    if multiple:
        with suppress(ValueError):
            return json.loads(cell)  # as an export writes it
        return [cell]
    if kind is FieldType.INTEGER:
        with suppress(ValueError):
            return int(cell)
    if kind is FieldType.BOOLEAN:
        return _FLAGS.get(cell.casefold(), cell)
    return cell


def _kept(field: CustomField | None, value: Any) -> Any:
    if field is None or value is None:
        return value
    try:
        return kept_value(field.type, value, multiple=field.multiple)
    except ValueDoesNotFit:
        return value
