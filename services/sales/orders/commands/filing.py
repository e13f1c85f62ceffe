"""Files of orders: who may have them, and what is said of them in the history."""

from sqlalchemy.orm import Session

from services.sales.orders.commands import telling
from services.sales.orders.model import Order
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import orders as contract
from shared.visible import get_for_change, get_visible


def see_order(session: Session, actor: Actor, order_id: str) -> str:
    """The id, where the caller may see it."""
    return get_visible(session, Order, actor, order_id).id


def hold_order(session: Session, actor: Actor, order_id: str) -> str:
    """The id, where the caller may edit it, held until the transaction ends. Papers come after the order is binding,
    so its state does not matter.
    """
    return get_for_change(session, Order, actor, order_id).id


def tell_of_file(session: Session, actor: Actor, order_id: str, file_id: str, name: str, *, attached: bool) -> None:
    order = get_for_change(session, Order, actor, order_id)
    there, gone = {"file": name}, {"file": None}
    diff = changes(gone, there) if attached else changes(there, gone)
    event = contract.OrderFileAttached if attached else contract.OrderFileRemoved
    announce(session, actor, order, event(**telling.told(order, diff), file_id=file_id))
