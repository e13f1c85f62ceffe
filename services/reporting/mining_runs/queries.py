"""Reading mining runs, and counting what they count. A run is its owner's alone, whatever anybody's reach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Row, Select, cast, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from services.reporting.customers.queries import CustomerFact
from services.reporting.mining_runs import rules
from services.reporting.mining_runs.model import (
    MiningCustomer,
    MiningOrder,
    MiningPair,
    MiningRun,
    MiningSegment,
)
from services.reporting.mining_runs.rules import Bought, MiningState
from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, ordered_within
from services.reporting.parts.queries import Part, in_part
from services.reporting.questions.queries.patience import rows_within
from shared.actor import Actor, Reach
from shared.clock import now
from shared.contracts.payload import Payload
from shared.contracts.reporting import mining_runs as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.types import Id
from shared.visible import get_visible, visible

AT_ONCE = 100
COLUMNS = {name: getattr(MiningRun, name) for name in contract.LISTING.fields}


@dataclass(frozen=True)
class PairCount:
    """Two products, the orders with each of them and those with both, of all orders with products."""

    first_id: str
    first_name: str
    first_orders: int
    second_id: str
    second_name: str
    second_orders: int
    orders: int
    of_orders: int


def alone(actor: Actor) -> Actor:
    """The same person, seeing of the runs their own."""
    return replace(actor, reaches=frozenset({Reach.OWN}), sight=frozenset({Reach.OWN}), opened=())


def get_mining_run(session: Session, actor: Actor, mining_run_id: str) -> MiningRun:
    return get_visible(session, MiningRun, alone(actor), mining_run_id)


def list_mining_runs(session: Session, actor: Actor, query: Payload) -> Payload:
    rows = visible(MiningRun, alone(actor))
    return list_records(session, rows, MiningRun, contract.LISTING, COLUMNS, query)


def list_mining_run_history(session: Session, actor: Actor, mining_run_id: str, after: int) -> Payload:
    return list_history(session, get_mining_run(session, actor, mining_run_id).id, after=after)


def count_waiting(session: Session, actor: Actor) -> int:
    """How many of the caller's runs have not ended."""
    rows = visible(MiningRun, alone(actor)).where(MiningRun.state.in_(rules.UNDER_WAY))
    counted = rows.with_only_columns(func.count(MiningRun.id), maintain_column_froms=True)
    return session.scalar(counted) or 0


def list_results(session: Session, actor: Actor, mining_run_id: str, *, cursor: int, limit: int) -> dict[str, Any]:
    """The segments or the pairs beyond a place, as they were counted. Raises what `_ready` raises."""
    run = _ready(session, actor, mining_run_id)
    kept: type[MiningSegment] | type[MiningPair] = MiningSegment if is_segmentation(run) else MiningPair
    rows = select(kept).where(kept.run_id == run.id, kept.place > cursor).order_by(kept.place)
    name = "segment" if is_segmentation(run) else "pair"
    page = _page(run, session.scalars(rows.limit(limit + 1)).all(), limit)
    page["data"] = [{"place": one.place, "segment": None, "pair": None, name: one} for one in page["data"]]
    return page


def list_segmented_customers(
    session: Session, actor: Actor, mining_run_id: str, *, segment: str | None = None, cursor: int, limit: int
) -> dict[str, Any]:
    """The customers of a segment, or of all, beyond a place, the best first. Raises what `_ready` raises, and
    `MiningRunHasNoCustomers`.
    """
    run = _ready(session, actor, mining_run_id)
    rules.ensure_segments(is_segmentation(run))
    rows = select(MiningCustomer).where(MiningCustomer.run_id == run.id, MiningCustomer.place > cursor)
    if segment is not None:
        rows = rows.where(MiningCustomer.segment == segment)
    found = session.scalars(rows.order_by(MiningCustomer.place).limit(limit + 1)).all()
    return _page(run, found, limit)


