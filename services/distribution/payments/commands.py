"""Changing payments. One function, one business decision, one event of each payment and one of its order."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.orders.commands import free_payment, pay_order
from services.distribution.orders.queries import get_order_behind, get_order_for_money
from services.distribution.payments import queries
from services.distribution.payments.model import Payment
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.distribution import payments as contract
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.ids import new_id
from shared.persistence.numbering import next_number
from shared.visible import get_for_change

SERIES = "PM"


def post_payment(
    session: Session,
    actor: Actor,
    order_id: str,
    amount: Decimal,
    method: str,
    reference: str | None = None,
    **fields: Any,
) -> Payment:
    """Take money for an order, never more than it is worth; the same bank reference again gives the same payment."""
    order = get_order_for_money(session, actor, order_id)
    earlier = queries.find_by_reference(session, reference)
    if earlier is not None:
        earlier.ensure_same(order.id, amount, method)
        return earlier
    payment = Payment(
        number=next_number(session, SERIES, order.org_unit_id),
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        amount=amount,
        currency=order.currency,
        method=method,
        reference=reference,
        owner_id=order.owner_id,
        org_unit_id=order.org_unit_id,
        created_by=actor.user_id,
        **{"id": new_id(), "paid_on": today()} | fields,
    )
    pay_order(session, actor, order, payment.id, amount, number=payment.number)
    _record(session, actor, payment)
    return payment


def reverse_payment(session: Session, actor: Actor, payment_id: str, reason: str) -> Payment:
    """Take a payment back by a second one of the opposite amount; both stay listed. Returns the reversal."""
    payment = get_for_change(session, Payment, actor, payment_id)
    before = _facts(payment)
    payment.reverse(reason)
    order = get_order_behind(session, payment.order_id)
    number = next_number(session, SERIES, payment.org_unit_id)
    reversal = payment.opposite(new_id(), number, actor.user_id, today())
    free_payment(
        session, actor, order, payment.id, payment.amount, reversal_id=reversal.id, reversal_number=reversal.number
    )
    told = _told(payment, changes(before, _facts(payment)))
    announce(session, actor, payment, contract.PaymentTakenBack(**told, reason=reason))
    _record(session, actor, reversal)
    return reversal


def _record(session: Session, actor: Actor, payment: Payment) -> None:
    session.add(payment)
    session.flush()
    announce(session, actor, payment, contract.PaymentCreated(**_told(payment, changes({}, _facts(payment)))))


def _facts(payment: Payment) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "order_id": payment.order_id,
        "number": payment.number,
        "status": str(payment.status),
        "amount": money_text(payment.amount),
        "currency": payment.currency,
        "method": payment.method,
        "reference": payment.reference,
        "reverses_id": payment.reverses_id,
        "owner_id": payment.owner_id,
        "org_unit_id": payment.org_unit_id,
    }


def _told(payment: Payment, changed: Changes) -> dict[str, Any]:
    """What every event about this payment says."""
    return {"payment_id": payment.id, **_facts(payment), "changes": changed}
