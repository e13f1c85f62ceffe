"""What the sales service says about call-backs on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NewIdField, OwnedRecordView, PersonRef, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.time_zones import time_zones

READ = "sales.call_back:read"
ARRANGE = "sales.call_back:arrange"
CHANGE = "sales.call_back:change"
TAKE = "sales.call_back:take"
POSTPONE = "sales.call_back:postpone"
TRANSFER = "sales.call_back:transfer"
COMPLETE = "sales.call_back:complete"
CANCEL = "sales.call_back:cancel"

RIGHTS = {
    READ: "See who is to be called back, when, and what came of it",
    ARRANGE: "Arrange call-backs for oneself, for a colleague or for a unit",
    CHANGE: "Edit what call-backs are about, and their number",
    TAKE: "See the call-backs that are due in one's own queue and in that of one's unit, and take them",
    POSTPONE: "Give call-backs another time",
    TRANSFER: "Hand call-backs over to another person",
    COMPLETE: "Record that one has called back",
    CANCEL: "Call call-backs off, with a reason",
}

ABOUT = ("customer_id", "contact_id", "lead_id", "opportunity_id")
"""Whom a call-back concerns: exactly one of these."""

STATUSES = ("waiting", "taken", "completed", "cancelled")
PERSON, UNIT = "person", "unit"
QUEUES = (PERSON, UNIT)
LONGEST_ZONE = 40

_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_LINE = (validate.Length(min=1, max=500), validate.Regexp(r"\s*\S"))


class PromisedTimeField(fields.DateTime):
    """With an offset a moment, read in UTC; without one the time on the wall at the place, as it was promised."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        promised: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not _FIRST_YEAR <= promised.year <= _LAST_YEAR:
            raise ValidationError(f"Not a time from the year {_FIRST_YEAR} to {_LAST_YEAR}.")
        return promised if promised.tzinfo is None else promised.astimezone(UTC)


def _known_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("Not a time zone such as Europe/Berlin or Asia/Shanghai.")


class _WhenForm(StrictSchema):
    at = PromisedTimeField(
        required=True,
        metadata={
            "description": "When to call: a moment with its offset, or without one the time on the wall in `time_zone`."
            " A time that the zone's clocks skip is refused; one that they show twice is asked for with its offset."
        },
    )
    time_zone = fields.String(
        validate=[validate.Length(max=LONGEST_ZONE), _known_zone],
        metadata={"description": "By its name in the IANA database; UTC where `at` has an offset and none is named."},
    )

    @validates_schema
    def tell_the_zone(self, data: dict[str, Any], **_: Any) -> None:
        if "at" in data and data["at"].tzinfo is None and "time_zone" not in data:
            raise ValidationError("Say in which time zone this time is, or give it an offset.", "time_zone")


class _CallBackFields(StrictSchema):
    subject = fields.String(allow_none=True, validate=(validate.Length(min=1, max=200), validate.Regexp(r"\s*\S")))
    phone_number = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))
    note = fields.String(allow_none=True, validate=validate.Length(max=2000))


class ArrangeCallBack(_WhenForm, _CallBackFields):
    """For oneself, unless a person is named, or a unit, whose people share a queue: whoever takes it first calls."""

    id = NewIdField()
    customer_id = IdField()
    contact_id = IdField()
    lead_id = IdField()
    opportunity_id = IdField()
    person_id = IdField()
    unit_id = IdField()

    @validates_schema
    def be_about_one(self, data: dict[str, Any], **_: Any) -> None:
        if len(data.keys() & set(ABOUT)) != 1:
            raise ValidationError(f"Name exactly one of {', '.join(ABOUT)}.", ABOUT[0])

    @validates_schema
    def be_for_one(self, data: dict[str, Any], **_: Any) -> None:
        if data.keys() >= {"person_id", "unit_id"}:
            raise ValidationError("Name a person or a unit, not both.", "unit_id")


class ChangeCallBack(_CallBackFields):
    """Another time is said by postponing, another person by handing over; whom it concerns stays."""


