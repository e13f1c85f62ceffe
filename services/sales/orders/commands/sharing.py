"""Opening an order to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders.commands import telling
from services.sales.orders.model import Order
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import orders as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_order(session: Session, actor: Actor, order_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    order = get_within_reach(session, Order, actor, order_id)
    share = sharing.open_record(session, actor, order, **opened)
    told = telling.told(order, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, order, contract.OrderShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, order_id: str, share_id: str) -> None:
    order = get_within_reach(session, Order, actor, order_id)
    share = sharing.close_record(session, order, share_id)
    told = telling.told(order, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, order, contract.OrderShareRevoked(**told))


def list_shares(session: Session, actor: Actor, order_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Order, actor, order_id))
