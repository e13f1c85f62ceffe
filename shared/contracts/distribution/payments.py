"""What the distribution service says about payments on orders, and about taking them back."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.payment:read"
POST = "distribution.payment:post"
REVERSE = "distribution.payment:reverse"

RIGHTS = {READ: "See payments", POST: "Post payments on orders", REVERSE: "Reverse posted payments"}

METHODS = ("bank_transfer", "card", "cash", "cheque", "other")
STATUSES = ("posted", "reversed", "reversal")


class PostPayment(StrictSchema):
    id = NewIdField()
    amount = MoneyField(required=True)
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    reference = fields.String(
        allow_none=True,
        validate=validate.Length(min=1, max=120),
        metadata={"description": "The bank's own reference: the same one again gives the payment that is there."},
    )
    payer = fields.String(allow_none=True, validate=validate.Length(max=200))
    paid_on = fields.Date(metadata={"description": "By default today."})


class PaymentView(OwnedRecordView):
    number = fields.String()
    order_id = IdField()
    order_number = fields.String()
    customer_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    amount = MoneyField(metadata={"description": "Negative in a reversal, so that the pair nets to zero."})
    currency = fields.String()
    method = fields.String(validate=validate.OneOf(METHODS))
    reference = fields.String(allow_none=True)
    payer = fields.String(allow_none=True)
    paid_on = fields.Date()
    reverses_id = IdField(allow_none=True)
    reversal_reason = fields.String(allow_none=True)


LISTING = Listing(
    noun="payments",
    view=PaymentView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "order_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "method": FieldKind.CHOICE,
        "reference": FieldKind.TEXT,
        "paid_on": FieldKind.DATE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "amount", "paid_on"),
    totals=("amount",),
)


@dataclass(frozen=True)
class PaymentEvent(Event):
    """What each event about a payment tells."""

    payment_id: str
    order_id: str
    number: str
    status: str
    amount: str
    currency: str
    method: str
    reference: str | None
    reverses_id: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class PaymentCreated(PaymentEvent):
    type: ClassVar[str] = "distribution.payment.created"


@dataclass(frozen=True)
class PaymentTakenBack(PaymentEvent):
    """The payment stands no longer; its reversal is a payment of its own."""

    type: ClassVar[str] = "distribution.payment.reversed"
    reason: str
