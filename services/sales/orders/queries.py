"""Reading orders. Every query starts from what the actor may see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Select, distinct, exists, func, select
from sqlalchemy.orm import Session, aliased

from services.sales.activities.queries import get_activity
from services.sales.customers.queries import get_customer
from services.sales.opportunities.queries import Opportunity
from services.sales.orders import rules
from services.sales.orders.model import Order as Order
from services.sales.orders.model import OrderLine, OrderStep
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import orders as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.persistence.paths import below
from shared.persistence.platform import OrgUnitReplica
from shared.persistence.sums import sum_of_money
from shared.processes import Process, process_of
from shared.timeline import Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Order, name) for name in contract.LISTING.fields}
MOST_COUNTED = 500
"""Orders that what is bought together is counted from."""


def get_order(session: Session, actor: Actor, order_id: str) -> Order:
    return get_visible(session, Order, actor, order_id)


def list_orders(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Order, actor), Order, contract.LISTING, COLUMNS, query)


def list_customer_orders(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight of a customer in sight."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Order, actor).where(Order.customer_id == customer.id)
    return list_records(session, rows, Order, contract.LISTING, COLUMNS, query)


def list_orders_of_call(session: Session, actor: Actor, activity_id: str, query: Payload) -> Payload:
    """Those in sight that were made during a call in sight, or from a quotation of it."""
    call = get_activity(session, actor, activity_id)
    rows = visible(Order, actor).where(Order.call_id == call.id)
    return list_records(session, rows, Order, contract.LISTING, COLUMNS, query)


def list_order_history(session: Session, actor: Actor, order_id: str, after: int) -> Payload:
    return list_history(session, get_order(session, actor, order_id).id, after=after)


def orders_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Order]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Order, actor).where(Order.external_id.in_(external_ids)).order_by(Order.id)
    locked = rows.with_for_update(of=Order).execution_options(populate_existing=True)
    return {str(order.external_id): order for order in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any order bears, in sight or not: each names one record of the whole installation."""
    return {str(key) for key in session.scalars(select(Order.external_id).where(Order.external_id.in_(external_ids)))}


def order_of(session: Session, opportunity: Opportunity) -> str | None:
    """The order that this deal, which the caller has, became and that stands; one for everybody, in sight or not."""
    return session.scalar(select(Order.id).where(Order.stands_for == opportunity.id))


def journal_of(session: Session, order: Order) -> list[OrderStep]:
    """The steps of this order, which the caller has, as they happened."""
    steps = select(OrderStep).where(OrderStep.order_id == order.id)
    return list(session.scalars(steps.order_by(OrderStep.at, OrderStep.position, OrderStep.key)))


def tracked(session: Session, order: Order) -> dict[str, Any]:
    """Where the order, which the caller has, stands line by line, in money, and step by step."""
    journal = journal_of(session, order)
    progress = rules.fold(order.ordered, [step.fact() for step in journal])
    return {
        "order_id": order.id,
        "number": order.number,
        "status": order.status,
        "fulfilment": progress.fulfilment,
        "lines": [
            {
                "line_id": line.id,
                "product": {"id": line.product_id, "code": line.code, "name": line.name},
                "ordered": line.quantity,
                "reserved": progress.reserved[line.id],
                "shipped": progress.shipped[line.id],
            }
            for line in order.lines
        ],
        "amounts": {
            "ordered": order.amount,
            "invoiced": progress.invoiced,
            "credited": progress.credited,
            "paid": progress.paid,
            "open": order.open_amount,
            "currency": order.currency,
        },
        "steps": journal,
    }


def confirmed_amount(session: Session, order: Order) -> Decimal:
    """What the customer of this order, which the caller has, was confirmed in its currency and not voided since, all
    sellers together; only the sum is read.
    """
    theirs = select(sum_of_money(Order.amount)).where(Order.customer_id == order.customer_id)
    standing = theirs.where(Order.currency == order.currency, Order.status.in_(rules.STANDING))
    return session.scalar(standing) or rules.NOTHING


def products_ordered(session: Session, actor: Actor, customer_id: str, most: int) -> set[str]:
    """The products in the latest of those orders of a customer that are in sight and stand, that many at most."""
    theirs = visible(Order, actor).where(Order.customer_id == customer_id)
    latest = _latest_standing(theirs, most).subquery()
    lines = select(OrderLine.product_id).join(latest, latest.c.id == OrderLine.order_id)
    return set(session.scalars(lines.distinct().order_by(OrderLine.product_id).limit(most)))


