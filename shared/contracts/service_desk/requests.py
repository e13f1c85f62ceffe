"""What the service desk says about requests on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MomentField, NamedRef, NewIdField, OwnedRecordView, PersonRef, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.service_desk.agents import SKILL
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "requests"

READ = "service_desk.request:read"
CREATE = "service_desk.request:create"
CHANGE = "service_desk.request:change"
CLAIM = "service_desk.request:claim"
RELEASE = "service_desk.request:release"
REASSIGN = "service_desk.request:reassign"
START = "service_desk.request:start"
SOLVE = "service_desk.request:solve"
CONFIRM = "service_desk.request:confirm"
CLOSE = "service_desk.request:close"
REOPEN = "service_desk.request:reopen"
SHARE = "service_desk.request:share"
IMPORT = "service_desk.request:import"
UNDO = "service_desk.request:undo"

RIGHTS = {
    READ: "See service requests",
    CREATE: "Record service requests",
    CHANGE: "Edit service requests",
    CLAIM: "Take open service requests on",
    RELEASE: "Give own service requests back to the queue",
    REASSIGN: "Give service requests to an agent",
    START: "Begin work on own service requests",
    SOLVE: "Solve own service requests",
    CONFIRM: "Record that the customer is content",
    CLOSE: "Close solved service requests",
    REOPEN: "Open service requests again, with a reason",
    SHARE: "Open service requests to other people and units",
    IMPORT: "Load service requests from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to requests",
}

KINDS = ("request", "complaint")
CHANNELS = ("phone", "email", "portal", "web", "api")
SEVERITIES = ("low", "normal", "high", "critical")
CLOCKS = ("running", "warned", "breached", "met")
STATUSES = ("new", "claimed", "in_progress", "solved", "confirmed", "closed", "reopened")

_TEXT = (validate.Length(min=1, max=10_000), validate.Regexp(r"\s*\S"))
_KEY = validate.Length(min=1, max=120)
_SUBJECT = (validate.Length(min=1, max=200), validate.Regexp(r"\s*\S"))
LONGEST_NEED = 200
_NEED = (validate.Length(min=1, max=LONGEST_NEED), validate.Regexp(r"\s*\S"))


class _RequestFields(StrictSchema):
    """`product_id` is the product that is asked for; `need` says in words what is, where the catalogue has no such."""

    custom = CustomValues(ENTITY)
    kind = fields.String(validate=validate.OneOf(KINDS))
    subject = fields.String(validate=_SUBJECT)
    severity = fields.String(validate=validate.OneOf(SEVERITIES))
    skill = fields.String(allow_none=True, validate=validate.Regexp(SKILL))
    due_at = MomentField()
    opportunity_id = IdField(allow_none=True)
    order_id = IdField(allow_none=True)
    product_id = IdField(allow_none=True)
    need = fields.String(allow_none=True, validate=_NEED)
    external_id = fields.String(allow_none=True, validate=_KEY)


class CreateRequest(_RequestFields):
    """A customer and a text are enough; `customer_name` is for people we do not know as customers.

    `due_at` is a time agreed with the customer, instead of the one that the severity sets.
    """

    id = NewIdField()
    customer_id = IdField(allow_none=True)
    customer_name = fields.String(allow_none=True, validate=_SUBJECT)
    description = fields.String(required=True, validate=_TEXT)
    channel = fields.String(validate=validate.OneOf(CHANNELS))


class ChangeRequest(_RequestFields):
    description = fields.String(validate=_TEXT)


class RequestRow(_RequestFields):
    """A request in a file; `external_id` says which, `customer_external_id` of whom.

    Whose it is and by which channel it came is said once. Who works on it and how far it is, verbs say.
    """

    class Meta(_RequestFields.Meta):
        exclude = ("opportunity_id", "order_id", "product_id")

    external_id = fields.String(required=True, validate=_KEY)
    customer_external_id = fields.String(allow_none=True, validate=_KEY)
    customer_name = fields.String(allow_none=True, validate=_SUBJECT)
    description = fields.String(required=True, validate=_TEXT)
    channel = fields.String(validate=validate.OneOf(CHANNELS))


class ReassignRequest(StrictSchema):
    assignee_id = IdField(required=True)


class SolveRequest(StrictSchema):
    solution = fields.String(required=True, validate=_TEXT)
    article_id = IdField(allow_none=True)


class RequestView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    number = fields.String()
    kind = fields.String(validate=validate.OneOf(KINDS))
    customer = fields.Nested(NamedRef, allow_none=True)
    customer_external_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    subject = fields.String()
    description = fields.String()
    channel = fields.String(validate=validate.OneOf(CHANNELS))
    severity = fields.String(validate=validate.OneOf(SEVERITIES))
    skill = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    assignee = fields.Nested(PersonRef, allow_none=True)
    opportunity_id = IdField(allow_none=True)
    order_id = IdField(allow_none=True)
    product = fields.Nested(NamedRef, allow_none=True)
    need = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(format="iso")
    clock = fields.String(
        allow_none=True,
        validate=validate.OneOf(CLOCKS),
        metadata={"description": "How it stands against its deadline; the service turns it within seconds."},
    )
    clock_since = fields.AwareDateTime(format="iso", allow_none=True)
    clock_moves_at = fields.AwareDateTime(format="iso", allow_none=True)
    level = fields.Integer()
    escalated_at = fields.AwareDateTime(format="iso", allow_none=True)
    claimed_at = fields.AwareDateTime(format="iso", allow_none=True)
    started_at = fields.AwareDateTime(format="iso", allow_none=True)
    solved_at = fields.AwareDateTime(format="iso", allow_none=True)
    confirmed_at = fields.AwareDateTime(format="iso", allow_none=True)
    closed_at = fields.AwareDateTime(format="iso", allow_none=True)
    reopened_at = fields.AwareDateTime(format="iso", allow_none=True)
    solution = fields.String(allow_none=True)
    article_id = IdField(allow_none=True)
    external_id = fields.String(allow_none=True)


class ClockAsOfView(Schema):
    """What the clock was reckoned from: all that the service desk had logged up to this position, at this moment."""

    position = fields.Integer()
    at = fields.AwareDateTime(format="iso")


class ClockMoveView(Schema):
    """That the clock came to this state by itself."""

    state = fields.String(validate=validate.OneOf(CLOCKS))
    due_at = fields.AwareDateTime(format="iso")
    moved_at = fields.AwareDateTime(format="iso")


class RequestClockView(Schema):
    """The clock of a request as it is at `as_of`. It warns at `warns_at`; `moves_at` is when it changes by itself."""

    id = IdField()
    version = fields.Integer()
    status = fields.String(validate=validate.OneOf(STATUSES))
    state = fields.String(validate=validate.OneOf(CLOCKS))
    since = fields.AwareDateTime(format="iso")
    due_at = fields.AwareDateTime(format="iso")
    warns_at = fields.AwareDateTime(format="iso")
    moves_at = fields.AwareDateTime(format="iso", allow_none=True)
    moves = fields.List(fields.Nested(ClockMoveView))
    as_of = fields.Nested(ClockAsOfView)


LISTING = Listing(
    noun=ENTITY,
    view=RequestView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "kind": FieldKind.CHOICE,
        "customer_id": FieldKind.ID,
        "subject": FieldKind.TEXT,
        "channel": FieldKind.CHOICE,
        "severity": FieldKind.CHOICE,
        "skill": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "assignee_id": FieldKind.ID,
        "opportunity_id": FieldKind.ID,
        "order_id": FieldKind.ID,
        "product_id": FieldKind.ID,
        "due_at": FieldKind.TIME,
        "clock": FieldKind.CHOICE,
        "clock_moves_at": FieldKind.TIME,
        "level": FieldKind.NUMBER,
        "external_id": FieldKind.TEXT,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "due_at", "number", "level"),
    searchable=True,
    customised=True,
    columns=("number", "subject", "customer", "status", "severity", "due_at", "assignee", "owner"),
)


@dataclass(frozen=True)
class RequestEvent(CustomisedEvent):
    """What each event about a request tells: the request as it is now, and what changed. `product_id` and `need` are
    what is asked for, `clock` how it stands against its deadline; events of before that was recorded lack them.
    """

    request_id: str
    number: str
    kind: str
    customer_id: str | None
    customer_name: str | None
    subject: str
    channel: str
    severity: str
    skill: str | None
    status: str
    assignee_id: str | None
    due_at: str
    level: int
    opportunity_id: str | None
    order_id: str | None
    owner_id: str
    org_unit_id: str
    changes: Changes
    product_id: str | None = field(default=None, kw_only=True)
    need: str | None = field(default=None, kw_only=True)
    clock: str | None = field(default=None, kw_only=True)


class RequestCreated(RequestEvent):
    """A customer asks for something."""

    type: ClassVar[str] = "service_desk.request.created"


class RequestChanged(RequestEvent):
    """What is known of a request was edited."""

    type: ClassVar[str] = "service_desk.request.changed"


class RequestClaimed(RequestEvent):
    """An agent took a request on."""

    type: ClassVar[str] = "service_desk.request.claimed"


class RequestReleased(RequestEvent):
    """An agent gave a request back to the queue."""

    type: ClassVar[str] = "service_desk.request.released"


@dataclass(frozen=True)
class RequestReassigned(RequestEvent):
    """A request was given to an agent."""

    type: ClassVar[str] = "service_desk.request.reassigned"
    from_assignee_id: str | None


class RequestStarted(RequestEvent):
    """The agent began to work on a request."""

    type: ClassVar[str] = "service_desk.request.started"


@dataclass(frozen=True)
class RequestSolved(RequestEvent):
    """A request was solved, perhaps by an article of the knowledge base."""

    type: ClassVar[str] = "service_desk.request.solved"
    solution: str
    article_id: str | None


class RequestConfirmed(RequestEvent):
    """The customer is content."""

    type: ClassVar[str] = "service_desk.request.confirmed"


class RequestClosed(RequestEvent):
    """Nothing more will be done."""

    type: ClassVar[str] = "service_desk.request.closed"


@dataclass(frozen=True)
class RequestReopened(RequestEvent):
    """It was not right after all; the request is in the queue again with a new deadline."""

    type: ClassVar[str] = "service_desk.request.reopened"
    reason: str


@dataclass(frozen=True)
class RequestEscalated(RequestEvent):
    """A deadline has passed: the request rose by a level; `escalated_to_id` is the superior who now answers for it."""

    type: ClassVar[str] = "service_desk.request.escalated"
    escalated_to_id: str | None


@dataclass(frozen=True)
class RequestShared(RequestEvent, RecordShared):
    type: ClassVar[str] = "service_desk.request.shared"


@dataclass(frozen=True)
class RequestShareRevoked(RequestEvent, ShareRevoked):
    type: ClassVar[str] = "service_desk.request.share_revoked"


class RequestRemoved(RequestEvent):
    """A job that had recorded the request was taken back."""

    type: ClassVar[str] = "service_desk.request.removed"


@dataclass(frozen=True)
class RequestClockEvent(Event):
    """The clock of a request moved though nobody did anything; what a verb does to it is told with the verb. It is a
    record of its own, so that the request keeps its version.
    """

    read_by: ClassVar[str | None] = READ
    clock_move_id: str
    record_version: int
    request_id: str
    number: str
    severity: str
    assignee_id: str | None
    due_at: str
    moved_at: str
    state: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class RequestClockWarned(RequestClockEvent):
    """Three quarters of the time in which a request is to be solved are over."""

    type: ClassVar[str] = "service_desk.request_clock.warned"


class RequestClockBreached(RequestClockEvent):
    """The deadline of a request has passed before it was solved."""

    type: ClassVar[str] = "service_desk.request_clock.breached"
