"""Changing orders. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders.commands import telling
from services.sales.orders.commands.entering import ensure_key_free, index, planned_instalments, priced_lines
from services.sales.orders.commands.rising import let_customer_rise
from services.sales.orders.model import Order, OrderStep
from services.sales.orders.rules import OrderStatus
from services.sales.products.queries import unit_costs
from shared.actor import Actor
from shared.announce import announce, announce_fact
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.payload import Payload
from shared.contracts.sales import orders as contract
from shared.contracts.sales.order_costs import OrderCostsKept
from shared.custom_fields import record_custom
from shared.visible import get_for_change


def change_order(
    session: Session, actor: Actor, order_id: str, *, custom: Payload | None = None, **fields: Any
) -> Order:
    order = get_for_change(session, Order, actor, order_id)
    before = telling.facts(order)
    if fields.get("external_id") != order.external_id:
        ensure_key_free(session, fields.get("external_id"))
    lines, instalments = fields.pop("lines", None), fields.pop("instalments", None)
    order.edit(
        None if lines is None else priced_lines(session, lines, order.currency),
        None if instalments is None else planned_instalments(instalments),
        fields,
    )
    session.flush()
    record_custom(session, actor, order, custom)
    _announce(session, actor, order, before, contract.OrderChanged)
    index(session, order)
    return order


def confirm_order(session: Session, actor: Actor, order_id: str) -> Order:
    """Make the order binding. Distribution hears of it and reserves every line or none; its customer may rise by it.
    What its lines cost by now is kept with them, and told to those alone who may know.
    """
    order = get_for_change(session, Order, actor, order_id)
    before = telling.facts(order)
    order.confirm(unit_costs(session, {line.product_id for line in order.lines}, order.currency))
    _announce(session, actor, order, before, contract.OrderConfirmed)
    costs = telling.costs(order)
    if costs:
        kept = OrderCostsKept(order.id, order.currency, costs)
        announce_fact(session, actor, kept, org_unit_id=order.org_unit_id)
    _note(session, order, "confirmed")
    let_customer_rise(session, order)
    return order


def request_reservation(session: Session, actor: Actor, order_id: str) -> Order:
    """Have the goods of an order tried again after they were short."""
    order = get_for_change(session, Order, actor, order_id)
    before = telling.facts(order)
    order.reserve_again()
    _announce(session, actor, order, before, contract.OrderReservationRequested)
    _note(session, order, "reservation_requested")
    return order


def void_order(session: Session, actor: Actor, order_id: str, reason: str) -> Order:
    """Undo an order: a draft at once, a confirmed one when distribution has released what it holds."""
    order = get_for_change(session, Order, actor, order_id)
    before = telling.facts(order)
    order.void(reason)
    if order.status == OrderStatus.VOIDED:
        _announce(session, actor, order, before, contract.OrderVoided, reason=reason)
        _note(session, order, "voided", reason=reason)
    else:
        _announce(session, actor, order, before, contract.OrderVoidRequested, reason=reason)
        _note(session, order, "void_requested", reason=reason)
    return order


def _announce(
    session: Session,
    actor: Actor,
    order: Order,
    before: dict[str, Any],
    event: type[contract.OrderEvent],
    **more: Any,
) -> None:
    changed = changes(before, telling.facts(order))
    announce(session, actor, order, event(**telling.told(order, changed), **more))


def _note(session: Session, order: Order, step: str, **detail: Any) -> None:
    """Each step of our own comes with one version of the order, which tells a second one from the first."""
    key = f"{step}:{order.version}"
    session.add(OrderStep(order_id=order.id, key=key, step=step, state="done", detail=detail, at=now()))
