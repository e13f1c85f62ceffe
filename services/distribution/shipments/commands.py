"""Changing shipments. One function, one business decision, one event of the shipment and one of its order."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.orders.commands import lines_of, parts_of, ship_goods, take_goods_back
from services.distribution.orders.queries import get_order_behind, get_order_for_shipping
from services.distribution.shipments import rules
from services.distribution.shipments.model import Shipment
from services.distribution.shipments.queries import get_shipment_for_change
from services.distribution.warehouses.queries import get_warehouse_for_moves
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import shipments as contract
from shared.contracts.distribution.fulfilment import FulfilledLine
from shared.contracts.events import Changes, changes
from shared.ids import new_id
from shared.persistence.numbering import next_number

SERIES = "SH"


def create_shipment(
    session: Session,
    actor: Actor,
    order_id: str,
    lines: Sequence[FulfilledLine] | None = None,
    **fields: Any,
) -> Shipment:
    """Ship these pieces of an order, or everything that is reserved: never more of a line than was ordered."""
    order = get_order_for_shipping(session, actor, order_id)
    order.ensure_reserved()
    parts = order.reserved_parts if lines is None else parts_of(lines)
    rules.ensure_something(parts)
    shipment = Shipment(
        number=next_number(session, SERIES, order.org_unit_id),
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        warehouse_id=order.warehouse_id,
        owner_id=order.owner_id,
        org_unit_id=order.org_unit_id,
        created_by=actor.user_id,
        **{"id": new_id()} | fields,
    )
    ship_goods(session, actor, order, shipment.id, shipment.number, parts)
    shipment.write_lines(parts, {line.line_id: line.item_id for line in order.lines})
    session.add(shipment)
    session.flush()
    announce(session, actor, shipment, contract.ShipmentCreated(**_told(shipment, changes({}, _facts(shipment)))))
    return shipment


def void_shipment(session: Session, actor: Actor, shipment_id: str, reason: str) -> Shipment:
    """Take a shipment back: its goods lie in the warehouse again, reserved for the order as before.

    Raises `WarehouseIsClosed` when the warehouse takes nothing in any more.
    """
    shipment = get_shipment_for_change(session, actor, shipment_id)
    before = _facts(shipment)
    shipment.void(reason)
    order = get_order_behind(session, shipment.order_id)
    get_warehouse_for_moves(session, actor, shipment.warehouse_id)
    take_goods_back(session, actor, order, shipment.id, shipment.number, shipment.parts)
    told = _told(shipment, changes(before, _facts(shipment)))
    announce(session, actor, shipment, contract.ShipmentTakenBack(**told, reason=reason))
    return shipment


def accept_shipment(
    session: Session, actor: Actor, shipment_id: str, *, received_on: date | None = None, **given: str
) -> Shipment:
    """Record that the goods were taken by whom they were sent to, with what the order demands of that."""
    shipment = get_shipment_for_change(session, actor, shipment_id)
    before = _facts(shipment)
    demands = get_order_behind(session, shipment.order_id).acceptance_demands
    shipment.accept(demands, received_on, given)
    announce(session, actor, shipment, contract.ShipmentAccepted(**_told(shipment, changes(before, _facts(shipment)))))
    return shipment


def _facts(shipment: Shipment) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "order_id": shipment.order_id,
        "number": shipment.number,
        "status": str(shipment.status),
        "warehouse_id": shipment.warehouse_id,
        "owner_id": shipment.owner_id,
        "org_unit_id": shipment.org_unit_id,
        "received_on": shipment.received_on.isoformat() if shipment.received_on else None,
        "received_by": shipment.received_by,
        "delivery_note": shipment.delivery_note,
        "inspection_report": shipment.inspection_report,
    }


def _told(shipment: Shipment, changed: Changes) -> dict[str, Any]:
    """What every event about this shipment says."""
    return {"shipment_id": shipment.id, **_facts(shipment), "lines": lines_of(shipment.parts), "changes": changed}
