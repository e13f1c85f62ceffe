"""What the sales service says about opportunities on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, OwnedRecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.board import BOARD
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "opportunities"

READ = "sales.opportunity:read"
CREATE = "sales.opportunity:create"
CHANGE = "sales.opportunity:change"
ADVANCE = "sales.opportunity:advance"
WIN = "sales.opportunity:win"
LOSE = "sales.opportunity:lose"
REOPEN = "sales.opportunity:reopen"
TRANSFER = "sales.opportunity:transfer"
SHARE = "sales.opportunity:share"
IMPORT = "sales.opportunity:import"
UNDO = "sales.opportunity:undo"

RIGHTS = {
    READ: "See opportunities",
    CREATE: "Open opportunities",
    CHANGE: "Edit open opportunities",
    ADVANCE: "Move opportunities to another stage",
    WIN: "Win opportunities",
    LOSE: "Lose opportunities, with a reason",
    REOPEN: "Take closed opportunities up again",
    TRANSFER: "Hand opportunities over to another owner",
    SHARE: "Open opportunities to other people and units",
    IMPORT: "Load opportunities of the past and present from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to opportunities",
}

STATUSES = ("open", "won", "lost")
PICKLISTS = {"source": "opportunity_source", "lost_reason": "lost_reason"}
"""The fields that follow a managed list of the company."""

CHANNELS = ("direct", "dealer", "agent", "web")

_NAME = validate.Length(min=1, max=200)
_DESCRIPTION = validate.Length(max=500)
_CURRENCY = validate.Regexp(r"^[A-Z]{3}\Z")
_PERCENT = validate.Range(min=0, max=100)


class _OpportunityFields(StrictSchema):
    custom = CustomValues(ENTITY)
    customer_id = IdField(allow_none=True)
    contact_id = IdField(allow_none=True)
    product_id = IdField(allow_none=True)
    description = fields.String(allow_none=True, validate=_DESCRIPTION)
    amount = MoneyField(allow_none=True)
    currency = fields.String(validate=_CURRENCY)
    expected_close_date = fields.Date(allow_none=True)
    engaged_on = fields.Date(allow_none=True)
    source = fields.String(allow_none=True, validate=validate.Length(max=100), metadata=follows("opportunity_source"))
    channel = fields.String(validate=validate.OneOf(CHANNELS))
    next_step = fields.String(allow_none=True, validate=validate.Length(max=500))
    next_step_on = fields.Date(allow_none=True)


class OpenOpportunity(_OpportunityFields):
    id = NewIdField()
    name = fields.String(required=True, validate=_NAME)
    stage = fields.String(validate=validate.Length(min=1, max=40))
    external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))


class ChangeOpportunity(_OpportunityFields):
    """Plain fields. A `probability` sets the seller's own; null follows the stage again."""

    name = fields.String(validate=_NAME)
    probability = fields.Integer(strict=True, allow_none=True, validate=_PERCENT)


class OpportunityRow(StrictSchema):
    """An opportunity in a file; `external_id` says which. Owner, customer, contact and product are named by their
    keys.
    """

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    name = fields.String(required=True, validate=_NAME)
    owner_login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    status = fields.String(validate=validate.OneOf(STATUSES))
    stage = fields.String(allow_none=True, validate=validate.Length(min=1, max=40))
    amount = MoneyField(allow_none=True)
    currency = fields.String(validate=_CURRENCY)
    customer_external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))
    contact_external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))
    product_code = fields.String(allow_none=True, validate=validate.Length(min=1, max=60))
    description = fields.String(allow_none=True, validate=_DESCRIPTION)
    engaged_on = fields.Date(allow_none=True)
    closed_on = fields.Date(allow_none=True)
    expected_close_date = fields.Date(allow_none=True)
    source = fields.String(allow_none=True, validate=validate.Length(max=100), metadata=follows("opportunity_source"))
    channel = fields.String(validate=validate.OneOf(CHANNELS))
    next_step = fields.String(allow_none=True, validate=validate.Length(max=500))
    lost_reason = fields.String(allow_none=True, validate=validate.Length(max=500), metadata=follows("lost_reason"))
    winner_competitor = fields.String(allow_none=True, validate=validate.Length(max=200))
    custom = CustomValues(ENTITY)


