"""What the sales service says about leads on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.lead:read"
CREATE = "sales.lead:create"
CHANGE = "sales.lead:change"
QUALIFY = "sales.lead:qualify"
LOSE = "sales.lead:lose"
REOPEN = "sales.lead:reopen"

RIGHTS = {
    READ: "See leads",
    CREATE: "Record leads",
    CHANGE: "Edit leads",
    QUALIFY: "Qualify leads",
    LOSE: "Give leads up, with a reason",
    REOPEN: "Take lost leads up again",
}

STATUSES = ("new", "qualified", "converted", "lost")
SOURCES = ("manual", "campaign", "activity", "case")


class _LeadFields(StrictSchema):
    company = fields.String(allow_none=True, validate=validate.Length(max=200))
    email = fields.Email(allow_none=True, validate=validate.Length(max=254))
    phone = fields.String(allow_none=True, validate=validate.Length(max=50))
    note = fields.String(allow_none=True, validate=validate.Length(max=10_000))


class CreateLead(_LeadFields):
    id = IdField()
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}$"))
    source_kind = fields.String(validate=validate.OneOf(SOURCES))
    source_id = IdField(allow_none=True)


class ChangeLead(_LeadFields):
    name = fields.String(validate=validate.Length(min=1, max=200))


class QualifyLead(StrictSchema):
    budget = MoneyField(required=True)


class LeadView(OwnedRecordView):
    name = fields.String()
    company = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    budget = MoneyField(allow_none=True)
    currency = fields.String()
    lost_reason = fields.String(allow_none=True)
    source_kind = fields.String()
    source_id = IdField(allow_none=True)
    last_touch_at = fields.AwareDateTime(format="iso", allow_none=True)


LISTING = Listing(
    noun="leads",
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
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "last_touch_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name", "budget"),
    totals=("budget",),
    searchable=True,
)


@dataclass(frozen=True)
class LeadEvent(Event):
    """What each event about a lead tells: the lead as it is now, and what changed."""

    lead_id: str
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


@dataclass(frozen=True)
class LeadCreated(LeadEvent):
    type: ClassVar[str] = "sales.lead.created"


@dataclass(frozen=True)
class LeadChanged(LeadEvent):
    type: ClassVar[str] = "sales.lead.changed"


@dataclass(frozen=True)
class LeadQualified(LeadEvent):
    type: ClassVar[str] = "sales.lead.qualified"


@dataclass(frozen=True)
class LeadLost(LeadEvent):
    type: ClassVar[str] = "sales.lead.lost"
    reason: str


@dataclass(frozen=True)
class LeadReopened(LeadEvent):
    type: ClassVar[str] = "sales.lead.reopened"
