"""Reading orders on their way. Every query on behalf of somebody starts from what the actor may see."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from services.distribution.orders.model import Order
from services.distribution.stock.queries import Lacking, free_pieces, least_short
from services.distribution.warehouses.queries import ensure_warehouse_in_reach, nearest_warehouse_ids, warehouse_ids
from shared.actor import Actor, system_actor
from shared.contracts.distribution import orders as contract
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.timeline import Strand, told
from shared.visible import get_for_change, get_visible, visible

COLUMNS = {
    "id": Order.id,
    "number": Order.number,
    "status": Order.status,
    "customer_id": Order.customer_id,
    "warehouse_id": Order.warehouse_id,
    "amount": Order.amount,
    "invoiced": Order.invoiced,
    "paid": Order.paid,
    "owner_id": Order.owner_id,
    "org_unit_id": Order.org_unit_id,
    "created_at": Order.created_at,
    "updated_at": Order.updated_at,
}


def get_order(session: Session, actor: Actor, order_id: str) -> Order:
    order = session.scalar(orders_in_sight(actor).where(Order.id == order_id))
    return order or get_visible(session, Order, actor, order_id)


def get_order_for_money(session: Session, actor: Actor, order_id: str) -> Order:
    """The order, locked: money is taken by whoever's right reaches the order."""
    return get_for_change(session, Order, _without_version(actor), order_id)


def get_order_for_shipping(session: Session, actor: Actor, order_id: str) -> Order:
    """The order, locked: goods are shipped by whoever's right reaches the warehouse that they are reserved in."""
    held = orders_in_sight(actor).where(Order.id == order_id).with_for_update(of=Order)
    order = session.scalar(held) or get_for_change(session, Order, _without_version(actor), order_id)
    if order.warehouse_id is not None:
        ensure_warehouse_in_reach(session, actor, order.warehouse_id)
    return order


def get_order_behind(session: Session, order_id: str) -> Order:
    """The order, locked, of a document that the caller's right was found to reach, or of an event about the order."""
    return get_for_change(session, Order, system_actor("distribution"), order_id)


def lacking_for_order(session: Session, org_unit_id: str, wanted: Mapping[str, int]) -> list[Lacking]:
    """What an order of this unit would be short of, by the warehouses that it would be reserved in."""
    places = free_pieces(session, nearest_warehouse_ids(session, org_unit_id), wanted.keys())
    return least_short(wanted, places)


def is_known(session: Session, order_id: str) -> bool:
    return session.scalar(visible(Order, system_actor("distribution")).where(Order.id == order_id)) is not None


def orders_in_sight(actor: Actor) -> Select[Order]:
    """The orders within reach, and those whose goods lie in a warehouse within reach."""
    rows = visible(Order, actor)
    if rows.whereclause is None:
        return rows
    return select(Order).where(or_(rows.whereclause, Order.warehouse_id.in_(warehouse_ids(actor))))


def list_dispatch_orders(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, orders_in_sight(actor), Order, contract.LISTING, COLUMNS, query)


def list_order_fulfilment_history(session: Session, actor: Actor, order_id: str, after: int) -> Payload:
    return list_history(session, get_order(session, actor, order_id).id, after=after)


def _without_version(actor: Actor) -> Actor:
    """If-Match on an order speaks of the version that sales keeps, not of ours."""
    return replace(actor, expects_version=None)


POINTER = Pointer(Order, name_column="customer_name")
"""Each names its customer."""

STRAND = Strand(
    timeline.FULFILMENT,
    Order,
    orders_in_sight,
    told("number", "status", "amount", "currency"),
)
"""What a customer's timeline shows of them."""


def has_orders_of_warehouse(session: Session, warehouse_id: str) -> bool:
    """Whether goods of any order are taken from this warehouse, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Order.warehouse_id == warehouse_id))))