class AdvanceOpportunity(StrictSchema):
    stage = fields.String(required=True, validate=validate.Length(min=1, max=40))


class WinOpportunity(StrictSchema):
    amount = MoneyField()
    closed_on = fields.Date()


class LoseOpportunity(StrictSchema):
    """Who won is one of the deal's competitors, by `competitor_id`, or somebody else, by name."""

    reason = fields.String(
        required=True, validate=lambda text: 1 <= len(text.strip()) <= 500, metadata=follows("lost_reason")
    )
    competitor = fields.String(allow_none=True, validate=validate.Length(max=200))
    competitor_id = IdField()

    @validates_schema
    def name_one_winner(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("competitor") and "competitor_id" in data:
            raise ValidationError("The winner is named already.", "competitor_id")


class TransferOpportunity(StrictSchema):
    owner_id = IdField(required=True)


ROUND_ROBIN, LEAST_LOADED = "round_robin", "least_loaded"
ASSIGNMENT_RULES = (ROUND_ROBIN, LEAST_LOADED)
MOST_ASSIGNED = 200


class AssignOpportunities(StrictSchema):
    """`round_robin` goes through the people in their order, `least_loaded` takes whoever has the fewest open deals."""

    opportunity_ids = fields.List(IdField(), required=True, validate=validate.Length(min=1, max=MOST_ASSIGNED))
    person_ids = fields.List(IdField(), required=True, validate=validate.Length(min=1, max=50))
    rule = fields.String(required=True, validate=validate.OneOf(ASSIGNMENT_RULES))


class AssignmentView(Schema):
    """What became of one deal; `code` and `detail` say why it was refused."""

    opportunity_id = IdField()
    outcome = fields.String(validate=validate.OneOf(("assigned", "unchanged", "refused")))
    owner_id = IdField(allow_none=True)
    code = fields.String(allow_none=True)
    detail = fields.String(allow_none=True)


class AssignedView(Schema):
    data = fields.List(fields.Nested(AssignmentView))


class OpportunityView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    name = fields.String()
    number = fields.String()
    stage = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    amount = MoneyField(allow_none=True)
    currency = fields.String()
    probability = fields.Integer()
    probability_overridden = fields.Boolean()
    weighted_amount = MoneyField(allow_none=True)
    customer = fields.Nested(NamedRef, allow_none=True)
    contact = fields.Nested(NamedRef, allow_none=True)
    description = fields.String(allow_none=True)
    product = fields.Nested(NamedRef, allow_none=True)
    expected_close_date = fields.Date(allow_none=True)
    closed_at = fields.AwareDateTime(format="iso", allow_none=True)
    engaged_on = fields.Date(allow_none=True)
    source = fields.String(allow_none=True, metadata=follows("opportunity_source"))
    channel = fields.String()
    lost_reason = fields.String(allow_none=True, metadata=follows("lost_reason"))
    winner_competitor = fields.String(allow_none=True)
    next_step = fields.String(allow_none=True)
    next_step_on = fields.Date(allow_none=True)
    last_touch_at = fields.AwareDateTime(format="iso", allow_none=True)
    external_id = fields.String(allow_none=True)
    deal_registration_id = IdField(
        allow_none=True, metadata={"description": "The registered deal of a partner that it comes of."}
    )


class RegistrationWarning(Schema):
    protected_until = fields.Date()


class WarnedView(Schema):
    registration_warning = fields.Nested(
        RegistrationWarning,
        metadata={"description": "There for the house, where a partner is protected with the customer."},
    )


class OpenedOpportunityView(WarnedView, OpportunityView):
    """The deal, and what stands against it."""


LISTING = Listing(
    noun=ENTITY,
    view=OpportunityView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "number": FieldKind.TEXT,
        "stage": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "weighted_amount": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "probability": FieldKind.NUMBER,
        "probability_overridden": FieldKind.FLAG,
        "customer_id": FieldKind.ID,
        "customer_name": FieldKind.TEXT,
        "contact_id": FieldKind.ID,
        "contact_name": FieldKind.TEXT,
        "description": FieldKind.TEXT,
        "product_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "expected_close_date": FieldKind.DATE,
        "closed_at": FieldKind.TIME,
        "engaged_on": FieldKind.DATE,
        "source": FieldKind.TEXT,
        "channel": FieldKind.CHOICE,
        "lost_reason": FieldKind.TEXT,
        "winner_competitor": FieldKind.TEXT,
        "next_step": FieldKind.TEXT,
        "next_step_on": FieldKind.DATE,
        "last_touch_at": FieldKind.TIME,
        "external_id": FieldKind.TEXT,
        "deal_registration_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=(
        "created_at",
        "updated_at",
        "amount",
        "weighted_amount",
        "expected_close_date",
        "next_step_on",
        "closed_at",
        "name",
        "customer_name",
        "contact_name",
        "description",
        "number",
        "probability",
        "stage",
        "status",
        "last_touch_at",
    ),
    totals=("amount", "weighted_amount"),
    searchable=True,
    customised=True,
    columns=("name", "customer", "stage", "amount", "probability", "owner", "expected_close_date", "updated_at"),
    picklists=PICKLISTS,
    board=BOARD,
)


