"""What the messaging service says about schedules and calendars on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MomentField, NewIdField, OwnedRecordView, PersonRef, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing
from shared.time_zones import time_zones

ENTITY = "schedules"

READ = "messaging.schedule:read"
CREATE = "messaging.schedule:create"
CHANGE = "messaging.schedule:change"
MOVE = "messaging.schedule:move"
COMPLETE = "messaging.schedule:complete"
MISS = "messaging.schedule:miss"
CANCEL = "messaging.schedule:cancel"
IMPORT = "messaging.schedule:import"
UNDO = "messaging.schedule:undo"

RIGHTS = {
    READ: "See schedules and calendars",
    CREATE: "Enter appointments, calls, follow-ups and tasks",
    CHANGE: "Edit what is planned, and who takes part",
    MOVE: "Give what is planned or was missed another time",
    COMPLETE: "Record what came of what was planned",
    MISS: "Record that something did not take place",
    CANCEL: "Call off what is planned, with a reason",
    IMPORT: "Load appointments, calls, follow-ups and tasks of one's own from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to schedules",
}

KINDS = ("appointment", "call", "follow_up", "task")
"""What people enter."""

VISIT, QUOTE_EXPIRY = "visit", "quote_expiry"
FOLLOWED = (VISIT, QUOTE_EXPIRY)
"""What is entered as another service tells of it."""

STATUSES = ("planned", "done", "missed", "cancelled")
MOST_PARTICIPANTS = 50
LONGEST_PERIOD_DAYS = 62

_TITLE = (validate.Length(min=1, max=300), validate.Regexp(r"\s*\S"))
_TEXT = validate.Length(min=1, max=10_000)
_PLACE = validate.Length(min=1, max=500)
_KEY = validate.Length(min=1, max=120)


class _ScheduleFields(StrictSchema):
    """`participants` are people by id; each sees the entry, and it stands in each one's calendar."""

    custom = CustomValues(ENTITY)
    plan = fields.String(allow_none=True, validate=_TEXT)
    place = fields.String(allow_none=True, validate=_PLACE)
    participants = fields.List(IdField(), validate=validate.Length(max=MOST_PARTICIPANTS))
    external_id = fields.String(allow_none=True, validate=_KEY)


class CreateSchedule(_ScheduleFields):
    id = NewIdField()
    kind = fields.String(load_default="appointment", validate=validate.OneOf(KINDS))
    title = fields.String(required=True, validate=_TITLE)
    starts_at = MomentField(required=True)
    ends_at = MomentField(allow_none=True)


class ChangeSchedule(_ScheduleFields):
    title = fields.String(validate=_TITLE)


class ParticipantOfRow(Schema):
    """Somebody who takes part as an entry's export has them; the login alone says who."""

    class Meta:
        unknown = EXCLUDE

    login = fields.String(required=True)


class ScheduleRow(_ScheduleFields):
    """An entry in a file; `external_id` says which. Its kind is said once; what came of it is said by its verbs.

    `participants` are all who take part: a list in JSON, as an export writes it.
    """

    external_id = fields.String(required=True, validate=_KEY)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    title = fields.String(required=True, validate=_TITLE)
    starts_at = MomentField(required=True)
    ends_at = MomentField(allow_none=True)
    participants = ListCell(fields.Nested(ParticipantOfRow), validate=validate.Length(max=MOST_PARTICIPANTS))


class MoveSchedule(StrictSchema):
    starts_at = MomentField(required=True)
    ends_at = MomentField(allow_none=True, load_default=None)


class CompleteSchedule(StrictSchema):
    result = fields.String(required=True, validate=(_TEXT, validate.Regexp(r"\s*\S")))


