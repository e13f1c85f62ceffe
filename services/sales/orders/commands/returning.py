"""What the returns of an order need of it: that it is held while they are counted, and tells of them."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders.commands import telling
from services.sales.orders.model import Order, OrderStep
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.sales import order_returns as contract
from shared.visible import get_for_change


def hold_standing_order(session: Session, actor: Actor, order_id: str) -> Order:
    """The order, where the caller's right reaches it, held until the transaction ends.

    Raises `OrderCannotDoThis` for one that is not confirmed, or voided since.
    """
    order = get_for_change(session, Order, actor, order_id)
    order.take_goods_back()
    return order


def hold_order(session: Session, actor: Actor, order_id: str) -> Order:
    """The order in whatever state, held until the transaction ends: for what counts all that became of it."""
    return get_for_change(session, Order, actor, order_id)


def tell_of_return(
    session: Session,
    actor: Actor,
    order: Order,
    event: type[contract.OrderReturnEvent],
    facts: dict[str, Any],
    said: dict[str, Any],
) -> None:
    """Announce it, in the history and in the journal of the order; `facts` are what the history says."""
    announce(session, actor, order, event(**telling.told(order, changes({}, facts)), **said))
    step = event.type.rsplit(".", 1)[-1]
    session.add(
        OrderStep(
            order_id=order.id,
            key=f"{step}:{said['return_id']}",
            step=step,
            state="undone" if event is contract.OrderReturnVoided else "done",
            detail={name: said[name] for name in ("return_number", "return_reason", "returned_amount")},
            at=now(),
        )
    )
