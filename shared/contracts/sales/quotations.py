"""What the sales service says about quotations on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "quotations"

READ = "sales.quotation:read"
CREATE = "sales.quotation:create"
CHANGE = "sales.quotation:change"
SEND = "sales.quotation:send"
ACCEPT = "sales.quotation:accept"
REFUSE = "sales.quotation:refuse"
EXPIRE = "sales.quotation:expire"
REVISE = "sales.quotation:revise"
IMPORT = "sales.quotation:import"
UNDO = "sales.quotation:undo"
SHARE = "sales.quotation:share"

RIGHTS = {
    READ: "See quotations",
    CREATE: "Draw up quotations",
    CHANGE: "Edit drafts of quotations",
    SEND: "Send quotations to the customer",
    ACCEPT: "Record that the customer accepted",
    REFUSE: "Record that the customer refused, with the reason",
    EXPIRE: "Close sent quotations whose time is over",
    REVISE: "Make a new version of a quotation",
    IMPORT: "Load quotations from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to quotations",
    SHARE: "Open quotations to other people and units",
}

STATUSES = ("draft", "sent", "accepted", "refused", "expired")
VERSION_STATUSES = (*STATUSES, "superseded")
LINE_CHANGES = ("added", "removed", "changed")
MOST_LINES = 200
MOST_VERSIONS = 50
"""Of one quotation: a list shows all of them with each; who still has not agreed then is made another quotation."""

_MOST_PIECES = 1_000_000


class QuotationLineForm(StrictSchema):
    """`unit_price` is by default the list price of the catalogue. Percentages are decimal strings from 0 to 100."""

    product_id = IdField(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=_MOST_PIECES))
    unit_price = MoneyField()
    discount_percent = MoneyField(validate=validate.Range(max=100))
    tax_percent = MoneyField(validate=validate.Range(max=100))


_LINES = validate.Length(min=1, max=MOST_LINES)
_KEY = validate.Length(min=1, max=120)


class CreateQuotation(StrictSchema):
    """The currency is by default that of the opportunity. During a call, that is by default the deal which the call is
    about, or the only open one of the call's customer.
    """

    custom = CustomValues(ENTITY)
    id = NewIdField()
    opportunity_id = IdField()
    call_id = IdField(metadata={"description": "The call during which it is drawn up, over or still a draft."})
    valid_until = fields.Date(required=True)
    external_id = fields.String(allow_none=True, validate=_KEY)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    note = fields.String(allow_none=True, validate=validate.Length(max=4000))
    lines = fields.List(fields.Nested(QuotationLineForm), required=True, validate=_LINES)

    @validates_schema
    def be_for_a_deal(self, data: dict[str, Any], **_: Any) -> None:
        if not data.keys() & {"opportunity_id", "call_id"}:
            raise ValidationError("Missing data for required field.", "opportunity_id")


class ChangeQuotation(StrictSchema):
    """`lines` replaces all lines of the draft."""

    custom = CustomValues(ENTITY)
    external_id = fields.String(allow_none=True, validate=_KEY)
    valid_until = fields.Date()
    note = fields.String(allow_none=True, validate=validate.Length(max=4000))
    lines = fields.List(fields.Nested(QuotationLineForm), validate=_LINES)


class PickedProductForm(StrictSchema):
    """A product out of the prices of the customer; discount and tax are by default those of the whole choice."""

    product_id = IdField(required=True)
    quantity = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=1, max=_MOST_PIECES))
    discount_percent = MoneyField(validate=validate.Range(max=100))
    tax_percent = MoneyField(validate=validate.Range(max=100))


class AddFromPrices(StrictSchema):
    """Chosen products, each at the price that holds for the customer and the quantity today."""

    products = fields.List(fields.Nested(PickedProductForm), required=True, validate=_LINES)
    discount_percent = MoneyField(validate=validate.Range(max=100))
    tax_percent = MoneyField(validate=validate.Range(max=100))


class QuotationRowLine(StrictSchema):
    """A line of a quotation in a file: the product by its code. What is left out of a new line is as in a request."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=60))
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=_MOST_PIECES))
    unit_price = MoneyField()
    discount_percent = MoneyField(validate=validate.Range(max=100))
    tax_percent = MoneyField(validate=validate.Range(max=100))


class QuotationRow(StrictSchema):
    """The latest version of a quotation in a file, one row a quotation; `external_id` says which, `owner_login` whose,
    `opportunity_external_id` for which deal. `lines` are a list in JSON, as the export has them. A new one is a draft;
    what becomes of it is said by its verbs, not by a file.
    """

    custom = CustomValues(ENTITY)
    external_id = fields.String(required=True, validate=_KEY)
    opportunity_external_id = fields.String(required=True, allow_none=True, validate=_KEY)
    valid_until = fields.Date(required=True)
    lines = ListCell(fields.Nested(QuotationRowLine), required=True, validate=_LINES)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    note = fields.String(allow_none=True, validate=validate.Length(max=4000))
    owner_login = fields.String(validate=validate.Length(min=1, max=64))


