"""Counting and summing a list from cells instead of its rows, where the question allows it."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.contracts.listing import Listing
from shared.listing.filters import condition, fields_of
from shared.persistence.cells import amount_of
from shared.persistence.sums import sum_of_money
from shared.visible import beyond_place, placed

BY_OWNER = frozenset({Reach.OWN, Reach.SUBORDINATES})


@dataclass(frozen=True)
class Group:
    """Rows that have these keys in common: how many, and the sum of each summed column, None over no value."""

    keys: tuple[Any, ...]
    count: int
    sums: Mapping[str, Decimal]


@dataclass(frozen=True)
class Cells:
    """The cells of a model at several grains, the coarsest first; the last knows all keys, and alone the owner.

    All have the same sums, and what totals are told by: the currency.
    """

    model: Any
    grains: tuple[Any, ...]
    sums: tuple[str, ...]

    def within(self, actor: Actor) -> "CellsWithin":
        return CellsWithin(self, actor)


@dataclass(frozen=True)
class CellsWithin:
    """The cells of the rows that this caller may see."""

    of: Cells
    actor: Actor

    def asked(self, listing: Listing, tree: Any, q: Any, totals: Sequence[str]) -> "CellsInSight | None":
        """Those that a list's filter lets through; None where the question is about more than the cells know."""
        fields = fields_of(tree)
        if q or not fields <= _keys_of(self.of.grains[-1]) or not set(totals) <= set(self.of.sums):
            return None
        return self.known(fields).where(
            lambda part: condition(listing, {name: getattr(part, name) for name in fields}, tree)
        )

    def known(self, fields: Set[str] = frozenset()) -> "CellsInSight":
        """At the coarsest grain that knows these fields, and the owner where the caller's reach is by persons."""
        needed = fields | {"owner_id"} if BY_OWNER & self.actor.reaches else fields
        grain = next(one for one in self.of.grains if needed <= _keys_of(one))
        single = beyond_place(self.of.model, self.actor)
        return CellsInSight(self.of, grain, placed(grain, self.actor), single)


@dataclass(frozen=True)
class CellsInSight:
    """`cells` are those within reach; `single` the rows in sight by themselves alone, where there can be any."""

    of: Cells
    grain: Any
    cells: Select[Any]
    single: Select[Any] | None

    def where(self, wanted: Callable[[Any], ColumnElement[bool]]) -> "CellsInSight":
        single = None if self.single is None else self.single.where(wanted(self.of.model))
        return CellsInSight(self.of, self.grain, self.cells.where(wanted(self.grain)), single)

    def grouped(self, session: Session, keys: Sequence[str], sums: Sequence[str]) -> list[Group]:
        """The rows in sight by these keys, in their order; exact, and in one statement unless rows are in sight by
        themselves.
        """
        found: dict[tuple[Any, ...], Group] = {}
        for group in [*self._from_cells(session, keys, sums), *self._from_rows(session, keys, sums)]:
            before = found.get(group.keys)
            found[group.keys] = group if before is None else _both(before, group)
        return [found[key] for key in sorted(found)]

    def _from_cells(self, session: Session, keys: Sequence[str], sums: Sequence[str]) -> list[Group]:
        grain, by = self.grain, [getattr(self.grain, name) for name in keys]
        parts = [func.sum(getattr(grain, f"{name}_{part}")) for name in sums for part in ("high", "low")]
        columns = [*by, func.sum(grain.counted), *parts]
        rows = self.cells.where(grain.counted != 0).with_only_columns(*columns, maintain_column_froms=True)
        groups = []
        for key, (count, *halves) in _split(session.execute(rows.group_by(*by)), len(by)):
            if count:
                amounts = [amount_of(high, low) for high, low in zip(halves[::2], halves[1::2], strict=True)]
                groups.append(Group(key, int(count), dict(zip(sums, amounts, strict=True))))
        return groups

    def _from_rows(self, session: Session, keys: Sequence[str], sums: Sequence[str]) -> list[Group]:
        if self.single is None:
            return []
        model = self.of.model
        by, added = [getattr(model, name) for name in keys], [sum_of_money(getattr(model, name)) for name in sums]
        rows = self.single.with_only_columns(*by, func.count(), *added, maintain_column_froms=True).group_by(*by)
        nothing = Decimal(0)
        return [
            Group(key, count, dict(zip(sums, (one or nothing for one in amounts), strict=True)))
            for key, (count, *amounts) in _split(session.execute(rows), len(by))
            if count
        ]


def _keys_of(grain: Any) -> Set[str]:
    return {column.name for column in grain.__table__.primary_key}


def _split(rows: Any, keys: int) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    return [(tuple(row[:keys]), tuple(row[keys:])) for row in rows]


def _both(one: Group, other: Group) -> Group:
    return Group(one.keys, one.count + other.count, {name: one.sums[name] + other.sums[name] for name in one.sums})
