"""Reading warehouses. Every query on behalf of somebody starts from what the actor may see."""

from dataclasses import replace

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from services.distribution.stock.commands import Place
from services.distribution.warehouses import rules
from services.distribution.warehouses.model import Warehouse
from services.distribution.warehouses.rules import WarehouseStatus
from shared.actor import Actor, Reach
from shared.contracts.distribution import warehouses as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.persistence.paths import below, nodes_on
from shared.persistence.platform import OrgUnitReplica
from shared.showing import show_visible
from shared.visible import changeable, get_for_change, get_visible, visible

COLUMNS = {
    "id": Warehouse.id,
    "code": Warehouse.code,
    "name": Warehouse.name,
    "status": Warehouse.status,
    "owner_id": Warehouse.owner_id,
    "org_unit_id": Warehouse.org_unit_id,
    "created_at": Warehouse.created_at,
    "updated_at": Warehouse.updated_at,
}


def show_warehouse(database: Database, actor: Actor, warehouse_id: str) -> Payload:
    return show_visible(database, Warehouse, contract.WarehouseView, actor, warehouse_id)


def get_warehouse(session: Session, actor: Actor, warehouse_id: str) -> Warehouse:
    return get_visible(session, Warehouse, actor, warehouse_id)


def get_warehouse_for_moves(session: Session, actor: Actor, warehouse_id: str) -> Warehouse:
    """The warehouse, kept from closing until the transaction ends; the caller's right must reach it.

    Many may move goods in it at once: the lock is a shared one.
    """
    held = changeable(Warehouse, actor).where(Warehouse.id == warehouse_id).with_for_update(read=True, of=Warehouse)
    warehouse = session.scalar(held) or get_for_change(session, Warehouse, _without_version(actor), warehouse_id)
    warehouse.ensure_open()
    return warehouse


def ensure_warehouse_in_reach(session: Session, actor: Actor, warehouse_id: str) -> None:
    """Raises `WarehouseOutOfReach` when the caller's right does not extend to what lies in this warehouse."""
    within = changeable(Warehouse, actor).where(Warehouse.id == warehouse_id)
    rules.ensure_warehouse_in_reach(session.scalar(within) is not None)


def list_warehouses(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Warehouse, actor), Warehouse, contract.LISTING, COLUMNS, query)


def list_warehouse_history(session: Session, actor: Actor, warehouse_id: str, after: int) -> Payload:
    return list_history(session, get_warehouse(session, actor, warehouse_id).id, after=after)


def warehouse_ids(actor: Actor) -> Select[str]:
    """The ids of the warehouses that this call's right reaches, as a subquery."""
    return changeable(Warehouse, actor).with_only_columns(Warehouse.id)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(select(Warehouse.id).where(Warehouse.code == code)) is not None


def codes_taken(session: Session, codes: set[str]) -> set[str]:
    """Those that any warehouse bears, in sight or not: a code names one warehouse of the company."""
    return set(session.scalars(select(Warehouse.code).where(Warehouse.code.in_(codes))))


def warehouses_by_code(session: Session, actor: Actor, codes: set[str]) -> dict[str, Warehouse]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Warehouse, actor).where(Warehouse.code.in_(codes)).order_by(Warehouse.id)
    locked = rows.with_for_update(of=Warehouse).execution_options(populate_existing=True)
    return {warehouse.code: warehouse for warehouse in session.scalars(locked)}


def reaches_unit(session: Session, actor: Actor, org_unit_id: str) -> bool:
    """Whether this call's right extends to records of that unit; a closed or unknown unit is never reached."""
    ways = [OrgUnitReplica.id == actor.unit_id]
    if Reach.SUBTREE in actor.reaches:
        ways.append(below(OrgUnitReplica.path, actor.unit_path))
    known = select(OrgUnitReplica.id).where(OrgUnitReplica.id == org_unit_id, OrgUnitReplica.closed.is_(False))
    within = known if Reach.ALL in actor.reaches else known.where(or_(*ways))
    return session.scalar(within) is not None


def place_of(warehouse: Warehouse) -> Place:
    return Place(warehouse.id, warehouse.owner_id, warehouse.org_unit_id)


def nearest_warehouse_ids(session: Session, org_unit_id: str) -> list[str]:
    """The open warehouses of this unit, or of the nearest unit above that has one; the oldest first."""
    path = session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == org_unit_id)) or ""
    above = nodes_on(path)
    found = session.execute(
        select(Warehouse.id, Warehouse.org_unit_id)
        .outerjoin(OrgUnitReplica, OrgUnitReplica.id == Warehouse.org_unit_id)
        .where(Warehouse.status == WarehouseStatus.OPEN)
        .where(or_(Warehouse.org_unit_id == org_unit_id, OrgUnitReplica.node.in_(above)))
        .order_by(func.length(func.coalesce(OrgUnitReplica.path, "")).desc(), Warehouse.created_at, Warehouse.id)
    ).all()
    return [row.id for row in found if row.org_unit_id == found[0].org_unit_id]


def _without_version(actor: Actor) -> Actor:
    """If-Match speaks of the document, not of the warehouse it moves goods in."""
    return replace(actor, expects_version=None)
