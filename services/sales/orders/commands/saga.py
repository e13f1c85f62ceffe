"""Following an order through distribution: each answer is written into the journal once, and moves the order on."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders import queries, rules
from services.sales.orders.commands import telling
from services.sales.orders.model import Order, OrderStep
from services.sales.orders.rules import OrderStatus
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import orders as contract
from shared.visible import get_for_change

UNDOING = frozenset(
    {"reservation_released", "shipment_voided", "invoice_voided", "credit_note_voided", "payment_reversed"}
)
REFUSING = frozenset({"reservation_refused", "release_refused"})


@dataclass(frozen=True)
class Answer:
    """What distribution told. `key` names the fact, so that the same one under another event is not counted again;
    `position` is its place in distribution's log.
    """

    order_id: str
    step: str
    key: str
    position: int
    at: datetime
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return "refused" if self.step in REFUSING else "undone" if self.step in UNDOING else "done"


def hear(session: Session, actor: Actor, answer: Answer) -> None:
    """Write the answer into the journal and let the order follow; what was heard before changes nothing."""
    order = get_for_change(session, Order, actor, answer.order_id)
    journal = queries.journal_of(session, order)
    if any(step.key == answer.key for step in journal):
        return
    step = OrderStep(
        order_id=order.id,
        key=answer.key,
        step=answer.step,
        state=answer.state,
        position=answer.position,
        detail=answer.detail,
        at=answer.at,
    )
    session.add(step)
    before, was = telling.facts(order), order.status
    reason = order.void_reason
    order.follow(rules.fold(order.ordered, [one.fact() for one in (*journal, step)]), answer.step)
    told = telling.told(order, changes(before, telling.facts(order)))
    announce(session, actor, order, _event(order, was, answer, reason, told))


def _event(order: Order, was: str, answer: Answer, reason: str | None, told: dict[str, Any]) -> contract.OrderEvent:
    if was == OrderStatus.VOIDING and order.status == OrderStatus.VOIDED:
        return contract.OrderVoided(**told, reason=reason)
    if was == OrderStatus.VOIDING and order.status != was:
        return contract.OrderVoidRefused(**told, reason=str(answer.detail.get("reason", "")))
    if was != order.status and order.status == OrderStatus.FULFILLED:
        return contract.OrderFulfilled(**told)
    return contract.OrderProgressed(**told)