def _ready(session: Session, actor: Actor, mining_run_id: str) -> MiningRun:
    """The caller's own run, with results that they may see. Raises `NotFound`, `MiningRunIsNotReady`,
    `MiningRunHasFailed`, `MiningRunIsExpired` or `MiningRunIsOutdated`.
    """
    run = get_mining_run(session, actor, mining_run_id)
    rules.ensure_results(run.state, over=run.is_over(now()))
    rules.ensure_in_sight(is_all_in_sight(session, actor, run))
    return run


def is_all_in_sight(session: Session, actor: Actor, run: MiningRun) -> bool:
    """Whether the caller still sees every order that the run counted, and of a segmentation every customer."""
    if Reach.ALL in actor.reaches:
        return True
    order = visible(OrderFact, actor).where(OrderFact.id == MiningOrder.order_id)
    hidden = ~_exists(order, OrderFact)
    if is_segmentation(run):
        customer = visible(CustomerFact, actor).where(CustomerFact.id == MiningOrder.customer_id)
        hidden = or_(hidden, ~_exists(customer, CustomerFact))
    return session.scalar(select(literal(1)).where(MiningOrder.run_id == run.id, hidden).limit(1)) is None


def _exists(rows: Select[Any], model: Any) -> ColumnElement[bool]:
    return exists(rows.with_only_columns(model.id, maintain_column_froms=True).correlate(MiningOrder))


def is_segmentation(run: MiningRun) -> bool:
    return run.kind == contract.SEGMENTS


def _page(run: MiningRun, found: Sequence[Any], limit: int) -> dict[str, Any]:
    page = found[:limit]
    after = str(page[-1].place) if len(found) > limit else None
    return {"as_of": run.as_of, "data": list(page), "next": after, "prev": None}


def part_asked(run: MiningRun) -> Part:
    return Part(
        since=run.since,
        until=run.until,
        org_unit=run.asked_unit_id,
        include_children=run.include_children,
        currency=run.currency,
    )


def orders_to_count(session: Session, actor: Actor, run: MiningRun) -> Select[Any]:
    """The confirmed orders in sight that the run is about, as rows of `mining_orders`; of a segmentation those of
    customers in sight. Raises `NotFound` for a unit out of sight.
    """
    part = part_asked(run)
    rows = ordered_within(in_part(session, actor, FACTS, part), part)
    if is_segmentation(run):
        customers = visible(CustomerFact, actor).with_only_columns(CustomerFact.id, maintain_column_froms=True)
        rows = rows.where(OrderFact.customer_id.in_(customers))
    told: Any = (literal(run.id, Id), OrderFact.id, OrderFact.customer_id, OrderFact.ordered_on, OrderFact.amount)
    return rows.with_only_columns(*told, maintain_column_froms=True)


def bought_by_customers(session: Session, actor: Actor, run_id: str) -> list[Bought]:
    """What each customer in sight ordered, of the orders that the run collected."""
    rows = visible(CustomerFact, actor).join(MiningOrder, MiningOrder.customer_id == CustomerFact.id)
    each: Any = (CustomerFact.id, CustomerFact.name)
    orders = (func.max(MiningOrder.ordered_on), func.count(MiningOrder.order_id), func.sum(MiningOrder.amount))
    told = rows.where(MiningOrder.run_id == run_id).with_only_columns(*each, *orders, maintain_column_froms=True)
    found: Any = rows_within(session, told.group_by(*each), rules.SECONDS_A_STATEMENT)
    return [Bought(*row) for row in found]


def pairs_in_orders(session: Session, run_id: str, min_support: Decimal, min_confidence: Decimal) -> list[PairCount]:
    """The pairs of products in the orders that the run collected, those with the highest lift first. Raises
    `RunIsTooLarge` where the orders have more pairs than can be counted.
    """
    lines = _lines(run_id).subquery("lines")
    of_orders = _number(session, select(func.count(lines.c.order_id.distinct())))
    least = rules.least_orders(min_support, of_orders)
    basket, products = _basket(run_id, least)
    each = select(func.count().label("size")).select_from(basket).group_by(basket.c.order_id).subquery("sizes")
    rules.ensure_not_too_broad(_number(session, select(func.sum(each.c.size * (each.c.size - 1)) / 2)))
    pairs = _pairs(basket, products, least, min_confidence)
    found: Any = rows_within(session, pairs.limit(rules.MOST_PAIRS), rules.SECONDS_A_STATEMENT)
    return [PairCount(**row._mapping, of_orders=of_orders) for row in found]


