"""What a row of a file may say, told in the description of the API: whoever prepares an import reads it from there."""

from collections.abc import Mapping
from typing import Any, Protocol

from marshmallow import Schema, fields, validate

from shared.contracts.custom import CustomValues
from shared.contracts.fields import MoneyField

_KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (MoneyField, "decimal"),
    (fields.Boolean, "yesno"),
    (fields.Integer, "integer"),
    (fields.Decimal, "decimal"),
    (fields.Date, "date"),
    (fields.DateTime, "moment"),
    (fields.Enum, "text"),
    (fields.String, "text"),
)
"""The first that fits holds, since marshmallow's Date is a DateTime too; whatever fits none is written as JSON."""


class Loadable(Protocol):
    """What is told of each entity that can be imported."""

    @property
    def right(self) -> str: ...
    @property
    def row(self) -> type[Schema]: ...
    @property
    def key(self) -> str: ...
    @property
    def takes_password(self) -> bool: ...


def rows_told(entities: Mapping[str, Loadable]) -> dict[str, Any]:
    """For each entity its right, its key, whether a first password may be given, and the fields of a row in their
    order. `custom` says that there may be columns `custom.<code>` as well.
    """
    return {name: _row_told(entity) for name, entity in entities.items()}


def _row_told(entity: Loadable) -> dict[str, Any]:
    taken = entity.row().fields
    told = [_field_told(name, field) for name, field in taken.items() if not isinstance(field, CustomValues)]
    return {
        "right": entity.right,
        "key": entity.key,
        "takes_password": entity.takes_password,
        "custom": any(isinstance(field, CustomValues) for field in taken.values()),
        "fields": told,
    }


def _field_told(name: str, field: fields.Field[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "kind": _kind_of(field)}
    if field.required:
        told["required"] = True
    if field.allow_none:
        told["nullable"] = True
    offered = [rule for rule in field.validators if isinstance(rule, validate.OneOf)]
    if offered:
        told["choices"] = [*offered[0].choices]
    return told


def _kind_of(field: fields.Field[Any]) -> str:
    """A `list` is of texts: JSON as an export writes it, or what a mapping splits. `json` is JSON alone."""
    if isinstance(field, fields.List):
        return "list" if isinstance(field.inner, fields.String) else "json"
    return next((kind for fitting, kind in _KINDS if isinstance(field, fitting)), "json")
