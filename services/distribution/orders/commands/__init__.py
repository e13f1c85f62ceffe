"""Carrying out orders. Each function takes one step, or undoes one, and tells sales."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.orders import queries
from services.distribution.orders.model import Order, OrderLine
from services.distribution.stock.commands import Cause, Move, MoveKind, StockShort, move_stock
from services.distribution.warehouses.queries import nearest_warehouse_ids
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import fulfilment
from shared.contracts.distribution.fulfilment import FulfilledLine, ShortLine
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales.orders import OrderConfirmed
from shared.merged_customers import standing_customer

Parts = Mapping[str, int]
"""Pieces by the line of the order."""


def take_order(session: Session, actor: Actor, event: OrderConfirmed) -> None:
    """Reserve every line of a confirmed order or none of it; an order that is known already is left as it is."""
    if queries.is_known(session, event.order_id):
        return
    order = Order(
        id=event.order_id,
        number=event.number,
        customer_id=standing_customer(session, event.customer_id),
        customer_name=event.customer_name,
        owner_id=event.owner_id,
        org_unit_id=event.org_unit_id,
        created_by=actor.user_id,
        currency=event.currency,
        amount=Decimal(event.amount),
        shipping_method=event.shipping_method,
        partial_shipments=event.partial_shipments,
        ship_on=date.fromisoformat(event.ship_on) if event.ship_on else None,
        ship_to=event.ship_to,
        acceptance_demands=event.acceptance_demands,
    )
    order.lines.extend(
        OrderLine(
            line_id=told["line_id"],
            position=position,
            item_id=told["product_id"],
            code=told["code"],
            name=told["name"],
            ordered=told["quantity"],
            amount=Decimal(told["amount"]),
        )
        for position, told in enumerate(event.lines)
    )
    session.add(order)
    session.flush()
    _reserve(session, actor, order)


def try_again_to_reserve(session: Session, actor: Actor, order_id: str) -> None:
    """Reserve an order that still waits for goods; any other is left as it is."""
    order = queries.get_order_behind(session, order_id)
    if order.is_waiting:
        _reserve(session, actor, order)


def release_order(session: Session, actor: Actor, order_id: str) -> None:
    """Give back what is reserved, unless goods have left or money stands against the order; then say why not."""
    order = queries.get_order_behind(session, order_id)
    if order.is_released:
        return
    before = facts(order)
    reason = order.why_not_released()
    if reason is not None:
        announce(session, actor, order, fulfilment.ReleaseRefused(order_id=order.id, reason=reason))
        return
    held = order.reserved_parts
    order.release()
    move_stock(session, actor, Cause("order", order.id), _moves(order, MoveKind.RELEASE, held, 0, -1))
    released = fulfilment.ReservationReleased(order_id=order.id, changes=changes(before, facts(order)))
    announce(session, actor, order, released)


def ship_goods(session: Session, actor: Actor, order: Order, shipment_id: str, number: str, parts: Parts) -> None:
    """Take reserved pieces out of the warehouse; `order` is locked."""
    before = facts(order)
    order.ship(parts)
    move_stock(session, actor, Cause("shipment", shipment_id), _moves(order, MoveKind.OUTBOUND, parts, -1, -1))
    told = fulfilment.GoodsShipped(order.id, shipment_id, number, lines_of(parts), changes(before, facts(order)))
    announce(session, actor, order, told)


def take_goods_back(session: Session, actor: Actor, order: Order, shipment_id: str, number: str, parts: Parts) -> None:
    """Put shipped pieces back into the warehouse, reserved for the order as before; `order` is locked."""
    before = facts(order)
    order.take_back(parts)
    move_stock(session, actor, Cause("shipment", shipment_id), _moves(order, MoveKind.REVERSAL, parts, 1, 1))
    told = fulfilment.ShipmentVoided(order.id, shipment_id, number, lines_of(parts), changes(before, facts(order)))
    announce(session, actor, order, told)


def invoice_order(
    session: Session,
    actor: Actor,
    order: Order,
    invoice_id: str,
    number: str,
    amount: Decimal,
    lines: Iterable[tuple[str, int, Decimal]],
    *,
    returned: Decimal,
) -> None:
    """Count an invoice on the order; `lines` are line, pieces and their price, `returned` is the price of what came
    back. `order` is locked.
    """
    before = facts(order)
    order.invoice(amount, returned)
    for line_id, quantity, price in lines:
        order.line(line_id).invoice(quantity, price)
    changed = changes(before, facts(order))
    told = fulfilment.InvoiceIssued(order.id, invoice_id, number, money_text(amount), order.currency, changed)
    announce(session, actor, order, told)


def free_invoice(
    session: Session,
    actor: Actor,
    order: Order,
    invoice_id: str,
    number: str,
    amount: Decimal,
    lines: Iterable[tuple[str, int, Decimal]],
) -> None:
    """Count a voided invoice no longer, so that its amount and its pieces may be invoiced again.

    Raises `InvoiceIsCredited` where credit notes stand against it.
    """
    before = facts(order)
    order.free_invoiced(amount)
    for line_id, quantity, price in lines:
        order.line(line_id).invoice(-quantity, -price)
    order.ensure_credits_covered()
    changed = changes(before, facts(order))
    announce(session, actor, order, fulfilment.InvoiceVoided(order.id, invoice_id, number, money_text(amount), changed))


def pay_order(session: Session, actor: Actor, order: Order, payment_id: str, amount: Decimal, *, number: str) -> None:
    """Count a payment on the order; `order` is locked."""
    before = facts(order)
    order.pay(amount)
    changed = changes(before, facts(order))
    told = fulfilment.PaymentPosted(order.id, payment_id, money_text(amount), order.currency, changed, number)
    announce(session, actor, order, told)


def free_payment(
    session: Session,
    actor: Actor,
    order: Order,
    payment_id: str,
    amount: Decimal,
    *,
    reversal_id: str,
    reversal_number: str,
) -> None:
    """Count a payment no longer that the reversal takes back."""
    before = facts(order)
    order.free_paid(amount)
    changed = changes(before, facts(order))
    told = fulfilment.PaymentReversed(
        order.id, payment_id, money_text(amount), changed, reversal_id=reversal_id, reversal_number=reversal_number
    )
    announce(session, actor, order, told)


def parts_of(lines: Iterable[FulfilledLine]) -> dict[str, int]:
    """Pieces by line; a line that is named twice counts with both."""
    parts: Counter[str] = Counter()
    for line in lines:
        parts[line["line_id"]] += line["quantity"]
    return dict(parts)


def lines_of(parts: Parts) -> list[FulfilledLine]:
    return [FulfilledLine(line_id=line_id, quantity=quantity) for line_id, quantity in parts.items()]


def _reserve(session: Session, actor: Actor, order: Order) -> None:
    """Reserve all lines in the first of the unit's warehouses that has them; else tell what the best of them lacks."""
    before = facts(order)
    wanted = {line.line_id: line.ordered for line in order.lines}
    tried: dict[str, StockShort] = {}
    for warehouse_id in nearest_warehouse_ids(session, order.org_unit_id):
        order.warehouse_id = warehouse_id
        try:
            move_stock(session, actor, Cause("order", order.id), _moves(order, MoveKind.RESERVE, wanted, 0, 1))
        except StockShort as short:
            tried[warehouse_id] = short
            continue
        order.reserve(warehouse_id)
        told = fulfilment.GoodsReserved(order.id, lines_of(wanted), warehouse_id, changes(before, facts(order)))
        announce(session, actor, order, told)
        return
    order.warehouse_id = None
    best = min(tried, key=lambda warehouse_id: tried[warehouse_id].missing, default=None)
    free = {shortage.item_id: shortage.available for shortage in tried[best].shortages} if best else {}
    announce(session, actor, order, _refused(order, free, best))


def _refused(order: Order, free: Mapping[str, int], warehouse_id: str | None) -> fulfilment.ReservationRefused:
    """All lines are short where there is no warehouse at all."""
    short = [
        ShortLine(line_id=line.line_id, item_id=line.item_id, wanted=line.ordered, available=free.get(line.item_id, 0))
        for line in order.lines
        if warehouse_id is None or line.item_id in free
    ]
    return fulfilment.ReservationRefused(order.id, short, warehouse_id)


def _moves(order: Order, kind: MoveKind, parts: Parts, physical: int, reserved: int) -> list[Move]:
    if order.warehouse_id is None:
        return []
    return [
        Move(
            order.warehouse_id,
            order.line(line_id).item_id,
            kind,
            line_id,
            physical=physical * quantity,
            reserved=reserved * quantity,
        )
        for line_id, quantity in parts.items()
    ]


def facts(order: Order) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "status": str(order.status),
        "warehouse_id": order.warehouse_id,
        "reserved": sum(line.reserved for line in order.lines),
        "shipped": sum(line.shipped for line in order.lines),
        "returned": sum(line.returned for line in order.lines),
        "invoiced": money_text(order.invoiced),
        "credited": money_text(order.credited),
        "paid": money_text(order.paid),
    }