def _lines(run_id: str) -> Select[Any]:
    """The products of the orders that were collected in sight of the owner of the run."""
    told: Any = (OrderLineFact.order_id, OrderLineFact.product_id, OrderLineFact.name)
    return (
        select(*told)
        .join(MiningOrder, MiningOrder.order_id == OrderLineFact.order_id)
        .where(MiningOrder.run_id == run_id)
    )


def _basket(run_id: str, least: int) -> tuple[CTE, CTE]:
    """Each order with each of its products once, of those products that stand in enough orders; and these, with how
    many orders. A pair is in no more orders than each of its products.
    """
    lines = _lines(run_id).cte("lines")
    orders = func.count(lines.c.order_id.distinct())
    counted = select(lines.c.product_id, func.max(lines.c.name).label("name"), orders.label("orders"))
    products = counted.group_by(lines.c.product_id).having(orders >= least).cte("products")
    held = select(lines.c.order_id, lines.c.product_id).join(products, products.c.product_id == lines.c.product_id)
    return held.distinct().cte("basket"), products


def _pairs(basket: CTE, products: CTE, least: int, min_confidence: Decimal) -> Select[Any]:
    """Confidence is asked of the rarer product, of which it is the higher; in whole numbers, so that it is exact."""
    other = basket.alias("other")
    together = func.count().label("orders")
    joined = select(basket.c.product_id.label("first_id"), other.c.product_id.label("second_id"), together).join_from(
        basket, other, (basket.c.order_id == other.c.order_id) & (basket.c.product_id < other.c.product_id)
    )
    pairs = joined.group_by(basket.c.product_id, other.c.product_id).having(together >= least).cte("pairs")
    first, second = aliased(products, name="first"), aliased(products, name="second")
    scale = 10**contract.RATE_PLACES
    asked = int(min_confidence * scale)
    confident = or_(*(pairs.c.orders * scale >= asked * one.c.orders for one in (first, second)), false())
    lift = cast(pairs.c.orders, Float) / cast(first.c.orders * second.c.orders, Float)
    return (
        select(
            pairs.c.first_id,
            first.c.name.label("first_name"),
            first.c.orders.label("first_orders"),
            pairs.c.second_id,
            second.c.name.label("second_name"),
            second.c.orders.label("second_orders"),
            pairs.c.orders,
        )
        .join_from(pairs, first, first.c.product_id == pairs.c.first_id)
        .join(second, second.c.product_id == pairs.c.second_id)
        .where(confident)
        .order_by(lift.desc(), pairs.c.orders.desc(), pairs.c.first_id, pairs.c.second_id)
    )


def _number(session: Session, statement: Select[Any]) -> int:
    rows: Sequence[Row[Any]] = rows_within(session, statement, rules.SECONDS_A_STATEMENT)
    return int(rows[0][0] or 0)


def lock_run(session: Session, run_id: str) -> MiningRun | None:
    """For the process at work on it, which acts for its owner."""
    wanted = select(MiningRun).where(MiningRun.id == run_id).with_for_update(of=MiningRun)
    return session.scalar(wanted.execution_options(populate_existing=True))


def standing_still(session: Session, moment: datetime) -> Sequence[str]:
    """The runs that should be at work and that no process holds, the oldest first."""
    free = or_(MiningRun.lease_until.is_(None), MiningRun.lease_until < moment)
    waiting = select(MiningRun.id).where(MiningRun.state.in_(rules.UNDER_WAY), free)
    return session.scalars(waiting.order_by(MiningRun.created_at, MiningRun.id).limit(AT_ONCE)).all()


def expired(session: Session, moment: datetime) -> Sequence[str]:
    over = select(MiningRun.id).where(MiningRun.state == MiningState.FINISHED, MiningRun.expires_at <= moment)
    return session.scalars(over.order_by(MiningRun.expires_at).limit(AT_ONCE)).all()
