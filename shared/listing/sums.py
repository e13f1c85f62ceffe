"""Counts and totals over a whole result, never over a page."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from shared.contracts.fields import money_text
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.errors import Fault, Malformed
from shared.listing.filters import Columns
from shared.persistence.sums import sum_of_money
from shared.persistence.types import Money

_NOTHING = "0.00"


def count_rows(session: Session, found: Select[Any], how: str) -> Payload:
    """`exact` counts; `estimate` asks PostgreSQL's planner and counts elsewhere; `none` leaves it out."""
    if how == "none":
        return {}
    if how == "exact" or (how == "estimate" and session.get_bind().dialect.name != "postgresql"):
        counted = found.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return {"count": session.scalars(counted).one()}
    if how == "estimate":
        return {"count": _planned_rows(session, found)}
    sentence = "Count is none, estimate or exact."
    raise Malformed(sentence, faults=[Fault("?count", sentence)])


def _planned_rows(session: Session, found: Select[Any]) -> int:
    ids = found.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    inner = ids.with_only_columns(*found.selected_columns[:1], maintain_column_froms=True)
    compiled = inner.compile(dialect=postgresql.dialect(), compile_kwargs={"render_postcompile": True})  # type: ignore[no-untyped-call]
    plan = session.connection().exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", compiled.params).scalar_one()
    read = plan if isinstance(plan, list) else json.loads(plan)
    return int(read[0]["Plan"]["Plan Rows"])


def sum_rows(session: Session, found: Select[Any], listing: Listing, columns: Columns, names: list[str]) -> Payload:
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
    sums = [_sum(columns[name]).label(name) for name in names]
    currency = columns.get("currency")
    if currency is None:
        row = session.execute(found.with_only_columns(*sums, maintain_column_froms=True).order_by(None)).one()
        return {"totals": {name: _text(columns[name], getattr(row, name)) for name in names}}
    grouped = found.with_only_columns(currency.label("in_currency"), *sums, maintain_column_froms=True)
    rows = session.execute(grouped.order_by(None).group_by(currency)).all()
    each = {row.in_currency: {name: _text(columns[name], getattr(row, name)) for name in names} for row in rows}
    if len(each) > 1:
        return {"totals": dict.fromkeys(names), "totals_by_currency": each}
    return {"totals": next(iter(each.values()), {name: _text(columns[name], None) for name in names})}


def _sum(column: Any) -> ColumnElement[Any]:
    return sum_of_money(column) if isinstance(column.type, Money) else func.sum(column)


def _text(column: Any, total: Any) -> Any:
    if isinstance(column.type, Money):
        return _NOTHING if total is None else money_text(total)
    return 0 if total is None else int(total)
