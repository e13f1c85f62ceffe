"""Summing orders and their lines from cells where the question allows it: exactly what summing the facts would give."""

from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    func,
    literal,
    literal_column,
    null,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from services.reporting.order_cells.model import (
    KEYS,
    LINE_SUMMED,
    NOBODY,
    OF_LINE,
    OF_LINES,
    OF_ORDERS,
    SUMMED,
    keys_of,
)
from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, with_lines
from services.reporting.parts.queries import Facts, Part, Whose, are_whole_months, counted_for, whose_of
from services.reporting.products.queries import KnownProduct
from services.reporting.statements.queries import HalvedMoney, Sum
from shared.actor import Actor, Reach
from shared.contracts.reporting.orders import COUNTED as SALES
from shared.persistence.cells import PART
from shared.persistence.platform import OrgUnitReplica
from shared.persistence.types import Id
from shared.visible import beyond_place, placed

ALWAYS = ("status", "month", "currency")
"""What is told of every cell."""
NOTHING = {"confirmed_unit_path": "", "confirmed_unit_id": NOBODY, "confirmed_owner_id": NOBODY}
"""What stands in a key for none."""
BY_OWNER = frozenset({Reach.OWN, Reach.SUBORDINATES})
COUNTED = "counted"
UNIT_KEYS = frozenset({"org_unit_id", "confirmed_unit_id"})
PRODUCT_KEYS = frozenset(OF_LINE)
IDS = ("owner_id", "org_unit_id", "product_id", "confirmed_unit_id", "confirmed_owner_id")
TYPES: dict[str, Any] = {
    **dict.fromkeys((*ALWAYS, "name", "confirmed_unit_path"), String()),
    **dict.fromkeys(IDS, Id()),
    **dict.fromkeys(
        ("month", COUNTED, "quantity", *(f"{name}_{half}" for name in SUMMED for half in ("high", "low"))), Integer()
    ),
}


def _cells_of(lines: bool, session: Session, actor: Actor, part: Part, keys: frozenset[str]) -> Subquery | None:
    """The orders of the part that the caller sees, or their `lines`, as cells with these keys, whatever the period;
    `told` names their columns. Orders in sight by themselves alone stand beside the cells within reach. None where only
    the facts know: no grain has all keys, or the period cuts a month. Raises `NotFound` as `in_part` does.
    """
    if not are_whole_months(part.since, part.until):
        return None
    whose = whose_of(session, actor, FACTS, part)
    grain = _grain(OF_LINES if lines else OF_ORDERS, actor, whose, keys)
    if grain is None:
        return None
    names = sorted({*ALWAYS, *keys})
    cells = counted_for(placed(grain, actor), _facts_of(grain), part, whose)
    found = [cells.with_only_columns(*_told_by_cell(grain, names, lines), maintain_column_froms=True)]
    single = beyond_place(OrderFact, actor)
    if single is not None:
        rows = counted_for(single, FACTS, part, whose)
        rows = with_lines(rows) if lines else rows
        found.append(rows.with_only_columns(*_told_by_fact(names, lines), maintain_column_froms=True))
    return (found[0] if len(found) == 1 else union_all(*found)).subquery("cells")


order_cells_of = partial(_cells_of, False)
line_cells_of = partial(_cells_of, True)


def told(name: str) -> ColumnElement[Any]:
    """A column of what the cells give."""
    return literal_column(f"cells.{name}", TYPES[name])


def in_months(cells: Select[Any], part: Part) -> Select[Any]:
    """The cells whose month lies in the period."""
    month, bounds = told("month"), []
    if part.since is not None:
        bounds.append(month >= part.since.year * 100 + part.since.month)
    if part.until is not None:
        bounds.append(month <= part.until.year * 100 + part.until.month)
    return cells.where(and_(True, *bounds))


def sold_in_months(cells: Select[Any], part: Part) -> Select[Any]:
    """As `orders.ordered_within`."""
    return in_months(cells.where(told("status").in_(SALES)), part)


COUNT = Sum(told(COUNTED))
AMOUNT, INVOICED, PAID = (HalvedMoney(told(f"{name}_high"), told(f"{name}_low")) for name in SUMMED)
QUANTITY = Sum(told("quantity"))
CELL_UNIT: ColumnElement[str] = func.coalesce(told("confirmed_unit_id"), told("org_unit_id"), type_=Id)
"""For which unit the orders of a cell count."""


def with_cell_unit(cells: Select[Any]) -> Select[Any]:
    """With the unit for which each cell counts."""
    return cells.outerjoin(OrgUnitReplica, OrgUnitReplica.id == CELL_UNIT)


def with_products(cells: Select[Any]) -> Select[Any]:
    """With the product of each cell of lines as it is today."""
    return cells.outerjoin(KnownProduct, KnownProduct.id == told("product_id"))


def _grain(grains: tuple[Any, ...], actor: Actor, whose: Whose, keys: frozenset[str]) -> Any:
    """The coarsest that knows these keys, and whose each order is as far as that is asked."""
    sees_all = Reach.ALL in actor.reaches
    needed = set(keys)
    if not sees_all or whose.unit is not None:
        needed |= {"org_unit_id", "confirmed_unit_id", "confirmed_unit_path"}
    if whose.person is not None or (not sees_all and BY_OWNER & actor.reaches):
        needed |= {"owner_id", "confirmed_owner_id"}
    return next((grain for grain in grains if needed <= set(keys_of(grain))), None)


def _facts_of(grain: Any) -> Facts:
    """A cell counts for the same as each of its orders, which have the unit of then where they have the owner."""
    names = set(keys_of(grain))
    unit = _or_none(grain, "confirmed_unit_id") if "confirmed_unit_id" in names else null()
    path = _or_none(grain, "confirmed_unit_path") if "confirmed_unit_path" in names else null()
    owner = _or_none(grain, "confirmed_owner_id") if "confirmed_owner_id" in names else unit
    return Facts(grain, unit, path, owner, FACTS.listing)


def _or_none(grain: Any, name: str) -> ColumnElement[Any]:
    column = getattr(grain, name)
    return func.nullif(column, literal(NOTHING[name], column.type), type_=column.type)


def _told_by_cell(grain: Any, names: list[str], lines: bool) -> list[ColumnElement[Any]]:
    keys = [_or_none(grain, name) if name in NOTHING else getattr(grain, name) for name in names]
    named = zip(names, keys, strict=True)
    return [*(key.label(name) for name, key in named), *(getattr(grain, one).label(one) for one in _numbers(lines))]


def _told_by_fact(names: list[str], lines: bool) -> list[ColumnElement[Any]]:
    model: Any = OrderLineFact if lines else OrderFact
    keys = [_of_fact(name) for name in names]
    stored = [type_coerce(getattr(model, name), BigInteger) for name in (LINE_SUMMED if lines else SUMMED)]
    halves = [func.coalesce(half, 0) for one in stored for half in (one // PART, one % PART)]
    added = [OrderLineFact.quantity] if lines else []
    columns = zip((*names, *_numbers(lines)), (*keys, literal(1), *halves, *added), strict=True)
    return [column.label(name) for name, column in columns]


def _of_fact(name: str) -> Any:
    if name == "month":
        return KEYS["month"]
    return getattr(OrderLineFact if name in OF_LINE else OrderFact, name)


def _numbers(lines: bool) -> tuple[str, ...]:
    halves = (f"{name}_{half}" for name in (LINE_SUMMED if lines else SUMMED) for half in ("high", "low"))
    return (COUNTED, *halves, *(("quantity",) if lines else ()))
