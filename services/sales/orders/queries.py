"""Reading orders. Every query starts from what the actor may see."""

from functools import partial
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.opportunities.queries import Opportunity
from services.sales.orders import rules
from services.sales.orders.model import Order, OrderStep
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import orders as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.timeline import Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Order, name) for name in contract.LISTING.fields}


def get_order(session: Session, actor: Actor, order_id: str) -> Order:
    return get_visible(session, Order, actor, order_id)


def list_orders(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Order, actor), Order, contract.LISTING, COLUMNS, query)


def list_customer_orders(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight of a customer in sight."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Order, actor).where(Order.customer_id == customer.id)
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


def track_order(session: Session, actor: Actor, order_id: str) -> dict[str, Any]:
    """Where the order stands line by line, in money, and step by step."""
    order = get_order(session, actor, order_id)
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
            "paid": progress.paid,
            "open": order.open_amount,
            "currency": order.currency,
        },
        "steps": journal,
    }


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