@dataclass(frozen=True)
class Together:
    """How many orders have a product together with another one."""

    product_id: str
    with_id: str
    orders: int


def bought_together(session: Session, actor: Actor, product_ids: Collection[str], most: int) -> list[Together]:
    """What else is in the latest orders in sight that stand and have one of these products, the most frequent first."""
    has_one = exists().where(OrderLine.order_id == Order.id, OrderLine.product_id.in_(product_ids))
    orders = visible(Order, actor).where(has_one)
    latest = _latest_standing(orders, MOST_COUNTED).subquery()
    one, other, count = aliased(OrderLine), aliased(OrderLine), func.count(distinct(latest.c.id))
    counted = (
        select(other.product_id, one.product_id, count)
        .join(latest, latest.c.id == other.order_id)
        .join(one, one.order_id == latest.c.id)
        .where(one.product_id.in_(product_ids), other.product_id.not_in(product_ids))
        .group_by(other.product_id, one.product_id)
    )
    frequent = counted.order_by(count.desc(), other.product_id, one.product_id).limit(most)
    return [Together(*row) for row in session.execute(frequent)]


def _latest_standing(orders: Select[Order], most: int) -> Select[str]:
    """The ids of those orders that count for their customers, those that changed last first."""
    named = orders.with_only_columns(Order.id, maintain_column_froms=True).where(Order.status.in_(rules.STANDING))
    return named.order_by(Order.updated_at.desc(), Order.id.desc()).limit(most)


@dataclass(frozen=True)
class Sold:
    """What orders come to, before tax, and how many they are."""

    amount: Decimal
    orders: int


def sold_in_period(
    session: Session,
    actor: Actor,
    first: date,
    last: date,
    currency: str,
    *,
    product_id: str | None = None,
    seller_id: str | None = None,
    unit_id: str | None = None,
) -> Sold:
    """What the orders in sight that were confirmed on these days and stand come to in this currency: of one product, of
    one seller, of one unit with those below it, where these are named.
    """
    begin, end = datetime.combine(first, time.min, UTC), datetime.combine(last, time.max, UTC)
    rows = visible(Order, actor).where(Order.confirmed_at.between(begin, end), Order.status.in_(rules.STANDING))
    rows, worth = rows.where(Order.currency == currency), Order.amount
    if seller_id is not None:
        rows = rows.where(Order.owner_id == seller_id)
    if unit_id is not None:
        top = session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == unit_id)) or ""
        rows = rows.where(Order.org_unit_id.in_(select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, top))))
    if product_id is not None:
        rows = rows.join(OrderLine, OrderLine.order_id == Order.id).where(OrderLine.product_id == product_id)
        worth = OrderLine.amount
    counted = func.count(distinct(Order.id))
    summed = rows.with_only_columns(sum_of_money(worth), counted, maintain_column_froms=True)
    amount, orders = session.execute(summed).one()
    return Sold(amount or rules.NOTHING, orders)


def pieces_shipped(session: Session, order: Order) -> dict[str, int]:
    """How many pieces of each line of this order, which the caller has, left and did not come back by a void."""
    return dict(rules.fold(order.ordered, [step.fact() for step in journal_of(session, order)]).shipped)


def worth_of_pieces(order: Order, pieces: Mapping[str, int]) -> Decimal:
    """What these pieces of an order's lines cost, before tax; of each line no more than was ordered."""
    return rules.worth_shipped((line.amount, line.quantity, pieces.get(line.id, 0)) for line in order.lines)


def order_process() -> Process:
    return process_of("orders", rules.OrderStatus, rules.TRANSITIONS, rules.steps_told())


def has_orders(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Order.customer_id == customer_id))))


def has_orders_of_deal(session: Session, opportunity_id: str) -> bool:
    """Whether any come from this deal, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Order.opportunity_id == opportunity_id))))


POINTER = Pointer(Order)
"""Each names its customer."""

STRAND = Strand(
    timeline.ORDER,
    Order,
    partial(visible, Order),
    told("number", "status", "amount", "currency"),
)
"""What a customer's timeline shows of them."""
