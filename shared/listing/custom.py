"""The company's own fields in a list: filtered, sorted and summed by the index of their values.

A query names few of them, and only those are joined; a list that names none runs as if there were none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, not_, type_coerce
from sqlalchemy.orm import Session, aliased

from shared.contracts.custom import PREFIX, CustomField
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.definitions import definitions_of
from shared.errors import Fault, Malformed
from shared.listing.filters import Columns
from shared.listing.values import read_value
from shared.persistence.numbers import NUMBERS
from shared.persistence.platform import CustomNumber, CustomText
from shared.persistence.records import Identified

MOST_NAMED = 10

Listed = TypeVar("Listed", bound=Identified)


class TooManyCustomFields(Malformed):
    """One query names only so many custom fields in its filter, sort and totals."""

    code = "too_many_custom_fields"


class OneOfMany:
    """A field with several values, as the filter grammar compares it: whether one of them is the value."""

    def __init__(self, model: type[Identified], field: CustomField) -> None:
        self._there = exists().where(CustomText.record_id == model.id, CustomText.field_id == field.id)

    def __eq__(self, value: object) -> ColumnElement[bool]:  # type: ignore[override]
        return self._there.where(CustomText.value == value)

    def __ne__(self, value: object) -> ColumnElement[bool]:  # type: ignore[override]
        return not_(self == value)

    __hash__ = None  # type: ignore[assignment]

    def in_(self, values: list[Any]) -> ColumnElement[bool]:
        return self._there.where(CustomText.value.in_(values))

    def is_(self, _: None) -> ColumnElement[bool]:
        return not_(self._there)

    def is_not(self, _: None) -> ColumnElement[bool]:
        return self._there


def with_custom(
    session: Session, rows: Select[Listed], model: type[Listed], listing: Listing, columns: Columns, query: Payload
) -> tuple[Select[Listed], Listing, Columns]:
    """The rows, listing and columns with the custom fields that the query names."""
    named = {name for name in names_in(query) if name.startswith(PREFIX)}
    if not named or not listing.customised:
        return rows, listing, columns
    if len(named) > MOST_NAMED:
        sentence = f"A query names at most {MOST_NAMED} custom fields in filter, sort and totals."
        raise TooManyCustomFields(sentence, faults=[Fault("?filter", sentence)])
    defined = definitions_of(session).of(listing.noun)
    fields = [defined[code] for code in sorted(name.removeprefix(PREFIX) for name in named) if code in defined]
    found: dict[str, Any] = {}
    for field in fields:
        if field.multiple:
            found[field.name] = OneOfMany(model, field)
        else:
            rows, found[field.name] = _joined(rows, model, field)
    return rows, offering(listing, fields), {**columns, **found}


def offering(listing: Listing, fields: list[CustomField]) -> Listing:
    """The listing with these fields in it."""
    return replace(
        listing,
        fields={**listing.fields, **{field.name: field.kind for field in fields}},
        sorts=(*listing.sorts, *(field.name for field in fields if field.sortable)),
        totals=(*listing.totals, *(field.name for field in fields if field.summed)),
    )


def custom_value(row: Any, name: str, listing: Listing) -> Any:
    """The value that the row is sorted by."""
    kept = (row.custom or {}).get(name.removeprefix(PREFIX))
    return None if kept is None else read_value(listing.fields[name], kept)


def only_custom(dumped: list[Payload], codes: set[str]) -> list[Payload]:
    """The rows with these of their custom fields only."""
    for row in dumped:
        row["custom"] = {code: value for code, value in row["custom"].items() if code in codes}
    return dumped


def _joined(rows: Select[Listed], model: type[Listed], field: CustomField) -> tuple[Select[Listed], Any]:
    """An outer join that a condition on the value makes an inner one: every engine then starts at the value's index."""
    table: Any = aliased(CustomNumber if field.kind in NUMBERS else CustomText)
    joined = rows.outerjoin(table, and_(table.record_id == model.id, table.field_id == field.id))
    return joined, type_coerce(table.value, NUMBERS[field.kind]) if field.kind in NUMBERS else table.value


def names_in(query: Payload) -> Iterator[str]:
    """Every field that the query's filter, sort and totals name."""
    for part in ("sort", "totals"):
        yield from (str(name).removeprefix("-") for name in query.get(part) or [])
    waiting = [query.get("filter")]
    while waiting:
        node = waiting.pop()
        named = node.get("field") if isinstance(node, Mapping) else node[0] if isinstance(node, list) and node else None
        if isinstance(named, str):
            yield named
        elif isinstance(node, Mapping):
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
