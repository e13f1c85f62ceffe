"""What the distribution service says about credit notes: what the customer of returned goods need not pay."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.credit_note:read"
ISSUE = "distribution.credit_note:issue"
VOID = "distribution.credit_note:void"

RIGHTS = {
    READ: "See credit notes",
    ISSUE: "Issue credit notes for what customers sent back",
    VOID: "Void credit notes, and discard their drafts",
}

STATUSES = ("draft", "issued", "disputed", "void")


class CreditNoteLineView(Schema):
    line_id = IdField()
    quantity = fields.Integer()
    amount = MoneyField(metadata={"description": "The price of these pieces in the order."})
    credited = MoneyField(metadata={"description": "What of it was invoiced and is credited."})


class CreditNoteView(OwnedRecordView):
    number = fields.String(allow_none=True, metadata={"description": "Given when it is issued."})
    return_id = IdField()
    return_number = fields.String()
    order_id = IdField()
    order_number = fields.String()
    customer_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    amount = MoneyField(metadata={"description": "The price of what was returned, before tax."})
    credited = MoneyField(metadata={"description": "What it credits: never more than is invoiced and not credited."})
    currency = fields.String()
    issued_at = fields.AwareDateTime(format="iso", allow_none=True)
    void_reason = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(CreditNoteLineView))


LISTING = Listing(
    noun="credit-notes",
    view=CreditNoteView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "return_id": FieldKind.ID,
        "order_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "credited": FieldKind.MONEY,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "issued_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "amount", "credited"),
    totals=("amount", "credited"),
)


@dataclass(frozen=True)
class CreditNoteEvent(Event):
    """What each event about a credit note tells; amounts are decimal strings."""

    credit_note_id: str
    return_id: str
    order_id: str
    number: str | None
    status: str
    amount: str
    credited: str
    currency: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class CreditNoteDrafted(CreditNoteEvent):
    """A customer sends goods back; somebody is to look what of them is credited."""

    type: ClassVar[str] = "distribution.credit_note.drafted"


class CreditNoteIssued(CreditNoteEvent):
    type: ClassVar[str] = "distribution.credit_note.issued"


@dataclass(frozen=True)
class CreditNoteDisputed(CreditNoteEvent):
    """Sales voided the return of a credit note that is with the customer: somebody must void it, or leave it."""

    type: ClassVar[str] = "distribution.credit_note.disputed"
    reason: str


@dataclass(frozen=True)
class CreditNoteVoided(CreditNoteEvent):
    """It credits nothing any more, or was a draft that never will."""

    type: ClassVar[str] = "distribution.credit_note.voided"
    reason: str
