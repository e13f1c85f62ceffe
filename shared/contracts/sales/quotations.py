"""What the sales service says about quotations on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.quotation:read"
CREATE = "sales.quotation:create"
CHANGE = "sales.quotation:change"
SEND = "sales.quotation:send"
ACCEPT = "sales.quotation:accept"
REFUSE = "sales.quotation:refuse"
EXPIRE = "sales.quotation:expire"
REVISE = "sales.quotation:revise"

RIGHTS = {
    READ: "See quotations",
    CREATE: "Draw up quotations",
    CHANGE: "Edit drafts of quotations",
    SEND: "Send quotations to the customer",
    ACCEPT: "Record that the customer accepted",
    REFUSE: "Record that the customer refused, with the reason",
    EXPIRE: "Close sent quotations whose time is over",
    REVISE: "Make a new version of a quotation",
}

STATUSES = ("draft", "sent", "accepted", "refused", "expired")
VERSION_STATUSES = (*STATUSES, "superseded")
MOST_LINES = 200
_MOST_PIECES = 1_000_000


class QuotationLineForm(StrictSchema):
    """`unit_price` is by default the list price of the catalogue. Percentages are decimal strings from 0 to 100."""

    product_id = IdField(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=_MOST_PIECES))
    unit_price = MoneyField()
    discount_percent = MoneyField(validate=validate.Range(max=100))
    tax_percent = MoneyField(validate=validate.Range(max=100))


_LINES = validate.Length(min=1, max=MOST_LINES)


class CreateQuotation(StrictSchema):
    """The currency is by default that of the opportunity."""

    id = IdField()
    opportunity_id = IdField(required=True)
    valid_until = fields.Date(required=True)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    note = fields.String(allow_none=True, validate=validate.Length(max=4000))
    lines = fields.List(fields.Nested(QuotationLineForm), required=True, validate=_LINES)


class ChangeQuotation(StrictSchema):
    """`lines` replaces all lines of the draft."""

    valid_until = fields.Date()
    note = fields.String(allow_none=True, validate=validate.Length(max=4000))
    lines = fields.List(fields.Nested(QuotationLineForm), validate=_LINES)


class ReviseQuotation(StrictSchema):
    """What is left out is taken over from the version before."""

    valid_until = fields.Date()


class QuotationLineView(Schema):
    """`catalogue_changed`: the product was renamed, repriced or retired since; the line stays as it is."""

    id = IdField()
    position = fields.Integer()
    product_id = IdField()
    code = fields.String()
    name = fields.String()
    quantity = fields.Integer()
    list_price = MoneyField()
    unit_price = MoneyField()
    discount_percent = MoneyField()
    tax_percent = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    catalogue_changed = fields.Boolean()


class QuotationVersionView(Schema):
    id = IdField()
    number = fields.Integer()
    status = fields.String(validate=validate.OneOf(VERSION_STATUSES))
    valid_until = fields.Date()
    note = fields.String(allow_none=True)
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    sent_at = fields.AwareDateTime(format="iso", allow_none=True)
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)
    refused_reason = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(QuotationLineView))


class QuotationSummaryView(OwnedRecordView):
    """A quotation as a list shows it: with the sums of its latest version."""

    number = fields.String()
    opportunity_id = IdField()
    customer_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    latest_version = fields.Integer()
    valid_until = fields.Date()
    currency = fields.String()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()


class QuotationView(QuotationSummaryView):
    """A quotation with all its versions, the first one first; at most one of them is accepted."""

    versions = fields.List(fields.Nested(QuotationVersionView))


LISTING = Listing(
    noun="quotations",
    view=QuotationSummaryView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "opportunity_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "latest_version": FieldKind.NUMBER,
        "valid_until": FieldKind.DATE,
        "currency": FieldKind.CHOICE,
        "net": FieldKind.MONEY,
        "gross": FieldKind.MONEY,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "valid_until", "net", "gross"),
    totals=("net", "gross"),
    searchable=True,
)


@dataclass(frozen=True)
class QuotationEvent(Event):
    """What each event about a quotation tells: its latest version as it is now, and what changed."""

    quotation_id: str
    record_version: int
    number: str
    opportunity_id: str
    customer_id: str | None
    status: str
    latest_version: int
    valid_until: str
    currency: str
    net: str
    tax: str
    gross: str
    lines: list[dict[str, Any]]
    owner_id: str
    org_unit_id: str
    changes: Changes


@dataclass(frozen=True)
class QuotationCreated(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.created"


@dataclass(frozen=True)
class QuotationChanged(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.changed"


@dataclass(frozen=True)
class QuotationSent(QuotationEvent):
    """The latest version went to the customer; it never changes any more."""

    type: ClassVar[str] = "sales.quotation.sent"


@dataclass(frozen=True)
class QuotationAccepted(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.accepted"


@dataclass(frozen=True)
class QuotationRefused(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.refused"
    reason: str


@dataclass(frozen=True)
class QuotationExpired(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.expired"


@dataclass(frozen=True)
class QuotationRevised(QuotationEvent):
    """A new version was begun from the one before."""

    type: ClassVar[str] = "sales.quotation.revised"
