"""What the marketing service says about the customers that a campaign turns to."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "marketing.member:read"
INVITE = "marketing.member:invite"
CHANGE = "marketing.member:change"
RESPOND = "marketing.member:respond"
DECLINE = "marketing.member:decline"
IMPORT = "marketing.member:import"
UNDO = "marketing.member:undo"

RIGHTS = {
    READ: "See which customers a campaign turns to",
    INVITE: "Have campaigns turn to customers",
    CHANGE: "Edit what is noted of a customer in a campaign",
    RESPOND: "Record that a customer answered a campaign",
    DECLINE: "Record that a customer wants nothing of a campaign, with a reason",
    IMPORT: "Load the customers that campaigns turn to from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to the customers of campaigns",
}

STATUSES = ("invited", "interested", "declined")

_NOTE = validate.Length(max=2000)
_KEY = validate.Length(min=1, max=120)


class InviteCustomer(StrictSchema):
    id = NewIdField()
    customer_id = IdField(required=True)
    note = fields.String(allow_none=True, validate=_NOTE)
    external_id = fields.String(allow_none=True, validate=_KEY)


class ChangeMember(StrictSchema):
    note = fields.String(allow_none=True, validate=_NOTE)
    external_id = fields.String(allow_none=True, validate=_KEY)


class MemberRow(StrictSchema):
    """A customer of a campaign in a file; `external_id` says which. Campaign and customer are named by their external
    ids and are said once. What the customer answered is said by the verbs, not by a file.
    """

    external_id = fields.String(required=True, validate=_KEY)
    campaign_external_id = fields.String(required=True, allow_none=True, validate=_KEY)
    customer_external_id = fields.String(required=True, allow_none=True, validate=_KEY)
    note = fields.String(allow_none=True, validate=_NOTE)


class MemberView(OwnedRecordView):
    campaign = fields.Nested(NamedRef)
    customer = fields.Nested(NamedRef, allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    note = fields.String(allow_none=True)
    declined_reason = fields.String(allow_none=True)
    external_id = fields.String(allow_none=True)
    campaign_external_id = fields.String(allow_none=True)
    customer_external_id = fields.String(allow_none=True)


LISTING = Listing(
    noun="campaign-members",
    view=MemberView,
    fields={
        "id": FieldKind.ID,
        "campaign_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
    },
    sorts=("created_at",),
)


@dataclass(frozen=True)
class MemberEvent(Event):
    """What each event about a member tells: the member as it is now, and what changed."""

    member_id: str
    campaign_id: str
    customer_id: str
    status: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class CustomerInvited(MemberEvent):
    """A campaign turned to a customer."""

    type: ClassVar[str] = "marketing.member.invited"


class MemberChanged(MemberEvent):
    type: ClassVar[str] = "marketing.member.changed"


class MemberResponded(MemberEvent):
    """The customer is interested."""

    type: ClassVar[str] = "marketing.member.responded"


@dataclass(frozen=True)
class MemberDeclined(MemberEvent):
    """The customer wants nothing of it."""

    type: ClassVar[str] = "marketing.member.declined"
    reason: str


class MemberRemoved(MemberEvent):
    """A job that had recorded the member was taken back."""

    type: ClassVar[str] = "marketing.member.removed"
