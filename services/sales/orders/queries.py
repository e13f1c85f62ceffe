"""Reading orders. Every query starts from what the actor may see."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.sales.opportunities.queries import Opportunity
from services.sales.orders import rules
from services.sales.orders.model import Order, OrderStep
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import orders as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Order, name) for name in contract.LISTING.fields}


def get_order(session: Session, actor: Actor, order_id: str) -> Order:
    return get_visible(session, Order, actor, order_id)


def list_orders(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Order, actor), Order, contract.LISTING, COLUMNS, query)


def list_order_history(session: Session, actor: Actor, order_id: str, after: int) -> Payload:
    return list_history(session, get_order(session, actor, order_id).id, after=after)


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
