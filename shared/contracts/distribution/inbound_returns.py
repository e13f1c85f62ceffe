"""What the distribution service says about inbound returns: goods of an order that the customer sends back."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.distribution.inbound_documents import READ
from shared.contracts.distribution.items import ItemRef, PiecesField
from shared.contracts.distribution.warehouses import WarehouseRef
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

RECEIVE = "distribution.inbound:receive"
REVERSE = "distribution.inbound:reverse"

RIGHTS = {
    RECEIVE: "Confirm that goods which a customer sent back are there, which moves stock",
    REVERSE: "Take the receipt of goods back that no customer had returned, which moves stock back",
}

STATUSES = ("awaited", "received", "cancelled", "disputed")


class ReceivedLineForm(StrictSchema):
    line_id = IdField(required=True)
    good = PiecesField(least=0, load_default=0, metadata={"description": "Pieces that go back on stock."})
    scrapped = PiecesField(
        least=0, load_default=0, metadata={"description": "Pieces that came back and are worth nothing: no stock."}
    )


class ReceiveInboundReturn(StrictSchema):
    """What is there of each line; of a line that is not named nothing came."""

    note = fields.String(allow_none=True, validate=validate.Length(max=500))
    lines = fields.List(
        fields.Nested(ReceivedLineForm),
        validate=validate.Length(min=1, max=500),
        metadata={"description": "By default all of it is there, and good."},
    )

    @validates_schema
    def name_each_line_once(self, data: dict[str, Any], **_: Any) -> None:
        named = [line["line_id"] for line in data.get("lines", ())]
        if len(set(named)) < len(named):
            raise ValidationError("Name each line once.", "lines")


class InboundReturnLineView(Schema):
    line_id = IdField()
    item = fields.Nested(ItemRef, allow_none=True)
    item_id = IdField()
    quantity = fields.Integer(metadata={"description": "Pieces that the return says are on their way."})
    good = fields.Integer(metadata={"description": "Pieces that went back on stock."})
    scrapped = fields.Integer(metadata={"description": "Pieces that came back and went on no stock."})


class InboundReturnView(OwnedRecordView):
    """Its id is that of the return of the sales order."""

    number = fields.String()
    return_number = fields.String(metadata={"description": "The number of the return in sales."})
    order_id = IdField()
    order_number = fields.String()
    customer_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    warehouse = fields.Nested(WarehouseRef, allow_none=True)
    reason = fields.String(metadata={"description": "Why the customer sends it back."})
    note = fields.String(allow_none=True)
    cancel_reason = fields.String(
        allow_none=True, metadata={"description": "Why sales voided the return; it may be received by then."}
    )
    received_at = fields.AwareDateTime(format="iso", allow_none=True)
    lines = fields.List(fields.Nested(InboundReturnLineView))


LISTING = Listing(
    noun="inbound-returns",
    view=InboundReturnView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "return_number": FieldKind.TEXT,
        "order_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "warehouse_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "received_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "received_at"),
)


class ToldReturnedLine(TypedDict):
    """A line of an inbound return in its events."""

    line_id: str
    item_id: str
    quantity: int
    good: int
    scrapped: int


@dataclass(frozen=True)
class InboundReturnEvent(Event):
    """What each event about an inbound return tells."""

    read_by: ClassVar[str | None] = READ

    inbound_return_id: str
    order_id: str
    number: str
    return_number: str
    status: str
    warehouse_id: str
    owner_id: str
    org_unit_id: str
    lines: list[ToldReturnedLine]
    changes: Changes


class InboundReturnAwaited(InboundReturnEvent):
    """A customer sends goods back; the warehouse is to look out for them."""

    type: ClassVar[str] = "distribution.inbound_return.awaited"


class InboundReturnReceived(InboundReturnEvent):
    """The goods are there; those that are good lie on stock again."""

    type: ClassVar[str] = "distribution.inbound_return.received"


@dataclass(frozen=True)
class InboundReturnCancelled(InboundReturnEvent):
    """Nothing came back: sales voided the return. What was received for it has been taken off stock."""

    type: ClassVar[str] = "distribution.inbound_return.cancelled"
    reason: str


@dataclass(frozen=True)
class InboundReturnDisputed(InboundReturnEvent):
    """Sales voided a return of which goods were received that are promised or gone by now: somebody must look."""

    type: ClassVar[str] = "distribution.inbound_return.disputed"
    reason: str
