"""From columns to answers: what a view shows of a record, read as columns and written down, with no object between.

An ORM object a row, its references as further objects, and marshmallow over them cost many times what the database
takes for the rows. A view whose fields are columns of the record, or of a record that it refers to, needs neither. Its
marshmallow schema stays the contract; tests hold both ways to the same answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from marshmallow import Schema, fields
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Enum,
    FromClause,
    Integer,
    Label,
    Select,
    SQLColumnExpression,
    String,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import ColumnProperty, Mapper, RelationshipProperty
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
class Order:
    """By what rows are sorted. `nulls_last` says where they stand; None where there can be none."""

    name: str
    descending: bool
    nulls_last: bool | None

    def by(self, column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
        direction = column.desc() if self.descending else column.asc()
        if self.nulls_last is None:
            return direction
        return direction.nulls_last() if self.nulls_last else direction.nulls_first()


@dataclass(frozen=True)
class _Join:
    """The table of a reference, the column of the record that names one of its rows, and the column it names."""

    target: FromClause
    own: SQLColumnExpression[Any]
    theirs: ColumnElement[Any]


@dataclass(frozen=True)
class _Page:
    """The columns of a view where its rows are chosen first: those inside, and all of them as they are told."""

    inside: tuple[Label[Any], ...]
    told: tuple[ColumnElement[Any], ...]
    joins: tuple[tuple[FromClause, ColumnElement[bool]], ...]


@dataclass(frozen=True)
class Showing:
    """How one view of one kind of record is read and written. `columns` are read in this order."""

    columns: tuple[SQLColumnExpression[Any], ...]
    joins: tuple[_Join, ...]
    plain: tuple[_Field, ...]
    references: tuple[_Reference, ...]
    order: tuple[str, ...]
    page: _Page

    def reading(self, rows: Select[Any], further: Sequence[SQLColumnExpression[Any]] = ()) -> Select[Any]:
        """The same rows as columns; `further` ones come after those of the view."""
        shown = rows.with_only_columns(*self.columns, *further, maintain_column_froms=True)
        for join in self.joins:
            shown = shown.outerjoin(join.target, join.own == join.theirs)
        return shown

    def reading_page(
        self, rows: Select[Any], keys: Mapping[str, SQLColumnExpression[Any]], order: Sequence[Order], most: int
    ) -> Select[Any]:
        """The first `most` rows, sorted by some of the `keys`, which come after the columns of the view.

        The rows are chosen first and what they refer to is joined to these alone. Joined before, each of five tables
        has PostgreSQL weigh every index of the rows in every order of joins: 4.6 of the 5 ms of a list were planning.
        """
        sorted_by = [one.by(keys[one.name]) for one in order]
        if not self.joins:
            return self.reading(rows, list(keys.values())).order_by(*sorted_by).limit(most)
        inside: list[Label[Any]] = [column.label(f"key_{at}") for at, column in enumerate(keys.values())]
        chosen = rows.with_only_columns(*self.page.inside, *inside, maintain_column_froms=True)
        joined: FromClause = chosen.order_by(*sorted_by).limit(most).subquery("page")
        for target, on in self.page.joins:
            joined = joined.outerjoin(target, on)
        outside = {name: _on_page(one.name, one) for name, one in zip(keys, inside, strict=True)}
        page = select(*self.page.told, *outside.values()).select_from(joined)
        return page.order_by(*(one.by(outside[one.name]) for one in order))

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
        self._of_references: set[int] = set()
        self._joins: list[_Join] = []

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
        page = _page_of(self._columns, self._of_references, self._joins)
        return Showing(tuple(self._columns), tuple(self._joins), tuple(plain), tuple(references), order, page)

    def _referred(self, name: str, field: fields.Nested, found: Any) -> _Reference | None:
        if not isinstance(found, RelationshipProperty) or found.uselist or found.lazy != "joined":
            return None
        schema = field.schema
        if field.many or _is_more_than_its_fields(schema):
            return None
        shown = [(key, one, found.mapper.attrs.get(one.attribute or key)) for key, one in schema.dump_fields.items()]
        if any(isinstance(one, fields.Nested) or not isinstance(at, ColumnProperty) for _, one, at in shown):
            return None
        [(own, theirs)] = found.local_remote_pairs or []
        target = found.mapper.local_table.alias()
        self._joins.append(_Join(target, own, target.c[str(theirs.key)]))
        before = len(self._columns)
        first = self._place(target.c[str(found.mapper.primary_key[0].key)])
        taken = tuple(
            self._taken(one, key, target.c[str(at.columns[0].key)]) for key, one, at in shown if at is not None
        )
        self._of_references.update(range(before, len(self._columns)))
        return _Reference(field.data_key or name, first, taken)

    def _taken(self, field: Any, name: str, column: Any) -> _Field:
        if type(field) is MoneyField and isinstance(column.type, Money):
            return field.data_key or name, self._place(type_coerce(column, BigInteger)), _money
        return field.data_key or name, self._place(column), _writing(field, name, column)

    def _place(self, column: SQLColumnExpression[Any]) -> int:
        self._columns.append(column)
        return len(self._columns) - 1


def _page_of(columns: Sequence[SQLColumnExpression[Any]], of_references: set[int], joins: Sequence[_Join]) -> _Page:
    """What records refer to is told as it stands there, all else as the page has it."""
    own: dict[int, Label[Any]] = {
        at: column.label(f"own_{at}") for at, column in enumerate(columns) if at not in of_references
    }
    named: list[Label[Any]] = [join.own.label(f"names_{at}") for at, join in enumerate(joins)]
    told = tuple(
        _on_page(own[at].name, column) if at in own else cast("ColumnElement[Any]", column)
        for at, column in enumerate(columns)
    )
    on = tuple((join.target, _on_page(one.name, one) == join.theirs) for join, one in zip(joins, named, strict=True))
    return _Page((*own.values(), *named), told, on)


def _on_page(label: str, column: Any) -> ColumnElement[Any]:
    return literal_column(f"page.{label}", column.type)


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