class PostponeCallBack(_WhenForm):
    """It leaves the queue until then; whoever has taken it keeps it."""


class TransferCallBack(StrictSchema):
    owner_id = IdField(required=True)


class CompleteCallBack(StrictSchema):
    """What came of it, and the call in which it did, where one was recorded."""

    result = fields.String(allow_none=True, load_default=None, validate=_LINE)
    call_id = IdField(allow_none=True, load_default=None)


class CallBackView(OwnedRecordView):
    """The owner is who is to call; as long as nobody has taken it out of a unit's queue, who arranged it."""

    customer_id = IdField(allow_none=True)
    contact_id = IdField(allow_none=True)
    lead_id = IdField(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    due_at = fields.AwareDateTime(format="iso", metadata={"description": "The moment, in UTC."})
    time_zone = fields.String(metadata={"description": "Where the time was promised, by its IANA name."})
    local_time = fields.String(metadata={"description": "What the clock on the wall shows there then, in ISO 8601."})
    queue = fields.String(
        validate=validate.OneOf(QUEUES), metadata={"description": "Whether it waits for a person, or for a whole unit."}
    )
    agent_id = IdField(allow_none=True, metadata={"description": "Who is to call; nobody yet in a unit's queue."})
    subject = fields.String(allow_none=True)
    phone_number = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    taken_at = fields.AwareDateTime(format="iso", allow_none=True)
    completed_at = fields.AwareDateTime(format="iso", allow_none=True)
    result = fields.String(allow_none=True)
    call_id = IdField(allow_none=True, metadata={"description": "The call that it led to."})
    reason = fields.String(allow_none=True, metadata={"description": "Why it was called off."})
    arranger = fields.Nested(PersonRef, allow_none=True)


LISTING = Listing(
    noun="call-backs",
    view=CallBackView,
    fields={
        "id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "contact_id": FieldKind.ID,
        "lead_id": FieldKind.ID,
        "opportunity_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "due_at": FieldKind.TIME,
        "queue": FieldKind.CHOICE,
        "agent_id": FieldKind.ID,
        "call_id": FieldKind.ID,
        "completed_at": FieldKind.TIME,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("due_at", "created_at", "updated_at"),
    default_sort="-due_at",
    columns=("subject", "customer_id", "status", "due_at", "queue", "phone_number", "owner"),
)

QUEUE = replace(LISTING, noun="call-queue", default_sort="due_at")
"""What is due for the caller now, whoever waits longest first."""


@dataclass(frozen=True)
class CallBackEvent(Event):
    """What each event about a call-back tells: the call-back as it is now, and what changed. Times are ISO 8601:
    `due_at` the moment in UTC, `local_time` what the clock shows then in `time_zone`.
    """

    call_back_id: str
    record_version: int
    status: str
    customer_id: str | None
    contact_id: str | None
    lead_id: str | None
    opportunity_id: str | None
    due_at: str
    time_zone: str
    local_time: str
    queue: str
    agent_id: str | None
    subject: str | None
    phone_number: str | None
    call_id: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes


class CallBackArranged(CallBackEvent):
    type: ClassVar[str] = "sales.call_back.arranged"


class CallBackChanged(CallBackEvent):
    type: ClassVar[str] = "sales.call_back.changed"


class CallBackDue(CallBackEvent):
    """Its time has come: it stands in the queue of its agent, or of its unit."""

    type: ClassVar[str] = "sales.call_back.due"


class CallBackTaken(CallBackEvent):
    """Somebody calls now; it stands in no queue any more."""

    type: ClassVar[str] = "sales.call_back.taken"


class CallBackPostponed(CallBackEvent):
    type: ClassVar[str] = "sales.call_back.postponed"


@dataclass(frozen=True)
class CallBackTransferred(CallBackEvent):
    type: ClassVar[str] = "sales.call_back.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class CallBackCompleted(CallBackEvent):
    type: ClassVar[str] = "sales.call_back.completed"
    result: str | None


@dataclass(frozen=True)
class CallBackCancelled(CallBackEvent):
    type: ClassVar[str] = "sales.call_back.cancelled"
    reason: str
