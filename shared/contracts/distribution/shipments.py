"""What the distribution service says about shipments: reserved goods of an order that left the warehouse."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.distribution.fulfilment import FulfilledLine
from shared.contracts.distribution.items import PiecesField
from shared.contracts.distribution.warehouses import WarehouseRef
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.shipment:read"
CREATE = "distribution.shipment:create"
VOID = "distribution.shipment:void"

RIGHTS = {
    READ: "See shipments of orders",
    CREATE: "Ship reserved goods of orders",
    VOID: "Take shipments back",
}

STATUSES = ("posted", "void")


class ShipmentLine(StrictSchema):
    line_id = IdField(required=True)
    quantity = PiecesField(required=True)


class CreateShipment(StrictSchema):
    id = NewIdField()
    note = fields.String(allow_none=True, validate=validate.Length(max=500))
    lines = fields.List(
        fields.Nested(ShipmentLine),
        validate=validate.Length(min=1, max=500),
        metadata={"description": "By default everything that is reserved."},
    )


class ShipmentLineView(Schema):
    line_id = IdField()
    item_id = IdField()
    quantity = fields.Integer()


class ShipmentView(OwnedRecordView):
    number = fields.String()
    order_id = IdField()
    order_number = fields.String()
    customer_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    warehouse = fields.Nested(WarehouseRef, allow_none=True)
    note = fields.String(allow_none=True)
    void_reason = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(ShipmentLineView))


LISTING = Listing(
    noun="shipments",
    view=ShipmentView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "order_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "warehouse_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number"),
)


@dataclass(frozen=True)
class ShipmentEvent(Event):
    """What each event about a shipment tells."""

    shipment_id: str
    order_id: str
    number: str
    status: str
    warehouse_id: str
    owner_id: str
    org_unit_id: str
    lines: list[FulfilledLine]
    changes: Changes


@dataclass(frozen=True)
class ShipmentCreated(ShipmentEvent):
    type: ClassVar[str] = "distribution.shipment.created"


@dataclass(frozen=True)
class ShipmentTakenBack(ShipmentEvent):
    type: ClassVar[str] = "distribution.shipment.voided"
    reason: str
