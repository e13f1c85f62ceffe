"""Taking back what a job did to orders."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders import commands
from services.sales.orders.commands import entering, telling
from services.sales.orders.model import Order, OrderLine
from services.sales.orders.rules import OrderStatus
from shared.actor import Actor
from shared.contracts.sales import orders as contract
from shared.importing import RowResult
from shared.persistence.platform import StoredEvent
from shared.undoing import (
    Undoing,
    changed_by,
    ensure_no_step,
    ensure_still,
    told_earlier,
    undo_records,
)

_REASON = "The job that had entered it was taken back."


def _ensure_restorable(order: Order, fields: dict[str, Any]) -> None:
    ensure_no_step(fields, "status", "fulfilment")


def _lines_before(steps: Sequence[StoredEvent], earlier: StoredEvent | None) -> dict[str, Any]:
    """The history has lines as people read them; the event before told them whole."""
    return {"lines": told_earlier(earlier, "lines")} if changed_by(steps, "lines") else {}


def _put_back(session: Session, order: Order, fields: dict[str, Any]) -> None:
    lines, instalments = fields.pop("lines", None), fields.pop("instalments", None)
    order.edit(
        None if lines is None else [_line(place, told) for place, told in enumerate(lines, start=1)],
        None if instalments is None else [telling.instalment(said) for said in instalments],
        {name: value for name, value in fields.items() if name != "amount"},
    )


def _line(position: int, told: dict[str, Any]) -> OrderLine:
    """The very line that an event told, its id included."""
    money = {name: Decimal(told[name]) for name in ("unit_price", "amount", "discount_percent", "tax")}
    plain = {name: told[name] for name in ("product_id", "code", "name", "quantity")}
    built = {"configuration_id": told.get("configuration_id")}
    return OrderLine(id=told["line_id"], position=position, **plain, **money, **built)


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
    parts=frozenset({"lines", "instalments"}),
    recall=_lines_before,
    put_back=_put_back,
    facts=telling.facts,
    changed=lambda order, diff: contract.OrderChanged(**telling.told(order, diff)),
    words=entering.found_by,
    ensure_restorable=_ensure_restorable,
    ensure_removable=_ensure_removable,
    withdraw=_withdraw,
)


def undo_orders(session: Session, actor: Actor, job_id: str, order_ids: Sequence[str]) -> list[RowResult]:
    """One result an order; a draft that the job entered is voided, one that it changed has its lines and instalments
    again, anything further stays as it is.
    """
    return undo_records(session, actor, job_id, order_ids, _ORDERS)
