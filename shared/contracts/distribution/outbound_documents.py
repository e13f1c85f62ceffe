"""What the distribution service says about outbound documents: goods that leave a warehouse other than for an order."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from marshmallow import Schema, fields, validate

from shared.contracts.distribution.items import ItemRef, PiecesField
from shared.contracts.distribution.warehouses import WarehouseRef
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.outbound:read"
CREATE = "distribution.outbound:create"
POST = "distribution.outbound:post"
VOID = "distribution.outbound:void"

RIGHTS = {
    READ: "See outbound documents",
    CREATE: "Draw up outbound documents",
    POST: "Post outbound documents, which moves stock",
    VOID: "Void outbound documents, which moves stock back",
}

STATUSES = ("draft", "posted", "void")


class OutboundLine(StrictSchema):
    item_id = IdField(required=True)
    quantity = PiecesField(required=True)


class CreateOutboundDocument(StrictSchema):
    id = NewIdField()
    warehouse_id = IdField(required=True)
    note = fields.String(allow_none=True, validate=validate.Length(max=500))
    lines = fields.List(fields.Nested(OutboundLine), required=True, validate=validate.Length(min=1, max=500))


class OutboundLineView(Schema):
    item = fields.Nested(ItemRef, allow_none=True)
    item_id = IdField()
    quantity = fields.Integer()


class OutboundDocumentView(OwnedRecordView):
    number = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    warehouse = fields.Nested(WarehouseRef, allow_none=True)
    note = fields.String(allow_none=True)
    void_reason = fields.String(allow_none=True)
    posted_at = fields.AwareDateTime(format="iso", allow_none=True)
    lines = fields.List(fields.Nested(OutboundLineView))


LISTING = Listing(
    noun="outbound-documents",
    view=OutboundDocumentView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "warehouse_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "posted_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "posted_at"),
)


class MovedLine(TypedDict):
    """A line of a document in its event."""

    item_id: str
    quantity: int


@dataclass(frozen=True)
class OutboundDocumentEvent(Event):
    """What each event about an outbound document tells."""

    read_by: ClassVar[str | None] = READ

    document_id: str
    number: str
    status: str
    warehouse_id: str
    owner_id: str
    org_unit_id: str
    lines: list[MovedLine]
    changes: Changes


class OutboundDocumentCreated(OutboundDocumentEvent):
    type: ClassVar[str] = "distribution.outbound_document.created"


class OutboundDocumentPosted(OutboundDocumentEvent):
    type: ClassVar[str] = "distribution.outbound_document.posted"


@dataclass(frozen=True)
class OutboundDocumentVoided(OutboundDocumentEvent):
    type: ClassVar[str] = "distribution.outbound_document.voided"
    reason: str
