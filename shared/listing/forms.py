"""In which form the rows of a page are read and written: as columns, or as objects where a view needs these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from marshmallow import Schema
from sqlalchemy import Select, SQLColumnExpression
from sqlalchemy.orm import Session

from shared.contracts.custom import PREFIX
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload, view_of
from shared.errors import Fault, Malformed
from shared.listing.areas import Measured
from shared.listing.custom import custom_value, only_custom
from shared.showing import Order, Showing, showing


@dataclass(frozen=True)
class Key:
    """A column by which a page is sorted."""

    name: str
    column: SQLColumnExpression[Any]


class Form(Protocol):
    """How the rows of one page travel."""

    def read(self, session: Session, rows: Select[Any], order: Sequence[Order], most: int) -> list[Any]:
        """The first `most` of the rows in this order."""

    def place(self, row: Any) -> tuple[Any, ...]:
        """The values by which the page is sorted."""

    def write(self, rows: Sequence[Any]) -> list[Payload]: ...


def form_of(
    model: Any, listing: Listing, keys: Sequence[Key], only: list[str] | None, measured: Measured | None = None
) -> Form:
    """Columns wherever they suffice. `only` are the fields asked for; raises `Malformed` for one that is unknown."""
    chosen = _chosen(listing, only)
    codes = (
        {name.removeprefix(PREFIX) for name in only or [] if name.startswith(PREFIX)} if listing.customised else set()
    )
    wanted = codes if codes and "custom" not in (only or []) else set()
    by_column = not any(key.name.startswith(PREFIX) for key in keys) and not getattr(model, "names_by_key", ())
    if by_column and not measured and (shown := showing(model, listing.view, chosen)):
        return _AsColumns(shown, keys, wanted)
    view = listing.view(only=chosen) if chosen else view_of(listing.view)
    return _AsObjects(view, listing, keys, wanted, measured)


def _chosen(listing: Listing, only: list[str] | None) -> frozenset[str] | None:
    """The fields of the view that are shown; None for all of them."""
    if not only:
        return None
    custom = {name for name in only if name.startswith(PREFIX)} if listing.customised else set()
    shown = {name for name in only if name not in custom} | ({"custom"} if custom else set())
    unknown = sorted(name for name in shown if name not in view_of(listing.view).fields)
    if unknown:
        sentence = f"{listing.noun} have no field {', '.join(unknown)}."
        raise Malformed(sentence, faults=[Fault("?fields", sentence)])
    return frozenset({"id", *shown})


@dataclass(frozen=True)
class _AsColumns:
    """Rows of the view's columns, and after them those of the order."""

    showing: Showing
    keys: Sequence[Key]
    custom: set[str]

    def read(self, session: Session, rows: Select[Any], order: Sequence[Order], most: int) -> list[Any]:
        keys = {key.name: key.column for key in self.keys}
        return list(session.execute(self.showing.reading_page(rows, keys, order, most)))

    def place(self, row: Any) -> tuple[Any, ...]:
        return tuple(row[-len(self.keys) :])

    def write(self, rows: Sequence[Any]) -> list[Payload]:
        written = [self.showing.write(row) for row in rows]
        return only_custom(written, self.custom) if self.custom else written


@dataclass(frozen=True)
class _AsObjects:
    schema: Schema
    listing: Listing
    keys: Sequence[Key]
    custom: set[str]
    measured: Measured | None

    def read(self, session: Session, rows: Select[Any], order: Sequence[Order], most: int) -> list[Any]:
        columns = {key.name: key.column for key in self.keys}
        sorted_rows = rows.order_by(*(one.by(columns[one.name]) for one in order))
        return list(session.scalars(sorted_rows.limit(most)).unique())

    def place(self, row: Any) -> tuple[Any, ...]:
        return tuple(self._value(row, key) for key in self.keys)

    def _value(self, row: Any, key: Key) -> Any:
        if self.measured is not None and key.name == self.measured.name:
            return self.measured.key(row)
        if key.name.startswith(PREFIX):
            return custom_value(row, key.name, self.listing)
        return getattr(row, str(getattr(key.column, "key", key.name)))

    def write(self, rows: Sequence[Any]) -> list[Payload]:
        written: list[Payload] = self.schema.dump(rows, many=True)
        if self.measured is not None:
            written = [self.measured.tell(told, row) for told, row in zip(written, rows, strict=True)]
        return only_custom(written, self.custom) if self.custom else written
