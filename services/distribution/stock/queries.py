"""Reading stock. Every query on behalf of somebody starts from what the actor may see."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from services.distribution.stock.model import StockBalance, StockMove
from services.distribution.stock.rules import Lacking as Lacking
from services.distribution.stock.rules import least_short as least_short
from shared.actor import Actor
from shared.contracts.distribution import stock as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

MOVES_SHOWN = 200

COLUMNS = {
    "id": StockBalance.id,
    "warehouse_id": StockBalance.warehouse_id,
    "item_id": StockBalance.item_id,
    "physical": StockBalance.physical,
    "reserved": StockBalance.reserved,
    "available": StockBalance.physical - StockBalance.reserved,
    "org_unit_id": StockBalance.org_unit_id,
    "created_at": StockBalance.created_at,
    "updated_at": StockBalance.updated_at,
}


def get_stock(session: Session, actor: Actor, stock_id: str) -> StockBalance:
    return get_visible(session, StockBalance, actor, stock_id)


def list_stock(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(StockBalance, actor), StockBalance, contract.LISTING, COLUMNS, query)


def list_stock_history(session: Session, actor: Actor, stock_id: str, after: int) -> Payload:
    return list_history(session, get_stock(session, actor, stock_id).id, after=after)


def list_stock_moves(session: Session, actor: Actor, stock_id: str) -> list[StockMove]:
    """The latest moves of one balance, newest first."""
    balance = get_visible(session, StockBalance, actor, stock_id)
    moves = select(StockMove).where(StockMove.stock_id == balance.id)
    return list(session.scalars(moves.order_by(StockMove.moved_at.desc(), StockMove.id.desc()).limit(MOVES_SHOWN)))


def list_broken_invariants(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """The balances in sight that are not the sum of their moves, or are negative: an empty list, always.

    Were it not, the first two hundred are enough to stop the work and look.
    """
    moved = (
        select(
            StockMove.stock_id,
            func.sum(StockMove.physical).label("physical"),
            func.sum(StockMove.reserved).label("reserved"),
        )
        .group_by(StockMove.stock_id)
        .subquery()
    )
    physical, reserved = func.coalesce(moved.c.physical, 0), func.coalesce(moved.c.reserved, 0)
    broken = (
        visible(StockBalance, actor)
        .with_only_columns(
            StockBalance.id.label("stock_id"),
            StockBalance.warehouse_id,
            StockBalance.item_id,
            StockBalance.physical,
            StockBalance.reserved,
            physical.label("moved_physical"),
            reserved.label("moved_reserved"),
        )
        .outerjoin(moved, moved.c.stock_id == StockBalance.id)
        .where(
            or_(
                StockBalance.physical != physical,
                StockBalance.reserved != reserved,
                StockBalance.reserved < 0,
                StockBalance.physical < StockBalance.reserved,
            )
        )
        .order_by(StockBalance.id)
        .limit(MOVES_SHOWN)
    )
    return [dict(row) for row in session.execute(broken).mappings()]


def pieces_in(session: Session, warehouse_id: str) -> int:
    """All pieces of all items that lie in a warehouse the caller has found in sight."""
    lying = select(func.coalesce(func.sum(StockBalance.physical), 0))
    return int(session.scalars(lying.where(StockBalance.warehouse_id == warehouse_id)).one())


def free_pieces(session: Session, warehouse_ids: Sequence[str], item_ids: Collection[str]) -> list[dict[str, int]]:
    """What is free of these items in each of the warehouses, in their order."""
    rows = select(StockBalance.warehouse_id, StockBalance.item_id, StockBalance.physical - StockBalance.reserved)
    lying = rows.where(StockBalance.warehouse_id.in_(warehouse_ids), StockBalance.item_id.in_(item_ids))
    free: dict[str, dict[str, int]] = {warehouse_id: {} for warehouse_id in warehouse_ids}
    for warehouse_id, item_id, count in session.execute(lying):
        free[warehouse_id][item_id] = count
    return [free[warehouse_id] for warehouse_id in warehouse_ids]


def lock_balance(session: Session, warehouse_id: str, item_id: str) -> StockBalance | None:
    """The balance as it is now, locked until the transaction ends."""
    return session.scalar(
        select(StockBalance)
        .where(StockBalance.warehouse_id == warehouse_id, StockBalance.item_id == item_id)
        .with_for_update(of=StockBalance)
        .execution_options(populate_existing=True)
    )


def has_stock_of_item(session: Session, item_id: str) -> bool:
    """Whether these goods have lain anywhere, in sight or not; where is not told."""
    return bool(session.scalar(select(exists().where(StockBalance.item_id == item_id))))


def has_stock_in(session: Session, warehouse_id: str) -> bool:
    """Whether anything has lain in this warehouse."""
    return bool(session.scalar(select(exists().where(StockBalance.warehouse_id == warehouse_id))))
