"""Reading what was sent back of an order: by whoever may see the order."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.sales.order_returns.model import OrderReturn, OrderReturnLine
from services.sales.order_returns.rules import ReturnStatus
from services.sales.orders.queries import Order, get_order
from shared.actor import Actor
from shared.errors import NotFound
from shared.newest import Newest, newest
from shared.persistence.sums import sum_of_money


def list_order_returns(
    session: Session, actor: Actor, order_id: str, limit: int, before: str | None = None
) -> Newest[OrderReturn]:
    """Those that stand and those that were voided. Raises `NotFound` for an order out of sight."""
    order = get_order(session, actor, order_id)
    recorded = select(OrderReturn).where(OrderReturn.order_id == order.id)
    return newest(session, recorded, OrderReturn.id, limit, before)


def get_return_of(session: Session, order: Order, return_id: str) -> OrderReturn:
    """One of the order that the caller was given. Raises `NotFound`."""
    one = select(OrderReturn).where(OrderReturn.id == return_id, OrderReturn.order_id == order.id)
    found = session.scalar(one)
    if found is None:
        raise NotFound(f"There is no return {return_id} of this order.")
    return found


def count_returns(session: Session, order: Order) -> int:
    """How many are recorded of the order that the caller holds."""
    recorded = select(func.count()).select_from(OrderReturn).where(OrderReturn.order_id == order.id)
    return session.scalar(recorded) or 0


def pieces_returned(session: Session, order: Order) -> dict[str, int]:
    """How many pieces of each line of the order, which the caller has, were sent back by returns that stand."""
    lines = select(OrderReturnLine.line_id, func.sum(OrderReturnLine.quantity)).join(
        OrderReturn, OrderReturn.id == OrderReturnLine.return_id
    )
    standing = lines.where(OrderReturn.order_id == order.id, OrderReturn.status == ReturnStatus.RECORDED)
    return {line_id: int(pieces) for line_id, pieces in session.execute(standing.group_by(OrderReturnLine.line_id))}


def amount_returned(session: Session, order: Order) -> Decimal:
    """The price of what was sent back of the order, which the caller has, by returns that stand."""
    standing = select(sum_of_money(OrderReturn.amount)).where(
        OrderReturn.order_id == order.id, OrderReturn.status == ReturnStatus.RECORDED
    )
    return session.scalar(standing) or Decimal(0)


@dataclass(frozen=True)
class Cited:
    """A return by which something is explained."""

    id: str
    number: str


def newest_standing(session: Session, order: Order) -> Cited | None:
    """The return of the order, which the caller has, that was recorded last and stands."""
    standing = select(OrderReturn.id, OrderReturn.number).where(
        OrderReturn.order_id == order.id, OrderReturn.status == ReturnStatus.RECORDED
    )
    found = session.execute(standing.order_by(OrderReturn.id.desc()).limit(1)).first()
    return None if found is None else Cited(*found)
