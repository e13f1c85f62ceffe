"""What the messaging service says about messages on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, RecordView
from shared.contracts.listing import FieldKind, Listing

READ = "messaging.message:read"
MARK_READ = "messaging.message:mark_read"

RIGHTS = {
    READ: "Read one's own messages",
    MARK_READ: "Mark one's own messages as read",
}

OPPORTUNITY_ROSE = "opportunity_rose"
OPPORTUNITY_RECEIVED = "opportunity_received"
OPPORTUNITY_HANDED_OVER = "opportunity_handed_over"
LEAD_RECEIVED = "lead_received"
REQUEST_ESCALATED = "request_escalated"
AGREEMENT_EXPIRING = "agreement_expiring"
CALL_BACK_DUE = "call_back_due"
CUSTOMER_FOLLOW_UP_DUE = "customer_follow_up_due"
CAPACITY_EXCEEDED = "capacity_exceeded"
PROCESS_STEP_WAITS = "process_step_waits"
PROCESS_FINISHED = "process_finished"
SCHEDULE_STATE_CHANGED = "schedule_state_changed"
WEBHOOK_PAUSED = "webhook_paused"


class AboutView(Schema):
    """The record that a message is about: its noun, and its id."""

    type = fields.String()
    id = IdField()


class MessageView(RecordView):
    kind = fields.String(metadata={"description": "What happened, for programs: opportunity_rose, …"})
    title = fields.String()
    body = fields.String()
    about = fields.Nested(AboutView)
    read_at = fields.AwareDateTime(format="iso", allow_none=True)


class MessagesAfterView(Schema):
    """Messages in the order of their ids; `last` is the newest id of all, or empty while there is none."""

    data = fields.List(fields.Nested(MessageView))
    last = fields.String()


class UnreadView(Schema):
    count = fields.Integer()


LISTING = Listing(
    noun="messages",
    view=MessageView,
    fields={
        "id": FieldKind.ID,
        "kind": FieldKind.CHOICE,
        "title": FieldKind.TEXT,
        "about_type": FieldKind.CHOICE,
        "about_id": FieldKind.ID,
        "read_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
)


@dataclass(frozen=True)
class MessageSent(Event):
    """Somebody has a new message."""

    type: ClassVar[str] = "messaging.message.sent"
    audience: ClassVar[Audience] = Audience.OWNER
    message_id: str
    recipient_id: str
    kind: str
    title: str
    about_type: str
    about_id: str
    created_at: str


@dataclass(frozen=True)
class MessageRead(Event):
    """A message was marked as read by its recipient."""

    type: ClassVar[str] = "messaging.message.read"
    audience: ClassVar[Audience] = Audience.OWNER
    message_id: str
    recipient_id: str
    read_at: str
    changes: Changes
