"""Reading payments. Every query on behalf of somebody starts from what the actor may see."""

from functools import partial

from sqlalchemy.orm import Session

from services.distribution.orders.queries import get_order
from services.distribution.payments.model import Payment
from shared.actor import Actor, system_actor
from shared.contracts.distribution import payments as contract
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.showing import show_visible
from shared.timeline import Strand, told
from shared.visible import get_visible, visible

COLUMNS = {
    "id": Payment.id,
    "number": Payment.number,
    "order_id": Payment.order_id,
    "customer_id": Payment.customer_id,
    "status": Payment.status,
    "amount": Payment.amount,
    "method": Payment.method,
    "reference": Payment.reference,
    "paid_on": Payment.paid_on,
    "owner_id": Payment.owner_id,
    "org_unit_id": Payment.org_unit_id,
    "created_at": Payment.created_at,
    "updated_at": Payment.updated_at,
}


def show_payment(database: Database, actor: Actor, payment_id: str) -> Payload:
    return show_visible(database, Payment, contract.PaymentView, actor, payment_id)


def get_payment(session: Session, actor: Actor, payment_id: str) -> Payment:
    return get_visible(session, Payment, actor, payment_id)


def list_payments(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Payment, actor), Payment, contract.LISTING, COLUMNS, query)


def list_order_payments(session: Session, actor: Actor, order_id: str, query: Payload) -> Payload:
    order = get_order(session, actor, order_id)
    rows = visible(Payment, actor).where(Payment.order_id == order.id)
    return list_records(session, rows, Payment, contract.LISTING, COLUMNS, query)


def list_payment_history(session: Session, actor: Actor, payment_id: str, after: int) -> Payload:
    return list_history(session, get_payment(session, actor, payment_id).id, after=after)


def find_by_reference(session: Session, reference: str | None) -> Payment | None:
    """The payment that bears this bank reference, in whoever's sight: the bank's references are the company's."""
    if reference is None:
        return None
    return session.scalar(visible(Payment, system_actor("distribution")).where(Payment.reference == reference))


POINTER = Pointer(Payment)
"""Each names its customer."""

STRAND = Strand(
    timeline.PAYMENT,
    Payment,
    partial(visible, Payment),
    told("number", "status", "amount", "currency", title="order_number"),
)
"""What a customer's timeline shows of them."""
