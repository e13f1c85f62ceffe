"""What the sales service says on the wire about commission plans: whom they pay, for what, and at which rates."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, TypedDict

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.commission_plan:read"
DEFINE = "sales.commission_plan:define"
CHANGE = "sales.commission_plan:change"
REVISE = "sales.commission_plan:revise"

RIGHTS = {
    READ: "See commission plans",
    DEFINE: "Define commission plans for people and units",
    CHANGE: "Rename commission plans, and say when they end",
    REVISE: "Set the tiers and shares of commission plans from a day to come on",
}

PAID, SHIPPED = "paid", "shipped"
BASES = (PAID, SHIPPED)
MONTH, QUARTER = "month", "quarter"
PERIODS = (MONTH, QUARTER)
MOST_TIERS, MOST_SHARES, MOST_PEOPLE = 20, 20, 500
_NAME = validate.Length(min=1, max=200)
_PERCENT = validate.Range(max=100)


class TierForm(StrictSchema):
    """What lies above this amount, up to where the next tier begins, earns this much in percent."""

    above = MoneyField(required=True)
    percent = MoneyField(required=True, validate=_PERCENT)


class ShareForm(StrictSchema):
    """Without a person it is the share of whoever owns the order."""

    person_id = IdField(allow_none=True, load_default=None)
    percent = MoneyField(required=True, least=Decimal("0.0001"), validate=_PERCENT)


class _Terms(StrictSchema):
    """Tiers begin at zero and rise. Shares sum to 100; without any, the owner of the order gets all."""

    tiers = fields.List(fields.Nested(TierForm), required=True, validate=validate.Length(min=1, max=MOST_TIERS))
    shares = fields.List(
        fields.Nested(ShareForm),
        load_default=lambda: [{"person_id": None, "percent": Decimal(100)}],
        validate=validate.Length(min=1, max=MOST_SHARES),
    )


class DefineCommissionPlan(_Terms):
    """For the orders of these people, or of everybody in this unit and those below it; one of the two is said."""

    id = NewIdField()
    name = fields.String(required=True, validate=_NAME)
    basis = fields.String(required=True, validate=validate.OneOf(BASES))
    period = fields.String(required=True, validate=validate.OneOf(PERIODS))
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    unit_id = IdField(allow_none=True, load_default=None)
    person_ids = fields.List(IdField(), load_default=list, validate=validate.Length(max=MOST_PEOPLE))
    starts_on = fields.Date(required=True, metadata={"description": "Today or later."})
    ends_on = fields.Date(allow_none=True, load_default=None)


class ChangeCommissionPlan(StrictSchema):
    """Whom it pays for what stays; define another plan for another."""

    name = fields.String(validate=_NAME)
    ends_on = fields.Date(allow_none=True)


class ReviseCommissionPlan(_Terms):
    """Terms that hold from this day on, in place of those that were to begin then or later."""

    starts_on = fields.Date(required=True, metadata={"description": "Tomorrow or later."})


class TierView(Schema):
    above = MoneyField()
    percent = MoneyField()


class ShareView(Schema):
    person_id = IdField(allow_none=True, metadata={"description": "Null for whoever owns the order."})
    percent = MoneyField()


class TermsView(Schema):
    starts_on = fields.Date()
    tiers = fields.List(fields.Nested(TierView))
    shares = fields.List(fields.Nested(ShareView))


class CommissionPlanSummaryView(OwnedRecordView):
    name = fields.String()
    basis = fields.String(
        validate=validate.OneOf(BASES),
        metadata={"description": "What earns: payments that came in, or goods that left."},
    )
    period = fields.String(
        validate=validate.OneOf(PERIODS), metadata={"description": "Tiers count anew in each month or quarter."}
    )
    currency = fields.String(metadata={"description": "Orders in another currency earn nothing by this plan."})
    unit_id = IdField(allow_none=True)
    starts_on = fields.Date()
    ends_on = fields.Date(allow_none=True)


class CommissionPlanView(CommissionPlanSummaryView):
    """A plan with the people it names and with all its terms, the earliest first."""

    person_ids = fields.List(IdField())
    terms = fields.List(fields.Nested(TermsView))


LISTING = Listing(
    noun="commission-plans",
    view=CommissionPlanSummaryView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "basis": FieldKind.CHOICE,
        "period": FieldKind.CHOICE,
        "currency": FieldKind.CHOICE,
        "unit_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("name", "starts_on", "created_at", "updated_at"),
    columns=("name", "basis", "period", "currency", "unit_id", "starts_on", "ends_on"),
)


class ToldTier(TypedDict):
    above: str
    percent: str


class ToldShare(TypedDict):
    person_id: str | None
    percent: str


class ToldTerms(TypedDict):
    """Tiers and shares, and the day from which on they hold."""

    starts_on: str
    tiers: list[ToldTier]
    shares: list[ToldShare]


@dataclass(frozen=True)
class CommissionPlanEvent(Event):
    """What each event about a plan tells: the plan as it is now, and what changed."""

    commission_plan_id: str
    record_version: int
    name: str
    basis: str
    period: str
    currency: str
    unit_id: str | None
    person_ids: list[str]
    starts_on: str
    ends_on: str | None
    terms: list[ToldTerms]
    owner_id: str
    org_unit_id: str
    changes: Changes


class CommissionPlanDefined(CommissionPlanEvent):
    type: ClassVar[str] = "sales.commission_plan.defined"


class CommissionPlanChanged(CommissionPlanEvent):
    type: ClassVar[str] = "sales.commission_plan.changed"


class CommissionPlanRevised(CommissionPlanEvent):
    type: ClassVar[str] = "sales.commission_plan.revised"
