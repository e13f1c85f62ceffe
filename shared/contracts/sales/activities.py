"""What the sales service says about activities on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MomentField, NewIdField, OwnedRecordView, PersonRef, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sharing import RecordShared, ShareRevoked

READ = "sales.activity:read"
RECORD = "sales.activity:record"
CHANGE = "sales.activity:change"
FINISH = "sales.activity:finish"
COMPLETE_TASK = "sales.activity:complete_task"
SHARE = "sales.activity:share"

RIGHTS = {
    READ: "See what was done about customers, contacts, leads and deals",
    RECORD: "Record what one did about customers, contacts, leads and deals, or begin to",
    CHANGE: "Edit activities and their files",
    FINISH: "Finish activities that were begun as drafts",
    COMPLETE_TASK: "Say that the task of an activity is done",
    SHARE: "Open activities to other people and units",
}

ABOUT = ("customer_id", "contact_id", "lead_id", "opportunity_id")
"""What an activity may be about: exactly one of these."""

PICKLISTS = {"type": "activity_type"}
"""The fields that follow a managed list of the company."""

STATUSES = ("draft", "done")
DIRECTIONS = ("incoming", "outgoing")

_LINE = (validate.Length(min=1, max=500), validate.Regexp(r"\s*\S"))


class _ActivityFields(StrictSchema):
    subject = fields.String(
        allow_none=True,
        validate=(validate.Length(min=1, max=200), validate.Regexp(r"\s*\S")),
        metadata={"description": "What it was, in a few words."},
    )
    ended_at = MomentField(allow_none=True)
    note = fields.String(allow_none=True, validate=validate.Length(max=10_000))
    result = fields.String(allow_none=True, validate=_LINE)
    task = fields.String(allow_none=True, validate=_LINE, metadata={"description": "What is to be done next."})
    task_due_on = fields.Date(allow_none=True)
    is_key = fields.Boolean(
        truthy={True}, falsy={False}, metadata={"description": "Whether it is one of those that matter most."}
    )


class _CallFields(StrictSchema):
    direction = fields.String(allow_none=True, validate=validate.OneOf(DIRECTIONS))
    phone_number = fields.String(allow_none=True, validate=validate.Length(min=1, max=50))


class RecordActivity(_ActivityFields, _CallFields):
    """What was done about one customer, contact, lead or opportunity. A `draft` is finished later, and touches nothing
    until then.
    """

    id = NewIdField()
    customer_id = IdField()
    contact_id = IdField()
    lead_id = IdField()
    opportunity_id = IdField()
    type = fields.String(required=True, validate=validate.Length(min=1, max=100), metadata=follows("activity_type"))
    happened_at = MomentField(required=True, metadata={"description": "When it began."})
    draft = fields.Boolean(load_default=False, truthy={True}, falsy={False})

    @validates_schema
    def be_about_one(self, data: dict[str, Any], **_: Any) -> None:
        if len(data.keys() & set(ABOUT)) != 1:
            raise ValidationError(f"Name exactly one of {', '.join(ABOUT)}.", ABOUT[0])


class ChangeActivity(_ActivityFields, _CallFields):
    """What it was about, and when it began, stay."""


class FinishActivity(_ActivityFields):
    """What became of an activity that was begun as a draft; what is not said stays as the draft has it."""


class ActivityView(OwnedRecordView):
    """Owner and unit are those of what it is about; `author` is who did it."""

    customer_id = IdField(allow_none=True)
    contact_id = IdField(allow_none=True)
    lead_id = IdField(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    type = fields.String(metadata=follows("activity_type"))
    status = fields.String(validate=validate.OneOf(STATUSES))
    happened_at = fields.AwareDateTime(format="iso")
    ended_at = fields.AwareDateTime(format="iso", allow_none=True)
    subject = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    direction = fields.String(allow_none=True, validate=validate.OneOf(DIRECTIONS))
    phone_number = fields.String(allow_none=True)
    result = fields.String(allow_none=True)
    task = fields.String(allow_none=True)
    task_due_on = fields.Date(allow_none=True)
    task_done_at = fields.AwareDateTime(format="iso", allow_none=True)
    is_key = fields.Boolean()
    file_count = fields.Integer(metadata={"description": "How many files are attached, their content included."})
    author = fields.Nested(PersonRef, allow_none=True)


LISTING = Listing(
    noun="activities",
    view=ActivityView,
    fields={
        "id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "contact_id": FieldKind.ID,
        "lead_id": FieldKind.ID,
        "opportunity_id": FieldKind.ID,
        "type": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "happened_at": FieldKind.TIME,
        "ended_at": FieldKind.TIME,
        "subject": FieldKind.TEXT,
        "direction": FieldKind.CHOICE,
        "phone_number": FieldKind.TEXT,
        "result": FieldKind.TEXT,
        "task": FieldKind.TEXT,
        "task_due_on": FieldKind.DATE,
        "task_done_at": FieldKind.TIME,
        "is_key": FieldKind.FLAG,
        "file_count": FieldKind.NUMBER,
        "author_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("happened_at", "created_at", "updated_at", "task_due_on"),
    default_sort="-happened_at",
    searchable=True,
    columns=("subject", "type", "customer_id", "status", "happened_at", "result", "task", "task_due_on", "owner"),
    picklists=PICKLISTS,
)


@dataclass(frozen=True)
class ActivityEvent(Event):
    """What each event about an activity tells: the activity as it is now, and what changed. Times are ISO 8601.

    `unit_path` and `owner_path` are where unit and owner stood in the organisation when it happened, in node numbers;
    events of before they were told lack it.
    """

    activity_id: str
    record_version: int
    activity_type: str
    status: str
    customer_id: str | None
    contact_id: str | None
    lead_id: str | None
    opportunity_id: str | None
    happened_at: str
    ended_at: str | None
    subject: str | None
    task: str | None
    task_due_on: str | None
    task_done_at: str | None
    author_id: str
    owner_id: str
    org_unit_id: str
    changes: Changes
    unit_path: str = field(default="", kw_only=True)
    owner_path: str = field(default="", kw_only=True)
    is_key: bool = field(default=False, kw_only=True)


class ActivityRecorded(ActivityEvent):
    type: ClassVar[str] = "sales.activity.recorded"


class ActivityBegun(ActivityEvent):
    """Somebody began to write down what they are doing; it is a draft until it is finished."""

    type: ClassVar[str] = "sales.activity.begun"


class ActivityChanged(ActivityEvent):
    type: ClassVar[str] = "sales.activity.changed"


class ActivityFinished(ActivityEvent):
    """A draft became an activity that counts."""

    type: ClassVar[str] = "sales.activity.finished"


class ActivityTaskCompleted(ActivityEvent):
    type: ClassVar[str] = "sales.activity.task_completed"


@dataclass(frozen=True)
class ActivityTransferred(ActivityEvent):
    """What it is about was handed over, and the activity went with it."""

    type: ClassVar[str] = "sales.activity.transferred"
    from_owner_id: str
    to_owner_id: str


@dataclass(frozen=True)
class ActivityShared(ActivityEvent, RecordShared):
    type: ClassVar[str] = "sales.activity.shared"


@dataclass(frozen=True)
class ActivityShareRevoked(ActivityEvent, ShareRevoked):
    type: ClassVar[str] = "sales.activity.share_revoked"


@dataclass(frozen=True)
class ActivityFileAttached(ActivityEvent):
    """The content of a file is there; `changes` has its name."""

    type: ClassVar[str] = "sales.activity.file_attached"
    file_id: str


@dataclass(frozen=True)
class ActivityFileRemoved(ActivityEvent):
    type: ClassVar[str] = "sales.activity.file_removed"
    file_id: str
