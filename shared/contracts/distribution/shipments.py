"""What the distribution service says about shipments: reserved goods of an order that left the warehouse."""

from dataclasses import dataclass, field
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
ACCEPT = "distribution.shipment:accept"

RIGHTS = {
    READ: "See shipments of orders",
    CREATE: "Ship reserved goods of orders",
    VOID: "Take shipments back",
    ACCEPT: "Record that shipments were accepted by whom they were sent to",
}

STATUSES = ("posted", "void", "accepted")


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


_SAID = validate.Regexp(r"\s*\S")


class AcceptShipment(StrictSchema):
    """Who took the goods and when, and the numbers of the papers; the order says which of these it demands."""

    received_on = fields.Date(metadata={"description": "Today unless said otherwise."})
    received_by = fields.String(validate=(validate.Length(max=200), _SAID))
    delivery_note = fields.String(validate=(validate.Length(max=120), _SAID))
    inspection_report = fields.String(validate=(validate.Length(max=120), _SAID))


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
    received_on = fields.Date(allow_none=True)
    received_by = fields.String(allow_none=True)
    delivery_note = fields.String(allow_none=True)
    inspection_report = fields.String(allow_none=True)
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
    received_on: str | None = field(default=None, kw_only=True)
    received_by: str | None = field(default=None, kw_only=True)
    delivery_note: str | None = field(default=None, kw_only=True)
    inspection_report: str | None = field(default=None, kw_only=True)


class ShipmentCreated(ShipmentEvent):
    type: ClassVar[str] = "distribution.shipment.created"


@dataclass(frozen=True)
class ShipmentTakenBack(ShipmentEvent):
    type: ClassVar[str] = "distribution.shipment.voided"
    reason: str


class ShipmentAccepted(ShipmentEvent):
    """Whom the goods were sent to has taken them, with all that the order demands of that."""

    type: ClassVar[str] = "distribution.shipment.accepted"