class ReviseQuotation(StrictSchema):
    """What is left out is taken over from the version before."""

    valid_until = fields.Date()


class IssuedLineView(Schema):
    """A line as it was quoted."""

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
    attributes = fields.Dict(
        allow_none=True, metadata={"description": "The product's custom fields as they were when it was quoted."}
    )


class QuotationLineView(IssuedLineView):
    """`catalogue_changed`: the product was renamed, repriced or retired since; the line stays as it is."""

    catalogue_changed = fields.Boolean()


class IssuedVersionView(Schema):
    """A version as it was offered; `accepted` marks the one that the customer took."""

    id = IdField()
    number = fields.Integer()
    status = fields.String(validate=validate.OneOf(VERSION_STATUSES))
    accepted = fields.Boolean()
    valid_until = fields.Date()
    note = fields.String(allow_none=True)
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    sent_at = fields.AwareDateTime(format="iso", allow_none=True)
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)
    refused_reason = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(IssuedLineView))


class QuotationVersionView(IssuedVersionView):
    lines = fields.List(fields.Nested(QuotationLineView))


class QuotedLineView(Schema):
    """A line of the latest version, as a file takes it."""

    code = fields.String()
    quantity = fields.Integer()
    unit_price = MoneyField()
    discount_percent = MoneyField()
    tax_percent = MoneyField()


class QuotationSummaryView(OwnedRecordView):
    """A quotation as a list shows it: with the sums, the note and the lines of its latest version."""

    custom = CustomValues(ENTITY)
    number = fields.String()
    external_id = fields.String(allow_none=True)
    opportunity_id = IdField()
    opportunity_external_id = fields.String(allow_none=True)
    customer_id = IdField(allow_none=True)
    call_id = IdField(allow_none=True, metadata={"description": "The call during which it was drawn up."})
    status = fields.String(validate=validate.OneOf(STATUSES))
    latest_version = fields.Integer()
    valid_until = fields.Date()
    currency = fields.String()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    note = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(QuotedLineView))


class QuotationView(QuotationSummaryView):
    """A quotation with all its versions, at most 50, the first one first; at most one of them is accepted."""

    versions = fields.List(fields.Nested(QuotationVersionView))


class QuotationOfManyView(QuotationSummaryView):
    """A quotation among those of a deal or a customer, with all its versions, at most 50, the first one first."""

    versions = fields.List(fields.Nested(IssuedVersionView))


class CompareVersions(StrictSchema):
    """Two versions by their ids, of one quotation or of two of the same customer."""

    older = IdField(required=True)
    newer = IdField(required=True)


class ComparedVersionView(Schema):
    """Which version of which quotation."""

    id = IdField()
    quotation_id = IdField()
    quotation_number = fields.String()
    number = fields.Integer()
    status = fields.String(validate=validate.OneOf(VERSION_STATUSES))


class ComparedLineView(Schema):
    """What became of a line: `changes` gives each field that differs its value before and after."""

    product_id = IdField()
    code = fields.String()
    name = fields.String()
    change = fields.String(validate=validate.OneOf(LINE_CHANGES))
    changes = fields.Dict()


class VersionsDiffView(Schema):
    """What differs between two versions; lines that are the same in both are left out."""

    older = fields.Nested(ComparedVersionView)
    newer = fields.Nested(ComparedVersionView)
    changes = fields.Dict(metadata={"description": "Validity, currency, note and sums: before and after."})
    lines = fields.List(fields.Nested(ComparedLineView))


LISTING = Listing(
    noun=ENTITY,
    view=QuotationSummaryView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "external_id": FieldKind.TEXT,
        "opportunity_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "call_id": FieldKind.ID,
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
    customised=True,
    columns=("number", "customer_id", "opportunity_id", "status", "gross", "valid_until", "owner", "updated_at"),
)

OF_MANY = replace(LISTING, view=QuotationOfManyView)
"""The quotations of one deal or customer: each with all its versions."""


@dataclass(frozen=True)
class QuotationEvent(CustomisedEvent):
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
    call_id: str | None = field(default=None, kw_only=True)


class QuotationCreated(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.created"


class QuotationChanged(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.changed"


class QuotationSent(QuotationEvent):
    """The latest version went to the customer; it never changes any more."""

    type: ClassVar[str] = "sales.quotation.sent"


class QuotationAccepted(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.accepted"


@dataclass(frozen=True)
class QuotationRefused(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.refused"
    reason: str


class QuotationExpired(QuotationEvent):
    type: ClassVar[str] = "sales.quotation.expired"


class QuotationRevised(QuotationEvent):
    """A new version was begun from the one before."""

    type: ClassVar[str] = "sales.quotation.revised"


@dataclass(frozen=True)
class QuotationShared(QuotationEvent, RecordShared):
    type: ClassVar[str] = "sales.quotation.shared"


@dataclass(frozen=True)
class QuotationShareRevoked(QuotationEvent, ShareRevoked):
    type: ClassVar[str] = "sales.quotation.share_revoked"


class QuotationRemoved(QuotationEvent):
    """A job that had drawn the quotation up was taken back."""

    type: ClassVar[str] = "sales.quotation.removed"
