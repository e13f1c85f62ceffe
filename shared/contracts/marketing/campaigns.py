"""What the marketing service says about campaigns on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import MoneyField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sharing import RecordShared, ShareRevoked

READ = "marketing.campaign:read"
CREATE = "marketing.campaign:create"
CHANGE = "marketing.campaign:change"
LAUNCH = "marketing.campaign:launch"
FINISH = "marketing.campaign:finish"
CANCEL = "marketing.campaign:cancel"
SHARE = "marketing.campaign:share"
UNDO = "marketing.campaign:undo"
IMPORT = "marketing.campaign:import"

RIGHTS = {
    READ: "See campaigns and what they brought in",
    CREATE: "Plan campaigns",
    CHANGE: "Edit campaigns",
    LAUNCH: "Launch campaigns, which opens their public form",
    FINISH: "Finish campaigns, which closes their public form",
    CANCEL: "Call campaigns off, with a reason",
    SHARE: "Open campaigns to other people and units",
    UNDO: "Take back what one's own imports and bulks did to campaigns, launches too",
    IMPORT: "Load campaigns from a file, by their external id",
}

KINDS = ("web", "mail", "call", "seminar", "event", "exhibition", "other")
STATUSES = ("planned", "running", "finished", "cancelled")


class _CampaignFields(StrictSchema):
    goal = fields.String(allow_none=True, validate=validate.Length(max=2000))
    budget = MoneyField(allow_none=True)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    external_id = fields.String(allow_none=True, validate=validate.Length(min=1, max=120))


class CreateCampaign(_CampaignFields):
    id = NewIdField()
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


class ChangeCampaign(_CampaignFields):
    name = fields.String(validate=validate.Length(min=1, max=200))
    kind = fields.String(validate=validate.OneOf(KINDS))


class CampaignRow(_CampaignFields):
    """A campaign in a file; `external_id` says which. It is planned until somebody launches it."""

    external_id = fields.String(required=True, validate=validate.Length(min=1, max=120))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


class CampaignView(OwnedRecordView):
    name = fields.String()
    goal = fields.String(allow_none=True)
    kind = fields.String(validate=validate.OneOf(KINDS))
    status = fields.String(validate=validate.OneOf(STATUSES))
    budget = MoneyField(allow_none=True)
    currency = fields.String()
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    cancelled_reason = fields.String(allow_none=True)
    external_id = fields.String(allow_none=True)
    form_key = fields.String()
    captured_count = fields.Integer()
    spam_count = fields.Integer()
    leads_count = fields.Integer()
    leads_value = MoneyField()


LISTING = Listing(
    noun="campaigns",
    view=CampaignView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "kind": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "budget": FieldKind.MONEY,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "external_id": FieldKind.TEXT,
        "captured_count": FieldKind.NUMBER,
        "leads_count": FieldKind.NUMBER,
        "leads_value": FieldKind.MONEY,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name", "budget"),
    totals=("budget", "leads_value"),
    searchable=True,
)


@dataclass(frozen=True)
class CampaignEvent(Event):
    """What each event about a campaign tells: the campaign as it is now, and what changed."""

    campaign_id: str
    name: str
    kind: str
    goal: str | None
    status: str
    budget: str | None
    currency: str
    starts_on: str | None
    ends_on: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class CampaignCreated(CampaignEvent):
    """A campaign was planned."""

    type: ClassVar[str] = "marketing.campaign.created"


class CampaignChanged(CampaignEvent):
    """The plan of a campaign was edited."""

    type: ClassVar[str] = "marketing.campaign.changed"


class CampaignLaunched(CampaignEvent):
    """A campaign runs now; its public form is open."""

    type: ClassVar[str] = "marketing.campaign.launched"


class CampaignFinished(CampaignEvent):
    """A campaign is over; its public form is closed."""

    type: ClassVar[str] = "marketing.campaign.finished"


@dataclass(frozen=True)
class CampaignCancelled(CampaignEvent):
    """A campaign was called off."""

    type: ClassVar[str] = "marketing.campaign.cancelled"
    reason: str


class CampaignRemoved(CampaignEvent):
    """A job that had planned the campaign was taken back."""

    type: ClassVar[str] = "marketing.campaign.removed"


@dataclass(frozen=True)
class CampaignCounted(CampaignEvent):
    """What a campaign brought in has changed: a capture, spam kept out, a lead, or a lead's worth."""

    type: ClassVar[str] = "marketing.campaign.counted"
    captured_count: int
    spam_count: int
    leads_count: int
    leads_value: str


@dataclass(frozen=True)
class LeadCaptured(Event):
    """Somebody left name and address in the public form of a campaign; told once a capture."""

    type: ClassVar[str] = "marketing.form.lead_captured"
    read_by: ClassVar[str | None] = "marketing.capture:read"
    capture_id: str
    campaign_id: str
    campaign_name: str
    name: str
    company: str | None
    email: str | None
    phone: str | None
    note: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


@dataclass(frozen=True)
class CampaignShared(CampaignEvent, RecordShared):
    type: ClassVar[str] = "marketing.campaign.shared"


@dataclass(frozen=True)
class CampaignShareRevoked(CampaignEvent, ShareRevoked):
    type: ClassVar[str] = "marketing.campaign.share_revoked"
