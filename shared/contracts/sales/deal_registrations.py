"""What the sales service says on the wire about deals that partners register, and about what stands against them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, OwnedRecordView, StrictSchema, UnitRef
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.customers import DOMAIN, NAME

READ = "sales.deal_registration:read"
SUBMIT = "sales.deal_registration:submit"
ACCEPT = "sales.deal_registration:accept"
REFUSE = "sales.deal_registration:refuse"
EXTEND = "sales.deal_registration:extend"
WITHDRAW = "sales.deal_registration:withdraw"
CONVERT = "sales.deal_registration:convert"

RIGHTS = {
    READ: "See the deals that partners have registered",
    SUBMIT: "Register a deal that one's partner works on",
    ACCEPT: "Accept registered deals, which protects them for some time",
    REFUSE: "Refuse registered deals, with a reason",
    EXTEND: "Protect an accepted deal longer, once",
    WITHDRAW: "Withdraw registered deals and give up their protection",
    CONVERT: "Turn protected deals into opportunities of their partner",
}

STATUSES = ("submitted", "accepted", "extended", "refused", "withdrawn", "lapsed", "converted")
_LEAST = {"least": Decimal("0.01")}
_SHORT = validate.Length(min=1, max=100)
_DAYS = validate.Range(min=1)
PROSPECT = ("customer_name", "tax_id", "domain", "website", "phone", "country")
"""What a customer that the partner cannot see is told by."""


class SubmitDealRegistration(StrictSchema):
    """A deal that the caller's partner works on: with a customer that the caller may see, by its id, or else with a
    prospect, by its name and whatever else is known of it. What it is about is a product, a category, or both.
    """

    id = NewIdField()
    name = fields.String(required=True, validate=NAME)
    customer_id = IdField()
    customer_name = fields.String(validate=NAME)
    tax_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    domain = fields.String(allow_none=True, validate=validate.Regexp(DOMAIN))
    website = fields.Url(allow_none=True, schemes={"http", "https"}, validate=validate.Length(max=300))
    phone = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    country = fields.String(allow_none=True, validate=_SHORT)
    product_id = IdField(allow_none=True)
    product_category = fields.String(allow_none=True, validate=_SHORT)
    description = fields.String(allow_none=True, validate=validate.Length(max=500))
    amount = MoneyField(required=True, **_LEAST)
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    expected_close_date = fields.Date(required=True)

    @validates_schema
    def name_one_customer(self, data: dict[str, Any], **_: Any) -> None:
        if "customer_id" not in data:
            if "customer_name" not in data:
                raise ValidationError("Say which customer, or what the prospect is called.", "customer_name")
            return
        for name in PROSPECT:
            if data.get(name) is not None:
                raise ValidationError("The customer is named already, by its id.", name)

    @validates_schema
    def say_what_it_is_about(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("product_id") is None and data.get("product_category") is None:
            raise ValidationError("Say which product or which category of products.", "product_id")


class AcceptDealRegistration(StrictSchema):
    """For how many days the deal is protected; without, for as long as is usual."""

    protection_days = fields.Integer(strict=True, validate=_DAYS)


class ExtendDealRegistration(StrictSchema):
    """By how many days the protection ends later; without, by as many as is usual."""

    days = fields.Integer(strict=True, validate=_DAYS)


class ConvertDealRegistration(StrictSchema):
    """`customer_id` says who the prospect turned out to be. Without, it is recorded as a customer of the partner: under
    the name by which it was registered, unless one in the caller's sight looks the same, or under `customer_name`
    whatever looks the same. `product_id` is what is sold in place of what was registered; null stands for none.
    """

    customer_id = IdField()
    customer_name = fields.String(validate=NAME)
    product_id = IdField(allow_none=True)

    @validates_schema
    def name_one_customer(self, data: dict[str, Any], **_: Any) -> None:
        if "customer_id" in data and "customer_name" in data:
            raise ValidationError("The customer is named already, by its id.", "customer_name")


class DealRegistrationView(OwnedRecordView):
    """`owner` is who registered it, `org_unit` the partner. The deal is protected on both days and on all between."""

    name = fields.String()
    customer = fields.Nested(NamedRef, allow_none=True)
    customer_name = fields.String()
    tax_id = fields.String(allow_none=True)
    domain = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    country = fields.String(allow_none=True)
    product = fields.Nested(NamedRef, allow_none=True)
    product_category = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    amount = MoneyField()
    currency = fields.String()
    expected_close_date = fields.Date()
    status = fields.String(validate=validate.OneOf(STATUSES))
    protected_from = fields.Date(allow_none=True)
    protected_until = fields.Date(allow_none=True)
    refusal_reason = fields.String(allow_none=True)
    opportunity = fields.Nested(NamedRef, allow_none=True)


class RivalRegistrationView(Schema):
    """A registered deal of another partner with the same customer."""

    id = IdField()
    name = fields.String()
    customer_name = fields.String()
    org_unit = fields.Nested(UnitRef, allow_none=True)
    status = fields.String()
    protected_until = fields.Date(allow_none=True)


class RivalOpportunityView(Schema):
    """An open opportunity of the house or of another partner with the same customer."""

    id = IdField()
    number = fields.String()
    name = fields.String()
    customer = fields.Nested(NamedRef, allow_none=True)
    org_unit = fields.Nested(UnitRef, allow_none=True)
    amount = MoneyField(allow_none=True)
    currency = fields.String()


class DealConflictsView(Schema):
    """What stands against a registered deal today, as far as the caller may see it."""

    is_protected_for_another = fields.Boolean(
        metadata={"description": "Another partner is protected with this customer, whether or not the caller sees it."}
    )
    registrations = fields.List(fields.Nested(RivalRegistrationView))
    opportunities = fields.List(fields.Nested(RivalOpportunityView))


LISTING = Listing(
    noun="deal-registrations",
    view=DealRegistrationView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "customer_id": FieldKind.ID,
        "customer_name": FieldKind.TEXT,
        "product_id": FieldKind.ID,
        "product_category": FieldKind.TEXT,
        "country": FieldKind.TEXT,
        "amount": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "expected_close_date": FieldKind.DATE,
        "protected_from": FieldKind.DATE,
        "protected_until": FieldKind.DATE,
        "opportunity_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "amount", "expected_close_date", "protected_until", "customer_name"),
    totals=("amount",),
    columns=("name", "customer_name", "status", "amount", "expected_close_date", "protected_until", "owner"),
)


@dataclass(frozen=True)
class DealRegistrationEvent(Event):
    """What each event about a registered deal tells: the registration as it is now, and what changed."""

    deal_registration_id: str
    record_version: int
    name: str
    customer_id: str | None
    customer_name: str
    product_id: str | None
    product_category: str | None
    amount: str
    currency: str
    expected_close_date: str
    status: str
    protected_from: str | None
    protected_until: str | None
    opportunity_id: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class DealRegistrationSubmitted(DealRegistrationEvent):
    type: ClassVar[str] = "sales.deal_registration.submitted"


class DealRegistrationAccepted(DealRegistrationEvent):
    type: ClassVar[str] = "sales.deal_registration.accepted"


@dataclass(frozen=True)
class DealRegistrationRefused(DealRegistrationEvent):
    type: ClassVar[str] = "sales.deal_registration.refused"
    refusal_reason: str


class DealRegistrationExtended(DealRegistrationEvent):
    type: ClassVar[str] = "sales.deal_registration.extended"


class DealRegistrationWithdrawn(DealRegistrationEvent):
    type: ClassVar[str] = "sales.deal_registration.withdrawn"


class DealRegistrationLapsed(DealRegistrationEvent):
    """The last day of the protection is over, and no opportunity came of it."""

    type: ClassVar[str] = "sales.deal_registration.lapsed"


class DealRegistrationConverted(DealRegistrationEvent):
    """`opportunity_id` says what came of it."""

    type: ClassVar[str] = "sales.deal_registration.converted"
