"""Reading invoices. Every query on behalf of somebody starts from what the actor may see."""

from functools import partial

from sqlalchemy.orm import Session

from services.distribution.invoices.model import Invoice
from services.distribution.orders.queries import get_order
from shared.actor import Actor
from shared.contracts.distribution import invoices as contract
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.timeline import Strand, told
from shared.visible import get_visible, visible

COLUMNS = {
    "id": Invoice.id,
    "number": Invoice.number,
    "order_id": Invoice.order_id,
    "customer_id": Invoice.customer_id,
    "status": Invoice.status,
    "amount": Invoice.amount,
    "due_on": Invoice.due_on,
    "owner_id": Invoice.owner_id,
    "org_unit_id": Invoice.org_unit_id,
    "created_at": Invoice.created_at,
    "updated_at": Invoice.updated_at,
}


def get_invoice(session: Session, actor: Actor, invoice_id: str) -> Invoice:
    return get_visible(session, Invoice, actor, invoice_id)


def list_invoices(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Invoice, actor), Invoice, contract.LISTING, COLUMNS, query)


def list_order_invoices(session: Session, actor: Actor, order_id: str, query: Payload) -> Payload:
    order = get_order(session, actor, order_id)
    rows = visible(Invoice, actor).where(Invoice.order_id == order.id)
    return list_records(session, rows, Invoice, contract.LISTING, COLUMNS, query)


def list_invoice_history(session: Session, actor: Actor, invoice_id: str, after: int) -> Payload:
    return list_history(session, get_invoice(session, actor, invoice_id).id, after=after)


POINTER = Pointer(Invoice)
"""Each names its customer."""

STRAND = Strand(
    timeline.INVOICE,
    Invoice,
    partial(visible, Invoice),
    told("number", "status", "amount", "currency", title="order_number"),
)
"""What a customer's timeline shows of them."""
