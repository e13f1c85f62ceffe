"""What is said on the wire about planned changes: moves and memberships that begin or end on a day to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView
from shared.contracts.gateway import groups, people
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.planned_change:read"
CANCEL = "gateway.planned_change:cancel"

RIGHTS = {
    READ: "See what is planned for people",
    CANCEL: "Cancel a planned change before its day",
}

MOVE, JOIN_GROUP, LEAVE_GROUP = KINDS = ("move", "join_group", "leave_group")
RIGHT_OF: Mapping[str, str] = MappingProxyType(
    {MOVE: people.MOVE, JOIN_GROUP: groups.ADD_MEMBER, LEAVE_GROUP: groups.REMOVE_MEMBER}
)
"""By which right a change of each kind is made."""

STATUSES = ("planned", "done", "cancelled", "refused")


class PlannedChangeView(RecordView):
    """`target_id` is the unit or the group. `refusal` says why a change could not be made when its day had come."""

    person = fields.Nested(PersonRef)
    kind = fields.String(validate=validate.OneOf(KINDS))
    target_id = IdField()
    on = fields.Date(metadata={"description": "The first day of the new state, in UTC."})
    status = fields.String(validate=validate.OneOf(STATUSES))
    refusal = fields.String(allow_none=True)
    planned_by = IdField(attribute="created_by")


LISTING = Listing(
    noun="planned-changes",
    view=PlannedChangeView,
    fields={
        "id": FieldKind.ID,
        "person_id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "target_id": FieldKind.ID,
        "on": FieldKind.DATE,
        "status": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("on", "created_at", "updated_at"),
    default_sort="on",
)


@dataclass(frozen=True)
class PlannedChangeEvent(Event):
    planned_change_id: str
    person_id: str
    kind: str
    target_id: str
    on: str
    status: str
    changes: Changes


class ChangePlanned(PlannedChangeEvent):
    type: ClassVar[str] = "gateway.planned_change.planned"


class PlannedChangeCancelled(PlannedChangeEvent):
    type: ClassVar[str] = "gateway.planned_change.cancelled"


class PlannedChangeDone(PlannedChangeEvent):
    """Its day has come; what it changed is told by the events of the person."""

    type: ClassVar[str] = "gateway.planned_change.done"


@dataclass(frozen=True)
class PlannedChangeRefused(PlannedChangeEvent):
    """Its day has come, and it could not be made any more."""

    type: ClassVar[str] = "gateway.planned_change.refused"
    refusal: str
