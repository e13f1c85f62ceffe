"""What the sales service says about leads on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MomentField, MoneyField, NewIdField, OwnedRecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.contacts import NAME, CreateContact
from shared.contracts.sales.customers import TOUCHES, CreateCustomer
from shared.contracts.sales.opportunities import OpenOpportunity, WarnedView
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "leads"

READ = "sales.lead:read"
CREATE = "sales.lead:create"
CHANGE = "sales.lead:change"
QUALIFY = "sales.lead:qualify"
LOSE = "sales.lead:lose"
REOPEN = "sales.lead:reopen"
CONVERT = "sales.lead:convert"
TRANSFER = "sales.lead:transfer"
TOUCH = "sales.lead:touch"
IMPORT = "sales.lead:import"
UNDO = "sales.lead:undo"
SHARE = "sales.lead:share"

RIGHTS = {
    READ: "See leads",
    CREATE: "Record leads",
    CHANGE: "Edit leads",
    QUALIFY: "Qualify leads",
    LOSE: "Give leads up, with a reason",
    REOPEN: "Take lost leads up again",
    CONVERT: "Turn leads into customers, contacts and opportunities",
    UNDO: "Take back what one's own imports and bulks did to leads",
    IMPORT: "Load leads from a file, by their external id",
    TRANSFER: "Hand leads over to another owner",
    TOUCH: "Log that somebody was in touch with a lead",
    SHARE: "Open leads to other people and units",
}

STATUSES = ("new", "qualified", "converted", "lost")
SOURCES = ("manual", "campaign", "activity", "case")
PICKLISTS = {"industry": "industry", "region": "region"}
"""The fields that follow a managed list of the company."""

ASSIGNED, NOBODY_LEFT, HANDED_OVER = "assigned", "nobody_left", "handed_over"
OUTCOMES = (ASSIGNED, NOBODY_LEFT, HANDED_OVER)

CONVERSION = ("customer", "contact", "opportunity")


class _LeadFields(StrictSchema):
    custom = CustomValues(ENTITY)
    company = fields.String(allow_none=True, validate=validate.Length(max=200))
    email = fields.Email(allow_none=True, validate=validate.Length(max=254))
    phone = fields.String(allow_none=True, validate=validate.Length(max=50))
    note = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    industry = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("industry"))
    region = fields.String(allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("region"))
    external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))


class CreateLead(_LeadFields):
    id = NewIdField()
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    budget = MoneyField(allow_none=True, least=Decimal("0.01"))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    source_kind = fields.String(validate=validate.OneOf(SOURCES))
    source_id = IdField(allow_none=True)


class ChangeLead(_LeadFields):
    name = fields.String(validate=validate.Length(min=1, max=200))


class LeadRow(_LeadFields):
    """A lead in a file; `external_id` says which, `owner_login` whose it is."""

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    owner_login = fields.String(validate=validate.Length(min=1, max=64))


class QualifyLead(StrictSchema):
    budget = MoneyField(required=True)


class TransferLead(StrictSchema):
    owner_id = IdField(required=True)


class TouchLead(StrictSchema):
    """`at` is when it happened, by default now."""

    kind = fields.String(required=True, validate=validate.OneOf(TOUCHES))
    summary = fields.String(allow_none=True, validate=validate.Length(max=500))
    at = MomentField()


class CustomerOfLead(CreateCustomer):
    """What is not said is taken from the lead."""

    name = fields.String(validate=NAME)


class ContactOfLead(CreateContact):
    """What is not said is taken from the lead; the customer is the conversion's."""

    class Meta(CreateContact.Meta):
        exclude = ("kind", "customer_id", "organisation")

    name = fields.String(validate=NAME)


class OpportunityOfLead(OpenOpportunity):
    """What is not said is taken from the lead; the customer is the conversion's, and unless said so is the contact."""

    class Meta(OpenOpportunity.Meta):
        exclude = ("customer_id", "external_id")

    name = fields.String(validate=NAME)


class ConvertLead(StrictSchema):
    """For each of the three either a new one or the id of one to link; contact and opportunity may be left out."""

    customer = fields.Nested(CustomerOfLead)
    customer_id = IdField()
    contact = fields.Nested(ContactOfLead)
    contact_id = IdField()
    opportunity = fields.Nested(OpportunityOfLead)
    opportunity_id = IdField()

    @validates_schema
    def name_each_part_once(self, data: dict[str, Any], **_: Any) -> None:
        both = [f"{part}_id" for part in CONVERSION if {part, f"{part}_id"} <= data.keys()]
        twice = {name: ["Give a new one or an id, not both."] for name in both}
        if twice:
            raise ValidationError(twice)
        if not {"customer", "customer_id"} & data.keys():
            raise ValidationError({"customer": ["Give a new customer or the id of one."]})


