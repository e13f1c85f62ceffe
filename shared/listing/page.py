"""One page of a list: keyset paging over any offered sort, with count and totals when asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, or_
from sqlalchemy.orm import Session

from shared.contracts.listing import FieldKind, Listing
from shared.contracts.payload import Payload
from shared.errors import Fault, Malformed
from shared.listing.areas import Measured, measured
from shared.listing.cells import CellsWithin
from shared.listing.cursors import Place, fingerprint, read_cursor, write_cursor
from shared.listing.custom import with_custom
from shared.listing.filters import Columns, condition
from shared.listing.forms import Form, Key, form_of
from shared.listing.sums import count_rows, sum_rows
from shared.located import Position
from shared.persistence.records import Identified
from shared.search import matching
from shared.showing import Order

DEFAULT_LIMIT = 50
MOST_ROWS = 200

Listed = TypeVar("Listed", bound=Identified)
Read = Callable[[Select[Any], Sequence[Order], int], list[Any]]


class BadSort(Malformed):
    """The list cannot be sorted by this."""

    code = "bad_sort"


@dataclass(frozen=True)
class _Key(Key):
    """One column of the order. Nulls come last in both directions; that is written only where nulls can be."""

    descending: bool
    nullable: bool
    named_by: SQLColumnExpression[Any] | None = None

    def is_empty(self) -> ColumnElement[bool]:
        return (self.column if self.named_by is None else self.named_by).is_(None)

    def order(self, backwards: bool) -> Order:
        return Order(self.name, self.descending != backwards, not backwards if self.nullable else None)

    def beyond(self, value: Any, backwards: bool) -> ColumnElement[bool]:
        """Rows strictly further on than this value, in the direction of travel."""
        if value is None:
            return self.column.is_not(None) if backwards else false()
        further = self.column < value if self.descending != backwards else self.column > value
        return or_(further, self.column.is_(None)) if self.nullable and not backwards else further

    def same(self, value: Any) -> ColumnElement[bool]:
        return self.column.is_(None) if value is None else self.column == value


def list_records(
    session: Session,
    rows: Select[Listed],
    model: type[Listed],
    listing: Listing,
    columns: Columns,
    query: Payload,
    cells: CellsWithin | None = None,
    named_by: Columns | None = None,
) -> Payload:
    """The page of `rows` (a select that starts at `visible`) which `query` asks for, as `{"data", "next", "prev", …}`.

    `columns` maps the names of the listing's fields and sorts to columns. `cells` count and sum in place of the rows
    where they know enough; `named_by` as for `condition`. Raises `Malformed` refusals for a filter, sort, cursor, limit
    or total that the listing does not offer.
    """
    rows, listing, columns = with_custom(session, rows, model, listing, columns, query)
    found = rows.where(condition(listing, columns, query.get("filter"), named_by))
    if query.get("q"):
        found = found.where(matching(model, listing.noun, str(query["q"])))
    middle = measured(listing, query.get("filter"))
    keys = _keys(model, listing, columns, query.get("sort") or [listing.default_sort], middle, named_by or {})
    bound_to = fingerprint(
        listing.noun, query.get("filter"), query.get("q"), [(key.name, key.descending) for key in keys]
    )
    place = _place(query.get("cursor"), bound_to, keys, listing)
    limit = _limit(query.get("limit"))
    form = form_of(model, listing, keys, query.get("fields"), middle)
    page, more = _fetch(session, found, form, keys, place, limit)
    totals = query.get("totals") or []
    count = str(query.get("count") or "none")
    whole = len(page) if place is None and not more else None
    wanted = cells if totals or count != "none" else None
    known = wanted.asked(listing, query.get("filter"), query.get("q"), totals) if wanted else None
    return {
        "data": form.write(page),
        **_ends(page, more, place, form, bound_to),
        **count_rows(session, found, count, known, whole),
        **sum_rows(session, found, listing, columns, totals, known),
    }


def _keys(
    model: type[Listed],
    listing: Listing,
    columns: Columns,
    sort: list[str],
    middle: Measured | None,
    named_by: Columns,
) -> list[_Key]:
    keys: list[_Key] = []
    for asked in sort:
        name = asked.removeprefix("-")
        if name == "id":
            break
        if name not in listing.sorts or any(key.name == name for key in keys):
            raise _refused(BadSort, "sort", f"{listing.noun} can be sorted by {', '.join((*listing.sorts, 'id'))}.")
        if listing.fields.get(name) is FieldKind.DISTANCE:
            keys.append(_Key(name, _distance(columns[name], name, middle), asked.startswith("-"), False))
            continue
        column = columns[name]
        nullable = bool(getattr(column, "nullable", True))
        keys.append(_Key(name, column, asked.startswith("-"), nullable, named_by.get(name)))
    falling = sort[-1].startswith("-") if sort else False
    id_column: SQLColumnExpression[Any] = model.__table__.c.id  # type: ignore[attr-defined]
    return [*keys, _Key("id", id_column, falling, False)]


def _distance(position: Any, name: str, middle: Measured | None) -> SQLColumnExpression[Any]:
    if middle is None:
        raise _refused(BadSort, "sort", f"To sort by {name}, ask for what is near one place: filter[…][near].")
    distance: SQLColumnExpression[Any] = cast(Position, position).square_from(middle.circle)
    return distance


def _place(cursor: Any, bound_to: str, keys: list[_Key], listing: Listing) -> Place | None:
    if cursor is None:
        return None
    kinds = tuple(FieldKind.ID if key.name == "id" else listing.fields.get(key.name, FieldKind.TIME) for key in keys)
    return read_cursor(cursor, bound_to, kinds)


def _limit(asked: Any) -> int:
    if asked is None:
        return DEFAULT_LIMIT
    if isinstance(asked, bool) or not isinstance(asked, int) or not 1 <= asked <= MOST_ROWS:
        raise _refused(Malformed, "limit", f"The limit is a number from 1 to {MOST_ROWS}.")
    return asked


def _fetch(
    session: Session, found: Select[Any], form: Form, keys: list[_Key], place: Place | None, limit: int
) -> tuple[list[Any], bool]:
    backwards = place is not None and place.backwards
    page = _walk(partial(form.read, session), found, keys, place.keys if place else None, backwards, limit + 1)
    more = len(page) > limit
    page = page[:limit]
    return (page[::-1] if backwards else page), more


def _walk(
    read: Read, found: Select[Any], keys: list[_Key], at: tuple[Any, ...] | None, backwards: bool, most: int
) -> list[Any]:
    """Up to `most` rows onward from the place `at`, in the direction of travel.

    Where the leading key may be null the rows with a value and those without are two statements: each then runs along
    a plain index, which no `NULLS LAST` over both does.
    """
    lead = keys[0]
    if not lead.nullable:
        return _along(read, found, keys, at, backwards, most)
    valued, empty = found.where(lead.column.is_not(None)), found.where(lead.is_empty())
    in_empty = at is not None and at[0] is None
    rest = at[1:] if at is not None and in_empty else None
    if backwards:
        page = _walk(read, empty, keys[1:], rest, backwards, most) if in_empty else []
        start = None if in_empty else at
        return page + _along(read, valued, keys, start, backwards, most - len(page)) if len(page) < most else page
    page = [] if in_empty else _along(read, valued, keys, at, backwards, most)
    return page + _walk(read, empty, keys[1:], rest, backwards, most - len(page)) if len(page) < most else page


def _along(
    read: Read, found: Select[Any], keys: list[_Key], at: tuple[Any, ...] | None, backwards: bool, most: int
) -> list[Any]:
    """One statement; of its rows the leading key is never null."""
    keys = [replace(keys[0], nullable=False), *keys[1:]]
    statement = found
    if at is not None:
        statement = statement.where(or_(*_steps(keys, at, backwards)))
    return read(statement, [key.order(backwards) for key in keys], most)


def _steps(keys: list[_Key], at: tuple[Any, ...], backwards: bool) -> list[ColumnElement[bool]]:
    """Further on in the first key; or the same there and further on in the second; and so forth."""
    return [
        and_(*(key.same(value) for key, value in zip(keys[:depth], at, strict=False)), key.beyond(value, backwards))
        for depth, (key, value) in enumerate(zip(keys, at, strict=True))
    ]


def _ends(page: list[Any], more: bool, place: Place | None, form: Form, bound_to: str) -> Payload:
    backwards = place is not None and place.backwards
    has_next = bool(page) and (more or backwards)
    has_prev = bool(page) and (more if backwards else place is not None)
    return {
        "next": write_cursor(bound_to, form.place(page[-1]), backwards=False) if has_next else None,
        "prev": write_cursor(bound_to, form.place(page[0]), backwards=True) if has_prev else None,
    }


def _refused(refusal: type[Malformed], parameter: str, sentence: str) -> Malformed:
    return refusal(sentence, faults=[Fault(f"?{parameter}", sentence)])
