"""Summing deals from their cells where the question allows it: exactly what summing the facts would give."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from services.reporting.deal_cells.model import (
    ADDED,
    EPOCH,
    KEYS,
    NOBODY,
    SUMMED,
    DealCell,
    DealPersonCell,
    DealProductCell,
    DealUnitCell,
    keys_of,
)
from services.reporting.deals import queries as deals
from services.reporting.deals.queries import FACTS, LOST, OPEN, WON, Deal, Group, Part
from services.reporting.parts.queries import Facts, Whose, are_whole_months, counted_for, whose_of
from services.reporting.statements.queries import HalvedMoney, Sum
from shared.actor import Actor, Reach
from shared.persistence.cells import PART, amount_of
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.types import Id
from shared.visible import beyond_place, placed

__all__ = ["EPOCH"]
ALWAYS = ("status", "month", "currency")
"""What is told of every cell."""
NOTHING: Mapping[str, str] = {
    **dict.fromkeys(("reached_stage", "product_name", "closed_unit_path", "closed_owner_path"), ""),
    **dict.fromkeys(("product_id", "closed_unit_id", "closed_owner_id"), NOBODY),
}
"""What stands in a key for none."""
BY_OWNER = frozenset({Reach.OWN, Reach.SUBORDINATES})
COUNTED = "counted"
NUMBERS = (COUNTED, *(f"{name}_{part}" for name in SUMMED for part in ("high", "low")), *ADDED)
TYPES: Mapping[str, Any] = {
    **{name: String() for name in (*ALWAYS, "stage", *NOTHING)},
    **{name: Id() for name in ("owner_id", "org_unit_id", "product_id", "closed_unit_id", "closed_owner_id")},
    **dict.fromkeys(("month", "probability", *NUMBERS), Integer()),
}


def cells_of(session: Session, actor: Actor, part: Part, keys: frozenset[str]) -> Subquery | None:
    """The deals of the part that the caller sees as cells with these keys, whatever the period; `told` names their
    columns. Deals in sight by themselves alone stand beside the cells within reach, each a cell of its own. None where
    only the facts know: no grain has all keys, or the period cuts a month. Raises `NotFound` as `in_part` does.
    """
    if not are_whole_months(part.since, part.until):
        return None
    whose = whose_of(session, actor, FACTS, part)
    grain = _grain(actor, whose, keys)
    if grain is None:
        return None
    names = sorted({*ALWAYS, *keys})
    cells = counted_for(placed(grain, actor), _facts_of(grain), part, whose)
    found = [cells.with_only_columns(*_told_by_cell(grain, names), maintain_column_froms=True)]
    single = beyond_place(Deal, actor)
    if single is not None:
        rows = counted_for(single, FACTS, part, whose)
        found.append(rows.with_only_columns(*_told_by_fact(names), maintain_column_froms=True))
    return (found[0] if len(found) == 1 else union_all(*found)).subquery("cells")


def told(name: str) -> ColumnElement[Any]:
    """A column of what `cells_of` gives."""
    return literal_column(f"cells.{name}", TYPES[name])


def in_months(part: Part) -> ColumnElement[bool]:
    """The cells whose month lies in the period."""
    month, bounds = told("month"), []
    if part.since is not None:
        bounds.append(month >= part.since.year * 100 + part.since.month)
    if part.until is not None:
        bounds += [month <= part.until.year * 100 + part.until.month, month > 0]
    return and_(True, *bounds)


def closed_in_months(cells: Select[Any], part: Part, *statuses: str) -> Select[Any]:
    """The deals that were closed so in the period."""
    return cells.where(told("status").in_(statuses), in_months(part))


COUNT = Sum(told(COUNTED))
AMOUNT, WEIGHTED = (HalvedMoney(told(f"{name}_high"), told(f"{name}_low")) for name in SUMMED)
OWNER_KEYS = frozenset({"owner_id", "closed_owner_id"})
UNIT_KEYS = frozenset({"org_unit_id", "closed_unit_id"})
CELL_OWNER: ColumnElement[str] = func.coalesce(told("closed_owner_id"), told("owner_id"), type_=Id)
CELL_UNIT: ColumnElement[str] = func.coalesce(told("closed_unit_id"), told("org_unit_id"), type_=Id)
"""For whom the deals of a cell count, as `deals.OWNER_ID` and `deals.UNIT_ID`."""
CELL_MONTH: ColumnElement[int] = func.nullif(told("month"), 0, type_=Integer)
DEAL_MONTH: ColumnElement[int] = func.nullif(KEYS["month"], 0, type_=Integer)
"""When a deal was closed or is expected to be; None where that is not known."""


def counted_as(status: str) -> Sum:
    """How many deals of this status there are."""
    return Sum(case((told("status") == status, told(COUNTED)), else_=0))


def amount_as(status: str) -> HalvedMoney:
    """What the deals of this status come to."""
    those = told("status") == status
    return HalvedMoney(case((those, AMOUNT.high)), case((those, AMOUNT.low)))


def with_cell_owner(cells: Select[Any]) -> Select[Any]:
    """With the person for whom each cell counts."""
    return cells.outerjoin(OrgPersonReplica, OrgPersonReplica.id == CELL_OWNER)


def with_cell_unit(cells: Select[Any]) -> Select[Any]:
    """With the unit for which each cell counts."""
    return cells.outerjoin(OrgUnitReplica, OrgUnitReplica.id == CELL_UNIT)


def sum_current_and_closed(session: Session, actor: Actor, part: Part) -> list[Group]:
    """As `deals.sum_current_and_closed`."""
    cells = cells_of(session, actor, part, frozenset({"stage", "reached_stage"}))
    if cells is None:
        return deals.sum_current_and_closed(session, actor, part)
    rows = select(cells).where(or_(told("status") == OPEN, in_months(part)))
    return _grouped(session, rows, told("status"), told("stage"), told("reached_stage"))


def sum_expected(session: Session, actor: Actor, part: Part) -> list[Group]:
    """As `deals.sum_expected`."""
    cells = cells_of(session, actor, part, frozenset({"stage", "probability"}))
    if cells is None:
        return deals.sum_expected(session, actor, part)
    rows = closed_in_months(select(cells), part, OPEN, WON)
    return _grouped(session, rows, told("status"), told("stage"), told("probability"))


def sum_closed_by_person(session: Session, actor: Actor, part: Part) -> list[Group]:
    """As `deals.sum_closed_by_person`."""
    cells = cells_of(session, actor, part, frozenset({"closed_owner_id", "closed_owner_path"}))
    if cells is None:
        return deals.sum_closed_by_person(session, actor, part)
    owner = told("closed_owner_id")
    rows = _closed(cells, part).outerjoin(OrgPersonReplica, OrgPersonReplica.id == owner)
    place = func.coalesce(told("closed_owner_path"), OrgPersonReplica.path)
    return _grouped(session, rows, told("status"), owner, OrgPersonReplica.name, place)


def sum_closed_by_unit(session: Session, actor: Actor, part: Part) -> list[Group]:
    """As `deals.sum_closed_by_unit`."""
    cells = cells_of(session, actor, part, frozenset({"closed_unit_id"}))
    if cells is None:
        return deals.sum_closed_by_unit(session, actor, part)
    unit = told("closed_unit_id")
    rows = _closed(cells, part).outerjoin(OrgUnitReplica, OrgUnitReplica.id == unit)
    return _grouped(session, rows, told("status"), unit, OrgUnitReplica.name)


def sum_closed_by_product(session: Session, actor: Actor, part: Part) -> list[Group]:
    """As `deals.sum_closed_by_product`."""
    cells = cells_of(session, actor, part, frozenset({"product_id", "product_name"}))
    if cells is None:
        return deals.sum_closed_by_product(session, actor, part)
    return _grouped(session, _closed(cells, part), told("status"), told("product_id"), told("product_name"))


def _closed(cells: Subquery, part: Part) -> Select[Any]:
    return closed_in_months(select(cells), part, WON, LOST)


def _grouped(session: Session, cells: Select[Any], *keys: Any) -> list[Group]:
    columns = (*keys, told("currency"))
    sums = [func.sum(told(name)) for name in NUMBERS[:5]]
    found = cells.with_only_columns(*columns, *sums, maintain_column_froms=True).group_by(*columns)
    groups = []
    for row in session.execute(found.order_by(*columns)):
        *by, currency, count, high, low, weighted_high, weighted_low = row
        amounts = amount_of(high, low), amount_of(weighted_high, weighted_low)
        groups.append(Group(tuple(by), currency, int(count), *amounts))
    return groups


def _grain(actor: Actor, whose: Whose, keys: frozenset[str]) -> Any:
    """The coarsest that knows these keys, and whose each deal is as far as that is asked."""
    sees_all = Reach.ALL in actor.reaches
    if sees_all and whose.unit is None and whose.person is None:
        grains: tuple[Any, ...] = (DealCell, DealProductCell, DealUnitCell, DealPersonCell)
    elif whose.person is not None or (not sees_all and BY_OWNER & actor.reaches):
        grains = (DealPersonCell,)
    else:
        grains = (DealUnitCell, DealPersonCell)
    return next((grain for grain in grains if keys <= set(keys_of(grain))), None)


def _facts_of(grain: Any) -> Facts:
    """A cell counts for the same as each of its deals. A closed deal has the unit of then where it has the owner."""
    names = set(keys_of(grain))
    unit = _or_none(grain, "closed_unit_id") if "closed_unit_id" in names else null()
    path = _or_none(grain, "closed_unit_path") if "closed_unit_path" in names else null()
    owner = _or_none(grain, "closed_owner_id") if "closed_owner_id" in names else unit
    return Facts(grain, unit, path, owner, FACTS.listing)


def _or_none(grain: Any, name: str) -> ColumnElement[Any]:
    column = getattr(grain, name)
    return func.nullif(column, literal(NOTHING[name], column.type), type_=column.type)


def _told_by_cell(grain: Any, names: list[str]) -> list[ColumnElement[Any]]:
    keys = [_or_none(grain, name) if name in NOTHING else getattr(grain, name) for name in names]
    told = zip(names, keys, strict=True)
    return [*(key.label(name) for name, key in told), *(getattr(grain, name).label(name) for name in NUMBERS)]


def _told_by_fact(names: list[str]) -> list[ColumnElement[Any]]:
    keys = [KEYS["month"] if name == "month" else getattr(Deal, name) for name in names]
    stored = [type_coerce(getattr(Deal, name), BigInteger) for name in SUMMED]
    halves = [func.coalesce(half, 0) for one in stored for half in (one // PART, one % PART)]
    added = [func.coalesce(one, 0) for one in ADDED.values()]
    columns = zip((*names, *NUMBERS), (*keys, literal(1), *halves, *added), strict=True)
    return [column.label(name) for name, column in columns]
