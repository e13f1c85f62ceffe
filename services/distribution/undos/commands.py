"""Taking jobs back where several nouns must be looked at."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.distribution.inbound_documents import queries as inbound
from services.distribution.items.commands.undoing import undo_items
from services.distribution.orders import queries as orders
from services.distribution.outbound_documents import queries as outbound
from services.distribution.stock import queries as stock
from services.distribution.undos import rules
from services.distribution.warehouses.commands.undoing import undo_warehouses
from shared.actor import Actor
from shared.importing import RowResult

_TIES_OF_ITEMS = {
    "inbound documents": inbound.has_documents_of_item,
    "outbound documents": outbound.has_documents_of_item,
    "stock": stock.has_stock_of_item,
}
_TIES_OF_WAREHOUSES = {
    "inbound documents": inbound.has_documents_of_warehouse,
    "orders": orders.has_orders_of_warehouse,
    "outbound documents": outbound.has_documents_of_warehouse,
    "stock": stock.has_stock_in,
}


def undo_unused_items(session: Session, actor: Actor, job_id: str, item_ids: Sequence[str]) -> list[RowResult]:
    """As for any noun, but goods that are known to the ledger or a document stay."""
    return undo_items(session, actor, job_id, item_ids, _ensure_item_unused)


def undo_unused_warehouses(
    session: Session, actor: Actor, job_id: str, warehouse_ids: Sequence[str]
) -> list[RowResult]:
    """As for any noun, but a warehouse that the ledger or a document knows stays."""
    return undo_warehouses(session, actor, job_id, warehouse_ids, _ensure_warehouse_unused)


def _ensure_item_unused(session: Session, item_id: str) -> None:
    rules.ensure_item_unused([tie for tie, has_some in _TIES_OF_ITEMS.items() if has_some(session, item_id)])


def _ensure_warehouse_unused(session: Session, warehouse_id: str) -> None:
    ties = [tie for tie, has_some in _TIES_OF_WAREHOUSES.items() if has_some(session, warehouse_id)]
    rules.ensure_warehouse_unused(ties)
