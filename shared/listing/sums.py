"""Counts and totals over a whole result, never over a page."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from shared.contracts.fields import money_text
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.errors import Fault, Malformed
from shared.listing.cells import CellsInSight
from shared.listing.filters import Columns
from shared.persistence.sums import sum_of_money
from shared.persistence.types import Money

_NOTHING = "0.00"


COUNTED_AT_MOST = 10_000
"""Up to here an estimate is exact; beyond, PostgreSQL's planner is asked."""


def count_rows(
    session: Session, found: Select[Any], how: str, cells: CellsInSight | None = None, whole: int | None = None
) -> Payload:
    """`exact` counts; `estimate` counts too, but not beyond `COUNTED_AT_MOST`; `none` leaves it out. `cells` know all
    about `found` where there are any. Where the page is the `whole` of it, its rows are the count: asked for again, it
    could be another one by then.
    """
    if how == "none":
        return {}
    if how not in ("exact", "estimate"):
        sentence = "Count is none, estimate or exact."
        raise Malformed(sentence, faults=[Fault("?count", sentence)])
    if whole is not None:
        return {"count": whole}
    if cells is not None:
        return {"count": sum(group.count for group in cells.grouped(session, (), ()))}
    if how == "exact":
        return {"count": session.scalars(_counted(found)).one()}
    return {"count": _estimated(session, found)}


def _counted(found: Select[Any]) -> Select[Any]:
    return found.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)


def _estimated(session: Session, found: Select[Any]) -> int:
    """The planner knows the whole table: of a result that is small, its guess would tell of rows out of sight."""
    some = found.with_only_columns(literal(1).label("one"), maintain_column_froms=True).order_by(None)
    bounded = some.limit(COUNTED_AT_MOST + 1).subquery()
    counted: int = session.scalars(select(func.count()).select_from(bounded)).one()
    if counted <= COUNTED_AT_MOST:
        return counted
    if session.get_bind().dialect.name != "postgresql":
        return int(session.scalars(_counted(found)).one())
    return max(counted, _planned_rows(session, found))


def _planned_rows(session: Session, found: Select[Any]) -> int:
    ids = found.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    inner = ids.with_only_columns(*found.selected_columns[:1], maintain_column_froms=True)
    compiled = inner.compile(dialect=postgresql.dialect(), compile_kwargs={"render_postcompile": True})  # type: ignore[no-untyped-call]
    plan = session.connection().exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", compiled.params).scalar_one()
    read = plan if isinstance(plan, list) else json.loads(plan)
    return int(read[0]["Plan"]["Plan Rows"])


def sum_rows(
    session: Session,
    found: Select[Any],
    listing: Listing,
    columns: Columns,
    names: list[str],
    cells: CellsInSight | None = None,
) -> Payload:
    """The sums of these fields. Where rows have a currency and it is not one and the same, no sum is given across
    currencies: the total is null and `totals_by_currency` has one sum each.
    """
    if not names:
        return {}
    for name in names:
        if name not in listing.totals:
            offered = ", ".join(listing.totals) or "nothing"
            sentence = f"{listing.noun} offer totals of {offered}."
            raise Malformed(sentence, faults=[Fault("?totals", sentence)])
    each = _sums_in_cells(session, columns, names, cells) if cells else _sums_of_rows(session, found, columns, names)
    if len(each) > 1:
        return {"totals": dict.fromkeys(names), "totals_by_currency": each}
    return {"totals": next(iter(each.values()), {name: _text(columns[name], None) for name in names})}


def _sums_in_cells(
    session: Session, columns: Columns, names: list[str], cells: CellsInSight
) -> dict[Any, dict[str, Any]]:
    groups = cells.grouped(session, ("currency",), names)
    return {group.keys[0]: {name: _text(columns[name], group.sums[name]) for name in names} for group in groups}


def _sums_of_rows(
    session: Session, found: Select[Any], columns: Columns, names: list[str]
) -> dict[Any, dict[str, Any]]:
    """By currency; under None where the rows have none."""
    sums = [_sum(columns[name]).label(name) for name in names]
    currency = columns.get("currency")
    if currency is None:
        row = session.execute(found.with_only_columns(*sums, maintain_column_froms=True).order_by(None)).one()
        return {None: {name: _text(columns[name], getattr(row, name)) for name in names}}
    grouped = found.with_only_columns(currency.label("in_currency"), *sums, maintain_column_froms=True)
    rows = session.execute(grouped.order_by(None).group_by(currency)).all()
    return {row.in_currency: {name: _text(columns[name], getattr(row, name)) for name in names} for row in rows}


def _sum(column: Any) -> ColumnElement[Any]:
    return sum_of_money(column) if isinstance(column.type, Money) else func.sum(column)


def _text(column: Any, total: Any) -> Any:
    if isinstance(column.type, Money):
        return _NOTHING if total is None else money_text(total)
    return 0 if total is None else int(total)
