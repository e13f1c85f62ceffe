"""What the marketing service says about the customers that a campaign turns to."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "marketing.member:read"
INVITE = "marketing.member:invite"
RESPOND = "marketing.member:respond"
DECLINE = "marketing.member:decline"

RIGHTS = {
    READ: "See which customers a campaign turns to",
    INVITE: "Have campaigns turn to customers",
    RESPOND: "Record that a customer answered a campaign",
    DECLINE: "Record that a customer wants nothing of a campaign, with a reason",
}

STATUSES = ("invited", "interested", "declined")


class InviteCustomer(StrictSchema):
    id = NewIdField()
    customer_id = IdField(required=True)
    note = fields.String(allow_none=True, validate=validate.Length(max=2000))


class MemberView(OwnedRecordView):
    campaign = fields.Nested(NamedRef)
    customer = fields.Nested(NamedRef, allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    note = fields.String(allow_none=True)
    declined_reason = fields.String(allow_none=True)


LISTING = Listing(
    noun="campaign-members",
    view=MemberView,
    fields={
        "id": FieldKind.ID,
        "campaign_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
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


@dataclass(frozen=True)
class CustomerInvited(MemberEvent):
    """A campaign turned to a customer."""

    type: ClassVar[str] = "marketing.member.invited"


@dataclass(frozen=True)
class MemberResponded(MemberEvent):
    """The customer is interested."""

    type: ClassVar[str] = "marketing.member.responded"


@dataclass(frozen=True)
class MemberDeclined(MemberEvent):
    """The customer wants nothing of it."""

    type: ClassVar[str] = "marketing.member.declined"
    reason: str
