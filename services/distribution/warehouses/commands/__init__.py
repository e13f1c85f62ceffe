"""Changing warehouses. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.stock import queries as stock
from services.distribution.warehouses import queries, rules
from services.distribution.warehouses.model import Warehouse
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import warehouses as contract
from shared.contracts.events import Changes, changes
from shared.ids import new_id
from shared.importing import Form, ReadRow, RowResult, named
from shared.loading import Load, load_rows
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def create_warehouse(
    session: Session, actor: Actor, code: str, name: str, org_unit_id: str | None = None, **fields: Any
) -> Warehouse:
    """Set up a warehouse for the caller's own unit, or for one that the right reaches."""
    unit_id = org_unit_id or actor.unit_id
    if org_unit_id is not None:
        rules.ensure_unit_in_reach(queries.reaches_unit(session, actor, unit_id))
    rules.ensure_code_free(queries.is_code_taken(session, code), code)
    warehouse = Warehouse(
        code=code, name=name, owner_id=actor.user_id, org_unit_id=unit_id, created_by=actor.user_id, **fields
    )
    session.add(warehouse)
    session.flush()
    announce(
        session, actor, warehouse, contract.WarehouseCreated(**told_of(warehouse, changes({}, facts_of(warehouse))))
    )
    _index(session, warehouse)
    return warehouse


def change_warehouse(session: Session, actor: Actor, warehouse_id: str, **fields: Any) -> Warehouse:
    warehouse = get_for_change(session, Warehouse, actor, warehouse_id)
    before = facts_of(warehouse)
    warehouse.edit(fields)
    told = told_of(warehouse, changes(before, facts_of(warehouse)))
    announce(session, actor, warehouse, contract.WarehouseChanged(**told))
    _index(session, warehouse)
    return warehouse


def close_warehouse(session: Session, actor: Actor, warehouse_id: str) -> Warehouse:
    warehouse = get_for_change(session, Warehouse, actor, warehouse_id)
    before = facts_of(warehouse)
    warehouse.close(stock.pieces_in(session, warehouse.id))
    told = told_of(warehouse, changes(before, facts_of(warehouse)))
    announce(session, actor, warehouse, contract.WarehouseClosed(**told))
    return warehouse


def reopen_warehouse(session: Session, actor: Actor, warehouse_id: str) -> Warehouse:
    warehouse = get_for_change(session, Warehouse, actor, warehouse_id)
    before = facts_of(warehouse)
    warehouse.reopen()
    told = told_of(warehouse, changes(before, facts_of(warehouse)))
    announce(session, actor, warehouse, contract.WarehouseReopened(**told))
    return warehouse


def import_warehouses(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the warehouses in step with these rows, by code; what a row does not mention stays as it is."""

    def make(fields: Form) -> Warehouse:
        place = {"owner_id": actor.user_id, "org_unit_id": actor.unit_id}
        return Warehouse(id=new_id(), created_by=actor.user_id, **place, **fields)

    codes = named(rows, "code")
    known = queries.warehouses_by_code(session, actor, codes)
    load = Load(
        noun=NOUN,
        key="code",
        known=known,
        taken=queries.codes_taken(session, codes) - known.keys(),
        taken_refusal=rules.CodeIsTaken,
        fields=dict,
        make=make,
        edit=Warehouse.edit,
        facts=facts_of,
        created=lambda warehouse, diff: contract.WarehouseCreated(**told_of(warehouse, diff)),
        changed=lambda warehouse, diff: contract.WarehouseChanged(**told_of(warehouse, diff)),
        words=lambda warehouse: (warehouse.code, warehouse.name),
    )
    return load_rows(session, actor, mode, rows, load)


def facts_of(warehouse: Warehouse) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "code": warehouse.code,
        "name": warehouse.name,
        "address": warehouse.address,
        "status": str(warehouse.status),
        "owner_id": warehouse.owner_id,
        "org_unit_id": warehouse.org_unit_id,
    }


def told_of(warehouse: Warehouse, changed: Changes) -> dict[str, Any]:
    """What every event about this warehouse says."""
    return {"warehouse_id": warehouse.id, **facts_of(warehouse), "changes": changed}


def _index(session: Session, warehouse: Warehouse) -> None:
    index_words(session, NOUN, warehouse.id, warehouse.code, warehouse.name)
