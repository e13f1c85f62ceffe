"""Changing invoices. One function, one business decision, one event of the invoice and one of its order."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.credit_notes.queries import worth_returned
from services.distribution.invoices.model import Invoice
from services.distribution.orders.commands import free_invoice, invoice_order, parts_of
from services.distribution.orders.queries import get_order_behind, get_order_for_money
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import invoices as contract
from shared.contracts.distribution.fulfilment import FulfilledLine
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.ids import new_id
from shared.persistence.numbering import next_number
from shared.visible import get_for_change

SERIES = "IV"


def issue_invoice(
    session: Session,
    actor: Actor,
    order_id: str,
    amount: Decimal | None = None,
    lines: Sequence[FulfilledLine] = (),
    **fields: Any,
) -> Invoice:
    """Invoice an amount of an order, or pieces of its lines at their prices: never more than the order is worth, nor
    anything for goods that came back.
    """
    order = get_order_for_money(session, actor, order_id)
    parts = parts_of(lines)
    prices = order.price_of(parts)
    asked = sum(prices.values(), Decimal(0)) if amount is None else amount
    invoice = Invoice(
        number=next_number(session, SERIES, order.org_unit_id),
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        amount=asked,
        currency=order.currency,
        owner_id=order.owner_id,
        org_unit_id=order.org_unit_id,
        created_by=actor.user_id,
        **{"id": new_id()} | fields,
    )
    invoice.write_lines(parts, prices)
    returned = worth_returned(session, order.id)
    invoice_order(session, actor, order, invoice.id, invoice.number, asked, invoice.priced_parts, returned=returned)
    session.add(invoice)
    session.flush()
    announce(session, actor, invoice, contract.InvoiceCreated(**_told(invoice, changes({}, _facts(invoice)))))
    return invoice


def void_invoice(session: Session, actor: Actor, invoice_id: str, reason: str) -> Invoice:
    """Void an invoice; what it asked for may be invoiced again."""
    invoice = get_for_change(session, Invoice, actor, invoice_id)
    before = _facts(invoice)
    invoice.void(reason)
    order = get_order_behind(session, invoice.order_id)
    free_invoice(session, actor, order, invoice.id, invoice.number, invoice.amount, invoice.priced_parts)
    told = _told(invoice, changes(before, _facts(invoice)))
    announce(session, actor, invoice, contract.InvoiceCancelled(**told, reason=reason))
    return invoice


def _facts(invoice: Invoice) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "order_id": invoice.order_id,
        "number": invoice.number,
        "status": str(invoice.status),
        "amount": money_text(invoice.amount),
        "currency": invoice.currency,
        "owner_id": invoice.owner_id,
        "org_unit_id": invoice.org_unit_id,
    }


def _told(invoice: Invoice, changed: Changes) -> dict[str, Any]:
    """What every event about this invoice says."""
    return {"invoice_id": invoice.id, **_facts(invoice), "changes": changed}
