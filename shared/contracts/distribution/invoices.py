"""What the distribution service says about invoices on orders."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.distribution.items import PiecesField
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.invoice:read"
ISSUE = "distribution.invoice:issue"
VOID = "distribution.invoice:void"

RIGHTS = {READ: "See invoices", ISSUE: "Issue invoices on orders", VOID: "Void invoices"}

STATUSES = ("issued", "void")


class InvoiceLine(StrictSchema):
    line_id = IdField(required=True)
    quantity = PiecesField(required=True)


class IssueInvoice(StrictSchema):
    """Either an amount, or pieces of the order's lines at their prices."""

    id = NewIdField()
    amount = MoneyField()
    lines = fields.List(fields.Nested(InvoiceLine), validate=validate.Length(min=1, max=500))
    due_on = fields.Date(allow_none=True)

    @validates_schema
    def ensure_one_way(self, data: dict[str, Any], **_: Any) -> None:
        if ("amount" in data) == ("lines" in data):
            raise ValidationError("Give either an amount or lines.", "amount")


class InvoiceLineView(Schema):
    line_id = IdField()
    quantity = fields.Integer()
    amount = MoneyField()


class InvoiceView(OwnedRecordView):
    number = fields.String()
    order_id = IdField()
    order_number = fields.String()
    customer_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    amount = MoneyField()
    currency = fields.String()
    due_on = fields.Date(allow_none=True)
    void_reason = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(InvoiceLineView))


LISTING = Listing(
    noun="invoices",
    view=InvoiceView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "order_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "due_on": FieldKind.DATE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "amount"),
    totals=("amount",),
)


@dataclass(frozen=True)
class InvoiceEvent(Event):
    """What each event about an invoice tells."""

    invoice_id: str
    order_id: str
    number: str
    status: str
    amount: str
    currency: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class InvoiceCreated(InvoiceEvent):
    type: ClassVar[str] = "distribution.invoice.created"


@dataclass(frozen=True)
class InvoiceCancelled(InvoiceEvent):
    type: ClassVar[str] = "distribution.invoice.voided"
    reason: str
