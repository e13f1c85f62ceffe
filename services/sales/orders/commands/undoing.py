"""Taking back what a job did to orders."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders import commands
from services.sales.orders.commands import entering, telling
from services.sales.orders.model import Order
from services.sales.orders.rules import OrderStatus
from shared.actor import Actor
from shared.contracts.sales import orders as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_no_step, ensure_still, undo_records

_REASON = "The job that had entered it was taken back."


def _ensure_restorable(order: Order, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "status", "fulfilment")


def _ensure_removable(session: Session, order: Order) -> None:
    ensure_still(order.status == OrderStatus.DRAFT, "a draft")


def _withdraw(session: Session, actor: Actor, order: Order) -> Any:
    """Its number is given out, so it is voided, not removed; its key is free for another load."""
    if order.external_id is not None:
        commands.change_order(session, actor, order.id, external_id=None)
    return commands.void_order(session, actor, order.id, _REASON)


_ORDERS = Undoing(
    noun=entering.NOUN,
    model=Order,
    put_back=lambda session, order, fields: order.edit(None, None, fields),
    facts=telling.facts,
    changed=lambda order, diff: contract.OrderChanged(**telling.told(order, diff)),
    words=entering.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
    withdraw=_withdraw,
)


def undo_orders(session: Session, actor: Actor, job_id: str, order_ids: Sequence[str]) -> list[RowResult]:
    """One result an order; a draft that the job entered is voided, anything further stays as it is."""
    return undo_records(session, actor, job_id, order_ids, _ORDERS)
