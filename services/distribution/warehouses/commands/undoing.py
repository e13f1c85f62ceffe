"""Taking back what a job did to warehouses."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.stock import queries as stock
from services.distribution.warehouses import commands, rules
from services.distribution.warehouses.model import Warehouse
from services.distribution.warehouses.rules import WarehouseStatus
from shared.actor import Actor
from shared.contracts.distribution import warehouses as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records


def _put_back(session: Session, warehouse: Warehouse, fields: dict[str, Any]) -> None:
    """One that is to be closed again must be as empty as one that is closed by hand."""
    if fields.get("status") == WarehouseStatus.CLOSED:
        rules.ensure_empty(stock.pieces_in(session, warehouse.id))
    warehouse.put_back(fields)


_WAREHOUSES = Undoing(
    noun=commands.NOUN,
    model=Warehouse,
    put_back=_put_back,
    facts=commands.facts_of,
    changed=lambda warehouse, diff: contract.WarehouseChanged(**commands.told_of(warehouse, diff)),
    removed=lambda warehouse, diff: contract.WarehouseRemoved(**commands.told_of(warehouse, diff)),
    words=lambda warehouse: (warehouse.code, warehouse.name),
)


def undo_warehouses(
    session: Session,
    actor: Actor,
    job_id: str,
    warehouse_ids: Sequence[str],
    ensure_unused: Callable[[Session, str], None],
) -> list[RowResult]:
    """One result a warehouse; one that was changed since, or in which goods were ever moved, stays."""
    undoing = replace(_WAREHOUSES, ensure_removable=lambda session, one: ensure_unused(session, one.id))
    return undo_records(session, actor, job_id, warehouse_ids, undoing)