class ScheduleView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    kind = fields.String(validate=validate.OneOf((*KINDS, *FOLLOWED)))
    title = fields.String()
    plan = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso", allow_none=True)
    result = fields.String(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was missed or called off."})
    source_id = IdField(allow_none=True, metadata={"description": "The visit or quotation that it stands for."})
    participants = fields.List(fields.Nested(PersonRef))
    external_id = fields.String(allow_none=True)


class ParticipantView(Schema):
    person_id = IdField()


class ParticipantsView(Schema):
    data = fields.List(fields.Nested(ParticipantView))


LISTING = Listing(
    noun=ENTITY,
    view=ScheduleView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "title": FieldKind.TEXT,
        "place": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "starts_at": FieldKind.TIME,
        "ends_at": FieldKind.TIME,
        "source_id": FieldKind.ID,
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("starts_at", "created_at", "updated_at"),
    default_sort="starts_at",
    searchable=True,
    customised=True,
    columns=("title", "kind", "status", "starts_at", "ends_at", "place", "owner"),
)


def _known_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("Not a time zone such as Europe/Berlin or Asia/Shanghai.")


class _DayQuery(StrictSchema):
    """Whose, and of which day in which time zone; today and one's own unless said otherwise."""

    user = IdField()
    time_zone = fields.String(load_default="UTC", validate=[validate.Length(max=40), _known_zone])
    day = fields.Date()


class CalendarQuery(_DayQuery):
    """`until` is the last day, where it is more than one."""

    until = fields.Date()

    @validates_schema
    def be_a_period(self, data: dict[str, Any], **_: Any) -> None:
        if "until" not in data:
            return
        if "day" not in data:
            raise ValidationError("Name the first day too.", "day")
        if not 0 <= (data["until"] - data["day"]).days < LONGEST_PERIOD_DAYS:
            raise ValidationError(f"Must lie within {LONGEST_PERIOD_DAYS} days from day on.", "until")


class DaySummaryQuery(_DayQuery):
    """One day, today unless said otherwise."""


class CalendarView(Schema):
    """Everything that somebody has to do in a period, in the order of its beginning."""

    person = fields.Nested(PersonRef)
    data = fields.List(fields.Nested(ScheduleView))


class DaySummaryView(Schema):
    """What of a day is still planned, what was done with which result, and what was missed."""

    person = fields.Nested(PersonRef)
    day = fields.Date()
    planned = fields.List(fields.Nested(ScheduleView))
    done = fields.List(fields.Nested(ScheduleView))
    missed = fields.List(fields.Nested(ScheduleView))


@dataclass(frozen=True)
class ScheduleEvent(CustomisedEvent):
    """What each event about a schedule tells: the entry as it is now, and what changed. Times are ISO 8601."""

    schedule_id: str
    record_version: int
    kind: str
    title: str
    status: str
    starts_at: str
    ends_at: str | None
    participants: list[str]
    source_id: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class ScheduleCreated(ScheduleEvent):
    type: ClassVar[str] = "messaging.schedule.created"


class ScheduleChanged(ScheduleEvent):
    type: ClassVar[str] = "messaging.schedule.changed"


class ScheduleMoved(ScheduleEvent):
    type: ClassVar[str] = "messaging.schedule.moved"


@dataclass(frozen=True)
class ScheduleCompleted(ScheduleEvent):
    type: ClassVar[str] = "messaging.schedule.completed"
    result: str


@dataclass(frozen=True)
class ScheduleMissed(ScheduleEvent):
    type: ClassVar[str] = "messaging.schedule.missed"
    reason: str


@dataclass(frozen=True)
class ScheduleCancelled(ScheduleEvent):
    type: ClassVar[str] = "messaging.schedule.cancelled"
    reason: str


class ScheduleFollowed(ScheduleEvent):
    """What another service told of a visit or a quotation was entered, or brought in step."""

    type: ClassVar[str] = "messaging.schedule.followed"


class ScheduleRemoved(ScheduleEvent):
    """A job that had entered it was taken back, or the record that it stood for."""

    type: ClassVar[str] = "messaging.schedule.removed"