@dataclass(frozen=True)
class OpportunityEvent(CustomisedEvent):
    """What each event about an opportunity tells: the deal as it is now, and what changed.

    `record_version` is the record's own (`version` is that of the event's format), so that a consumer may pass over
    what is older than what it has. Amounts are decimal strings, times ISO 8601. `unit_path` and `owner_path` are where
    unit and owner stood in the organisation when it happened, in node numbers; events of before they were told lack it.
    """

    opportunity_id: str
    record_version: int
    number: str
    name: str
    stage: str
    status: str
    amount: str | None
    currency: str
    probability: int
    probability_overridden: bool
    customer_id: str | None
    customer_name: str | None
    product_id: str | None
    product_name: str | None
    channel: str
    owner_id: str
    org_unit_id: str
    expected_close_date: str | None
    closed_at: str | None
    created_at: str
    changes: Changes
    contact_id: str | None = field(default=None, kw_only=True)
    description: str | None = field(default=None, kw_only=True)
    unit_path: str = field(default="", kw_only=True)
    owner_path: str = field(default="", kw_only=True)


class OpportunityOpened(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.opened"


class OpportunityRecorded(OpportunityEvent):
    """A deal was taken over from elsewhere as it stood there, or brought in step with it again."""

    type: ClassVar[str] = "sales.opportunity.recorded"


class OpportunityChanged(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.changed"


@dataclass(frozen=True)
class OpportunityTouched(OpportunityEvent):
    """An activity about the deal was recorded; `changes` has the last touch and the next step."""

    type: ClassVar[str] = "sales.opportunity.touched"
    activity_id: str


class OpportunityRemoved(OpportunityEvent):
    """A job that had recorded the deal was taken back."""

    type: ClassVar[str] = "sales.opportunity.removed"


@dataclass(frozen=True)
class OpportunityStageChanged(OpportunityEvent):
    """`risen` says whether the deal came nearer to being won. The people and units it is shared with stand beside it,
    because they may read it too.
    """

    type: ClassVar[str] = "sales.opportunity.stage_changed"
    from_stage: str
    to_stage: str
    from_position: int
    to_position: int
    risen: bool
    shared_people: list[str]
    shared_units: list[str]


class OpportunityWon(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.won"


@dataclass(frozen=True)
class OpportunityLost(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.lost"
    reason: str
    competitor: str | None


class OpportunityReopened(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.reopened"


@dataclass(frozen=True)
class OpportunityTransferred(OpportunityEvent):
    type: ClassVar[str] = "sales.opportunity.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class OpportunityShared(OpportunityEvent, RecordShared):
    type: ClassVar[str] = "sales.opportunity.shared"


@dataclass(frozen=True)
class OpportunityShareRevoked(OpportunityEvent, ShareRevoked):
    type: ClassVar[str] = "sales.opportunity.share_revoked"
