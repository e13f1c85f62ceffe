"""Reading shipments. Every query starts from what the actor may see."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.distribution.orders.queries import get_order
from services.distribution.shipments.model import Shipment
from services.distribution.warehouses.queries import ensure_warehouse_in_reach, warehouse_ids
from shared.actor import Actor
from shared.contracts.distribution import shipments as contract
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.timeline import Strand, told
from shared.visible import ensure_expected_version, get_for_change, get_visible, visible

COLUMNS = {
    "id": Shipment.id,
    "number": Shipment.number,
    "order_id": Shipment.order_id,
    "customer_id": Shipment.customer_id,
    "warehouse_id": Shipment.warehouse_id,
    "status": Shipment.status,
    "owner_id": Shipment.owner_id,
    "org_unit_id": Shipment.org_unit_id,
    "created_at": Shipment.created_at,
    "updated_at": Shipment.updated_at,
}


def get_shipment(session: Session, actor: Actor, shipment_id: str) -> Shipment:
    shipment = session.scalar(shipments_in_sight(actor).where(Shipment.id == shipment_id))
    return shipment or get_visible(session, Shipment, actor, shipment_id)


def get_shipment_for_change(session: Session, actor: Actor, shipment_id: str) -> Shipment:
    """The shipment, locked; the caller's right must reach the warehouse that its goods go back to."""
    held = shipments_in_sight(actor).where(Shipment.id == shipment_id).with_for_update(of=Shipment)
    shipment = session.scalar(held) or get_for_change(session, Shipment, actor, shipment_id)
    ensure_expected_version(actor, shipment)
    ensure_warehouse_in_reach(session, actor, shipment.warehouse_id)
    return shipment


def shipments_in_sight(actor: Actor) -> Select[Shipment]:
    """The shipments of orders within reach, and those out of a warehouse within reach."""
    rows = visible(Shipment, actor)
    if rows.whereclause is None:
        return rows
    return select(Shipment).where(or_(rows.whereclause, Shipment.warehouse_id.in_(warehouse_ids(actor))))


def list_shipments(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, shipments_in_sight(actor), Shipment, contract.LISTING, COLUMNS, query)


def list_order_shipments(session: Session, actor: Actor, order_id: str, query: Payload) -> Payload:
    order = get_order(session, actor, order_id)
    rows = shipments_in_sight(actor).where(Shipment.order_id == order.id)
    return list_records(session, rows, Shipment, contract.LISTING, COLUMNS, query)


def list_shipment_history(session: Session, actor: Actor, shipment_id: str, after: int) -> Payload:
    return list_history(session, get_shipment(session, actor, shipment_id).id, after=after)


POINTER = Pointer(Shipment)
"""Each names its customer."""

STRAND = Strand(timeline.SHIPMENT, Shipment, shipments_in_sight, told("number", "status", title="order_number"))
"""What a customer's timeline shows of them."""
