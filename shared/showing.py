"""From columns to answers: what a view shows of a record, read as columns and written down, with no object between.

An ORM object a row, its references as further objects, and marshmallow over them cost many times what the database
takes for the rows. A view whose fields are columns of the record, or of a record that it refers to, needs neither. Its
marshmallow schema stays the contract; tests hold both ways to the same answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import BigInteger, Boolean, Enum, Integer, Select, SQLColumnExpression, String, type_coerce
from sqlalchemy.orm import ColumnProperty, Mapper, RelationshipProperty, aliased
from sqlalchemy.orm import class_mapper as mapper_of

from shared.actor import Actor, Reach
from shared.contracts.custom import CustomValues
from shared.contracts.fields import IdField, MoneyField
from shared.contracts.payload import Payload, reply
from shared.persistence.database import Database
from shared.persistence.kept_statements import kept
from shared.persistence.types import MONEY_PLACES, Id, Money
from shared.visible import get_visible, missing, one_of, one_within

SCALE = 10**MONEY_PLACES

Write = Callable[[Any], Any]
_Field = tuple[str, int, Write | None]
"""Under which name, from which column, and how; None where the column's value is the answer's."""


@dataclass(frozen=True)
class _Reference:
    """A record that another one refers to; it is there when its column `first` is not null."""

    name: str
    first: int
    fields: tuple[_Field, ...]


@dataclass(frozen=True)
class Showing:
    """How one view of one kind of record is read and written. `columns` are read in this order."""

    columns: tuple[SQLColumnExpression[Any], ...]
    joins: tuple[tuple[Any, Any], ...]
    plain: tuple[_Field, ...]
    references: tuple[_Reference, ...]
    order: tuple[str, ...]

    def reading(self, rows: Select[Any], further: Sequence[SQLColumnExpression[Any]] = ()) -> Select[Any]:
        """The same rows as columns; `further` ones come after those of the view."""
        shown = rows.with_only_columns(*self.columns, *further, maintain_column_froms=True)
        for target, on in self.joins:
            shown = shown.outerjoin(target, on)
        return shown

    def write(self, row: Sequence[Any]) -> Payload:
        """What the view's schema would dump of the record."""
        told: Payload = dict.fromkeys(self.order)
        for name, at, write in self.plain:
            told[name] = row[at] if write is None else write(row[at])
        for reference in self.references:
            if row[reference.first] is not None:
                told[reference.name] = {
                    name: row[at] if write is None else write(row[at]) for name, at, write in reference.fields
                }
        return told


@cache
def showing(model: Any, view: type[Schema], only: frozenset[str] | None = None) -> Showing | None:
    """How to show `model` by `view`; None where a field is more than a column, and objects are needed."""
    schema = view(only=only) if only else view()
    if _is_more_than_its_fields(schema):
        return None
    return _Plan(mapper_of(model)).of(schema)


def _is_more_than_its_fields(schema: Schema) -> bool:
    own = type(schema)
    return own.get_attribute is not Schema.get_attribute or any(schema._hooks.values())


def show_visible(database: Database, model: Any, view: type[Schema], actor: Actor, record_id: str) -> Payload:
    """What the view shows of one record in sight: one statement. Raises `NotFound`."""
    shown = showing(model, view)
    if shown is None or model.names_by_key:
        with database.read() as session:
            return reply(view, get_visible(session, model, actor, record_id))
    rows = database.ask(_reading_one(model, view, actor.reaches), one_of(actor, record_id))
    if not rows:
        raise missing(model, record_id)
    return shown.write(rows[0])


@cache
def _reading_one(model: Any, view: type[Schema], reaches: frozenset[Reach]) -> Select[Any]:
    shown = showing(model, view)
    assert shown is not None
    return kept(shown.reading(one_within(model, reaches)))


class _Plan:
    """Collects the columns of one view."""

    def __init__(self, mapper: Mapper[Any]) -> None:
        self._mapper = mapper
        self._columns: list[SQLColumnExpression[Any]] = []
        self._joins: list[tuple[Any, Any]] = []

    def of(self, schema: Schema) -> Showing | None:
        plain, references = [], []
        for name, field in schema.dump_fields.items():
            found = self._mapper.attrs.get(field.attribute or name)
            if isinstance(field, fields.Nested):
                reference = self._referred(name, field, found)
                if reference is None:
                    return None
                references.append(reference)
            elif not isinstance(found, ColumnProperty):
                return None
            else:
                plain.append(self._taken(field, name, found.class_attribute))
        order = tuple(field.data_key or name for name, field in schema.dump_fields.items())
        return Showing(tuple(self._columns), tuple(self._joins), tuple(plain), tuple(references), order)

    def _referred(self, name: str, field: fields.Nested, found: Any) -> _Reference | None:
        if not isinstance(found, RelationshipProperty) or found.uselist or found.lazy != "joined":
            return None
        schema = field.schema
        if field.many or _is_more_than_its_fields(schema):
            return None
        shown = [(key, one, found.mapper.attrs.get(one.attribute or key)) for key, one in schema.dump_fields.items()]
        if any(isinstance(one, fields.Nested) or not isinstance(at, ColumnProperty) for _, one, at in shown):
            return None
        target = aliased(found.entity)
        self._joins.append((target, found.class_attribute.of_type(target)))
        first = self._place(getattr(target, found.mapper.get_property_by_column(found.mapper.primary_key[0]).key))
        taken = tuple(self._taken(one, key, getattr(target, at.key)) for key, one, at in shown if at is not None)
        return _Reference(field.data_key or name, first, taken)

    def _taken(self, field: Any, name: str, column: Any) -> _Field:
        if type(field) is MoneyField and isinstance(column.type, Money):
            return field.data_key or name, self._place(type_coerce(column, BigInteger)), _money
        return field.data_key or name, self._place(column), _writing(field, name, column)

    def _place(self, column: SQLColumnExpression[Any]) -> int:
        self._columns.append(column)
        return len(self._columns) - 1


_AS_IT_IS: dict[type[Any], tuple[type[Any], ...]] = {
    fields.String: (String,),
    IdField: (Id, String),
    fields.Integer: (Integer,),
    fields.Boolean: (Boolean,),
}
"""The fields that write the value of such a column as it is."""


def _writing(field: Any, name: str, column: Any) -> Write | None:
    kind = type(field)
    as_it_is = isinstance(column.type, _AS_IT_IS.get(kind, ())) and not isinstance(column.type, Enum)
    if as_it_is and not getattr(field, "as_string", False):
        return None
    if kind is CustomValues:
        return _values
    if kind is fields.AwareDateTime and field.format == "iso":
        return _moment
    if kind is fields.Date and field.format in (None, "iso"):
        return _day
    return lambda value: field.serialize(name, value, accessor=_itself)


def _itself(value: Any, *_: Any) -> Any:
    return value


def _values(kept: dict[str, Any] | None) -> dict[str, Any]:
    return kept or {}


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _money(value: int | None) -> str | None:
    """As `money_text`, of the integer that is stored."""
    if value is None:
        return None
    whole, rest = divmod(abs(value), SCALE)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:04}" if rest % 100 else f"{sign}{whole}.{rest // 100:02}"