class LeadView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    name = fields.String()
    company = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    external_id = fields.String(allow_none=True)
    budget = MoneyField(allow_none=True)
    currency = fields.String()
    lost_reason = fields.String(allow_none=True)
    source_kind = fields.String()
    source_id = IdField(allow_none=True)
    last_touch_at = fields.AwareDateTime(format="iso", allow_none=True)
    converted_at = fields.AwareDateTime(format="iso", allow_none=True)
    customer_id = IdField(allow_none=True)
    contact_id = IdField(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    assignment_rule_id = IdField(allow_none=True)
    assignment = fields.Dict(
        keys=fields.String(),
        values=fields.String(allow_none=True),
        allow_none=True,
        metadata={
            "description": "What the rule did with the lead when it was new, null where none was for it: `outcome` "
            f"({', '.join(OUTCOMES)}), `rule_id`, `rule_name`, `method`, `reason` and `at`."
        },
    )


class ConvertedLeadView(WarnedView, LeadView):
    """The warning is there where the lead became a new opportunity."""


class LeadSourcesQuery(StrictSchema):
    """Which of the leads in the caller's sight are counted: those recorded on these days (UTC), all unless said."""

    since = fields.Date()
    until = fields.Date()
    source_kind = fields.String(validate=validate.OneOf(SOURCES))
    org_unit = IdField()
    include_children = fields.Boolean(load_default=False)


class LeadSourceCountsView(Schema):
    leads = fields.Integer()
    qualified = fields.Integer()
    converted = fields.Integer()
    lost = fields.Integer()


class LeadSourceRowView(LeadSourceCountsView):
    """One source; the leads behind it are listed by a filter of `source_kind` and `source_id`."""

    source_kind = fields.String(validate=validate.OneOf(SOURCES))
    source_id = IdField(allow_none=True)


class LeadSourcesView(Schema):
    rows = fields.List(fields.Nested(LeadSourceRowView))
    more = fields.Boolean(metadata={"description": "There are other sources beyond these rows; narrow the question."})
    totals = fields.Nested(LeadSourceCountsView)


MOST_SOURCES = 200

LISTING = Listing(
    noun=ENTITY,
    view=LeadView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "company": FieldKind.TEXT,
        "email": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "budget": FieldKind.MONEY,
        "source_kind": FieldKind.CHOICE,
        "source_id": FieldKind.ID,
        "region": FieldKind.TEXT,
        "assignment_rule_id": FieldKind.ID,
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "last_touch_at": FieldKind.TIME,
        "customer_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name", "budget", "last_touch_at"),
    totals=("budget",),
    searchable=True,
    customised=True,
    columns=("name", "company", "status", "budget", "source_kind", "owner", "last_touch_at", "created_at"),
    picklists=PICKLISTS,
)


@dataclass(frozen=True)
class LeadEvent(CustomisedEvent):
    """What each event about a lead tells: the lead as it is now, and what changed.

    `unit_path` and `owner_path` are where unit and owner stood in the organisation when it happened, in node numbers;
    events of before they were told lack it.
    """

    lead_id: str
    record_version: int
    name: str
    company: str | None
    status: str
    budget: str | None
    currency: str
    owner_id: str
    org_unit_id: str
    source_kind: str
    source_id: str | None
    changes: Changes
    unit_path: str = field(default="", kw_only=True)
    owner_path: str = field(default="", kw_only=True)


class LeadCreated(LeadEvent):
    type: ClassVar[str] = "sales.lead.created"


class LeadChanged(LeadEvent):
    type: ClassVar[str] = "sales.lead.changed"


class LeadQualified(LeadEvent):
    type: ClassVar[str] = "sales.lead.qualified"


@dataclass(frozen=True)
class LeadLost(LeadEvent):
    type: ClassVar[str] = "sales.lead.lost"
    reason: str


class LeadReopened(LeadEvent):
    type: ClassVar[str] = "sales.lead.reopened"


@dataclass(frozen=True)
class LeadConverted(LeadEvent):
    type: ClassVar[str] = "sales.lead.converted"
    customer_id: str
    contact_id: str | None
    opportunity_id: str | None


class LeadRemoved(LeadEvent):
    """A job that had recorded the lead was taken back."""

    type: ClassVar[str] = "sales.lead.removed"


@dataclass(frozen=True)
class LeadTransferred(LeadEvent):
    type: ClassVar[str] = "sales.lead.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class LeadRuled(LeadEvent):
    """What each event about a lead and the rules for new ones tells: which of them spoke, and why as it did."""

    rule_id: str
    rule_name: str
    method: str
    reason: str


@dataclass(frozen=True)
class LeadAssigned(LeadRuled):
    """A rule gave a new lead to its owner."""

    type: ClassVar[str] = "sales.lead.assigned"
    from_owner_id: str
    to_owner_id: str


class LeadLeftUnassigned(LeadRuled):
    """The rules that were for a new lead had nobody left to give it to; it stays with whoever recorded it."""

    type: ClassVar[str] = "sales.lead.left_unassigned"


@dataclass(frozen=True)
class LeadTouched(LeadEvent):
    """Somebody was in touch with the lead."""

    type: ClassVar[str] = "sales.lead.touched"
    kind: str
    summary: str | None
    at: str


@dataclass(frozen=True)
class LeadShared(LeadEvent, RecordShared):
    type: ClassVar[str] = "sales.lead.shared"


@dataclass(frozen=True)
class LeadShareRevoked(LeadEvent, ShareRevoked):
    type: ClassVar[str] = "sales.lead.share_revoked"
