"""Reading where an order stands: what was done of it, and what came back."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.order_returns.queries import amount_returned, pieces_returned
from services.sales.orders.queries import get_order, tracked
from shared.actor import Actor


def track_order(session: Session, actor: Actor, order_id: str) -> dict[str, Any]:
    """Where the order stands line by line, in money, and step by step. Raises `NotFound` for one out of sight."""
    order = get_order(session, actor, order_id)
    stands, back = tracked(session, order), pieces_returned(session, order)
    stands["lines"] = [{**line, "returned": back.get(line["line_id"], 0)} for line in stands["lines"]]
    stands["amounts"] = {**stands["amounts"], "returned": amount_returned(session, order)}
    return stands
