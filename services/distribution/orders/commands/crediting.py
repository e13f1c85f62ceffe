"""Counting what is credited of an order, and what is credited no longer; each tells sales."""

from sqlalchemy.orm import Session

from services.distribution.orders.commands import facts
from services.distribution.orders.model import CreditParts, Order
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import fulfilment
from shared.contracts.events import changes
from shared.contracts.fields import money_text


def credit_order(
    session: Session, actor: Actor, order: Order, credit_note_id: str, number: str, parts: CreditParts
) -> None:
    """Count a credit note on the order, which is locked."""
    before = facts(order)
    amount = order.credit(parts)
    changed = changes(before, facts(order))
    told = fulfilment.CreditNoteCounted(order.id, credit_note_id, number, money_text(amount), order.currency, changed)
    announce(session, actor, order, told)


def uncredit_order(
    session: Session, actor: Actor, order: Order, credit_note_id: str, number: str, parts: CreditParts
) -> None:
    """Count a voided credit note no longer, so that what it credited is owed again."""
    before = facts(order)
    amount = order.uncredit(parts)
    changed = changes(before, facts(order))
    announce(
        session, actor, order, fulfilment.CreditNoteFreed(order.id, credit_note_id, number, money_text(amount), changed)
    )
