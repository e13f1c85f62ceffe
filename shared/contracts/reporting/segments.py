"""Segments: customers that a named rule holds for, kept current by the events of their customers."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import OPERATORS, FieldKind, Listing
from shared.contracts.reporting.deals import AsOfView
from shared.segmenting import QUIET, QUIET_OPERATORS

READ = "reporting.segment:read"
CREATE = "reporting.segment:create"
CHANGE = "reporting.segment:change"
REMOVE = "reporting.segment:remove"

RIGHTS = {
    READ: "See segments of customers, and who is in them as far as one sees the customers",
    CREATE: "Define segments of one's own",
    CHANGE: "Change the name and the rule of segments",
    REMOVE: "Remove segments",
}

FILLING, CURRENT = "filling", "current"
STATES = (FILLING, CURRENT)

_NAME = (validate.Length(min=1, max=200), validate.Regexp(r"[^\x00-\x1f]*\S"))
RULED = Listing(
    noun="customers of segments",
    view=Schema,
    fields={
        "level": FieldKind.CHOICE,
        "type": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "industry": FieldKind.CHOICE,
        "region": FieldKind.CHOICE,
        "territory_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "last_order_on": FieldKind.DATE,
        "last_touch_on": FieldKind.DATE,
    },
    picklists={
        "level": "customer_level",
        "type": "customer_type",
        "status": "customer_status",
        "industry": "industry",
        "region": "region",
    },
)
"""What a rule may ask of a customer. All of it is told to whoever sees the customer: a rule over deals and amounts
would tell of those that the reader of the segment does not see.
"""


def _told(ruled: Listing) -> dict[str, dict[str, Any]]:
    """By field what kind of value it holds, what it takes, and the managed list that it follows."""
    lists = {
        name: {"kind": str(kind), "operators": sorted(OPERATORS[kind]), "picklist": ruled.picklists.get(name)}
        for name, kind in ruled.fields.items()
    }
    quiet = {"kind": "days", "operators": sorted(QUIET_OPERATORS), "picklist": None}
    return lists | dict.fromkeys(QUIET, quiet)


_RULE = {
    "x-tenon-filters": _told(RULED),
    "description": "A tree as in POST <list>/search over level, type, status, industry, region, territory_id, "
    "owner_id, org_unit_id, created_at, last_order_on and last_touch_on of a customer; days_without_order and "
    f"days_without_touch take {', '.join(QUIET_OPERATORS)} and count from when the "
    "customer was recorded where there was none.",
}


class CreateSegment(StrictSchema):
    id = NewIdField()
    name = fields.String(required=True, validate=_NAME)
    rule = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(min=1), metadata=_RULE)


class ChangeSegment(StrictSchema):
    """With another rule all customers are held against it anew."""

    name = fields.String(validate=_NAME)
    rule = fields.Dict(keys=fields.String(), validate=validate.Length(min=1), metadata=_RULE)


class SegmentView(OwnedRecordView):
    """While it is `filling`, not all customers have been held against its rule."""

    name = fields.String()
    rule = fields.Dict(keys=fields.String())
    state = fields.String(validate=validate.OneOf(STATES))


class ShownSegmentView(SegmentView):
    as_of = fields.Nested(AsOfView)


class SegmentStayView(Schema):
    """That a customer is in a segment, or was."""

    id = IdField()
    customer = fields.Nested(NamedRef)
    entered_at = fields.AwareDateTime(format="iso")
    left_at = fields.AwareDateTime(format="iso", allow_none=True)


LISTING = Listing(
    noun="segments",
    view=SegmentView,
    fields={
        "id": FieldKind.ID,
        "name": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "name"),
    as_of=AsOfView,
    columns=("name", "state", "owner", "org_unit", "created_at", "updated_at"),
)

MEMBERS = Listing(
    noun="segment_members",
    view=SegmentStayView,
    fields={"id": FieldKind.ID, "customer_id": FieldKind.ID, "entered_at": FieldKind.TIME},
    sorts=("entered_at",),
    default_sort="-entered_at",
    as_of=AsOfView,
)

STAYS = Listing(
    noun="segment_stays",
    view=SegmentStayView,
    fields={
        "id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "entered_at": FieldKind.TIME,
        "left_at": FieldKind.TIME,
    },
    sorts=("entered_at", "left_at"),
    default_sort="-entered_at",
    as_of=AsOfView,
)


@dataclass(frozen=True)
class SegmentEvent(Event):
    """The segment as it is now, and what changed."""

    segment_id: str
    record_version: int
    name: str
    rule: dict[str, Any]
    owner_id: str
    org_unit_id: str
    changes: Changes


class SegmentCreated(SegmentEvent):
    type: ClassVar[str] = "reporting.segment.created"


class SegmentChanged(SegmentEvent):
    type: ClassVar[str] = "reporting.segment.changed"


class SegmentRemoved(SegmentEvent):
    """With who was in it; nobody is said to have left."""

    type: ClassVar[str] = "reporting.segment.removed"


@dataclass(frozen=True)
class SegmentMemberEvent(Event):
    """It is told to whom the customer belongs."""

    read_by: ClassVar[str | None] = READ
    segment_stay_id: str
    record_version: int
    segment_id: str
    customer_id: str
    entered_at: str
    left_at: str | None
    changes: Changes


class SegmentMemberEntered(SegmentMemberEvent):
    """The rule of the segment has come to hold for the customer."""

    type: ClassVar[str] = "reporting.segment_member.entered"


class SegmentMemberLeft(SegmentMemberEvent):
    """The rule of the segment holds for the customer no more, or the customer is gone."""

    type: ClassVar[str] = "reporting.segment_member.left"
