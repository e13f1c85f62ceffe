"""Counting goods that come back of an order, and those that never did; each tells sales."""

from sqlalchemy.orm import Session

from services.distribution.orders.commands import Parts, facts, lines_of
from services.distribution.orders.model import Order
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import fulfilment
from shared.contracts.events import changes


def count_goods_back(session: Session, actor: Actor, order: Order, return_id: str, number: str, parts: Parts) -> None:
    """Count shipped pieces as received back; `order` is locked, and whoever received them moves the stock."""
    if parts:
        before = facts(order)
        order.come_back(parts)
        told = fulfilment.GoodsReturned(order.id, return_id, number, lines_of(parts), changes(before, facts(order)))
        announce(session, actor, order, told)


def count_goods_back_no_longer(
    session: Session, actor: Actor, order: Order, return_id: str, number: str, parts: Parts
) -> None:
    """Undo `count_goods_back` for a return that never was."""
    if parts:
        before = facts(order)
        order.come_back({line_id: -quantity for line_id, quantity in parts.items()})
        changed = changes(before, facts(order))
        told = fulfilment.GoodsReturnReversed(order.id, return_id, number, lines_of(parts), changed)
        announce(session, actor, order, told)
