"""What the messaging service says about webhooks and their deliveries on the wire, and the rights for them."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, OwnedRecordView, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "messaging.webhook:read"
CREATE = "messaging.webhook:create"
CHANGE = "messaging.webhook:change"
SWITCH = "messaging.webhook:switch"
ROTATE = "messaging.webhook:rotate"
SEND = "messaging.webhook:send"
REMOVE = "messaging.webhook:remove"

RIGHTS = {
    READ: "See webhooks and the ledger of their deliveries",
    CREATE: "Set up webhooks, which are told what their owner may read",
    CHANGE: "Change the address and the events of webhooks",
    SWITCH: "Pause webhooks and resume them",
    ROTATE: "Give webhooks new secrets",
    SEND: "Test webhooks and repeat their deliveries",
    REMOVE: "End webhooks",
}

ACTIVE, PAUSED, REMOVED = "active", "paused", "removed"
STATES = (ACTIVE, PAUSED, REMOVED)
WAITING, DELIVERED, DEAD, WITHHELD = "waiting", "delivered", "dead", "withheld"
OUTCOMES = (WAITING, DELIVERED, DEAD, WITHHELD)
TEST_TYPE = "tenon.messaging.webhook.test.v1"
LONGEST_URL = 2000

_URL = fields.String(
    required=True,
    validate=validate.Length(min=8, max=LONGEST_URL),
    metadata={"description": "https; http and private addresses only where the operator allows them."},
)
_TYPES = fields.List(
    fields.String(validate=validate.Length(min=1, max=120)),
    required=True,
    validate=validate.Length(min=1, max=50),
    metadata={"description": "Types or patterns: sales.opportunity.*, *.order.created."},
)


class CreateWebhook(StrictSchema):
    url = _URL
    types = _TYPES
    description = fields.String(load_default="", validate=validate.Length(max=400))


class ChangeWebhook(StrictSchema):
    url = fields.String(validate=validate.Length(min=8, max=LONGEST_URL))
    types = fields.List(
        fields.String(validate=validate.Length(min=1, max=120)), validate=validate.Length(min=1, max=50)
    )
    description = fields.String(validate=validate.Length(max=400))


class RotateSecret(StrictSchema):
    overlap_seconds = fields.Integer(
        load_default=86_400,
        validate=validate.Range(0, 7 * 86_400),
        metadata={"description": "How long the old secret goes on signing beside the new one."},
    )


class WebhookView(OwnedRecordView):
    url = fields.String()
    types = fields.List(fields.String())
    description = fields.String()
    status = fields.String(validate=validate.OneOf(STATES))
    paused_because = fields.String(allow_none=True)
    old_secret_until = fields.AwareDateTime(format="iso", allow_none=True)


class NewWebhookView(WebhookView):
    """`secret` is shown this once."""

    secret = fields.String()


class TryView(Schema):
    at = fields.String()
    status = fields.Integer(allow_none=True)
    error = fields.String(allow_none=True)
    milliseconds = fields.Integer()


class SentView(Schema):
    """The request as it was sent last, without what is secret: the body is the event, which is told by rights only."""

    url = fields.String()
    headers = fields.Dict(keys=fields.String(), values=fields.String())
    bytes = fields.Integer()


class DeliveryView(RecordView):
    webhook_id = IdField()
    event_id = IdField()
    type = fields.String()
    subject = IdField()
    sequence = fields.Integer()
    state = fields.String(validate=validate.OneOf(OUTCOMES))
    attempts = fields.Integer()
    next_try_at = fields.AwareDateTime(format="iso", allow_none=True)
    delivered_at = fields.AwareDateTime(format="iso", allow_none=True)
    request = fields.Nested(SentView, allow_none=True)
    status = fields.Integer(allow_none=True, metadata={"description": "The receiver's last answer."})
    error = fields.String(allow_none=True)
    response = fields.String(allow_none=True, metadata={"description": "The beginning of the last answer's body."})
    tries = fields.List(fields.Nested(TryView), metadata={"description": "The last twenty."})


LISTING = Listing(
    noun="webhooks",
    view=WebhookView,
    fields={
        "id": FieldKind.ID,
        "url": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    columns=("url", "description", "status", "types", "owner", "paused_because"),
)

DELIVERIES = Listing(
    noun="webhook-deliveries",
    view=DeliveryView,
    fields={
        "id": FieldKind.ID,
        "webhook_id": FieldKind.ID,
        "event_id": FieldKind.ID,
        "subject": FieldKind.ID,
        "type": FieldKind.TEXT,
        "state": FieldKind.CHOICE,
        "created_at": FieldKind.TIME,
    },
    sorts=("created_at",),
    columns=("type", "state", "attempts", "status", "error", "created_at", "delivered_at"),
)


@dataclass(frozen=True)
class WebhookEvent(Event):
    """What each event about a webhook tells: the webhook as it is now, never a secret, and what changed."""

    webhook_id: str
    url: str
    types: list[str]
    description: str
    status: str
    paused_because: str | None
    changes: Changes


class WebhookCreated(WebhookEvent):
    type: ClassVar[str] = "messaging.webhook.created"


class WebhookChanged(WebhookEvent):
    type: ClassVar[str] = "messaging.webhook.changed"


class WebhookSecretRotated(WebhookEvent):
    type: ClassVar[str] = "messaging.webhook.secret_rotated"


class WebhookPaused(WebhookEvent):
    type: ClassVar[str] = "messaging.webhook.paused"


class WebhookResumed(WebhookEvent):
    type: ClassVar[str] = "messaging.webhook.resumed"


class WebhookRemoved(WebhookEvent):
    type: ClassVar[str] = "messaging.webhook.removed"
