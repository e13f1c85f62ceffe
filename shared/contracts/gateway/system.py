"""What is said on the wire about how the house runs, and when it warns."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import RecordView, StrictSchema

READ = "gateway.system:read"
CHANGE = "gateway.system:change"

RIGHTS = {
    READ: "See how the system runs, and be told when it comes to a limit",
    CHANGE: "Set the limits at which the system warns",
}

DISK, QUEUE, LATENCY, SEATS = "disk", "queue", "latency", "seats"
ALERTS = (DISK, QUEUE, LATENCY, SEATS)


class AlertView(RecordView):
    name = fields.String(validate=validate.OneOf(ALERTS))
    value = fields.Integer()
    threshold = fields.Integer()
    raised_at = fields.AwareDateTime(format="iso")


class ServiceConditionView(Schema):
    status = fields.String()
    database = fields.String()
    outbox_lag = fields.Integer(metadata={"description": "Committed events that are not published yet."})
    inbox_waiting = fields.Integer(metadata={"description": "Events that a handler will try again."})
    inbox_dead = fields.Integer(metadata={"description": "Events that no handler could digest."})
    position = fields.Integer()
    version = fields.String()
    uptime_seconds = fields.Integer()
    queue_depth = fields.Integer(allow_none=True, metadata={"description": "Calls that wait to be taken."})
    instances = fields.Integer(allow_none=True)
    engine = fields.String()
    database_bytes = fields.Integer(allow_none=True)
    disk_total_bytes = fields.Integer()
    disk_free_bytes = fields.Integer()


class MeasuredView(Schema):
    disk = fields.Integer(metadata={"description": "The fullest disk, in percent."})
    queue = fields.Integer(metadata={"description": "The longest queue: calls and events that wait for one service."})
    latency = fields.Integer(metadata={"description": "What 95 of 100 requests lately stayed below, in milliseconds."})
    seats = fields.Integer(metadata={"description": "People who may sign in."})


class MailView(Schema):
    """Whether scheduled reports are sent: `status` is ok, failing where the server did not take some, or not_set_up."""

    status = fields.String(validate=validate.OneOf(("ok", "failing", "not_set_up")))
    waiting = fields.Integer(metadata={"description": "Mails that wait for another try."})


class SystemStatusView(Schema):
    status = fields.String()
    bus = fields.String()
    version = fields.String()
    services = fields.Dict(keys=fields.String(), values=fields.Nested(ServiceConditionView))
    measured = fields.Nested(MeasuredView)
    errors = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Dead events, failed imports."}
    )
    last_backup = fields.AwareDateTime(
        format="iso",
        allow_none=True,
        metadata={"description": "When `./tenon backup` last made one; null before the first."},
    )
    alerts = fields.List(fields.Nested(AlertView), metadata={"description": "Raised and not cleared."})
    mail = fields.Nested(MailView)


class ThresholdsView(RecordView):
    disk = fields.Integer(allow_none=True)
    queue = fields.Integer(allow_none=True)
    latency = fields.Integer(allow_none=True)
    seats = fields.Integer(allow_none=True)


class ChangeThresholds(StrictSchema):
    """Null switches a warning off."""

    disk = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 100))
    queue = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 1_000_000))
    latency = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 600_000))
    seats = fields.Integer(strict=True, allow_none=True, validate=validate.Range(1, 10_000_000))


@dataclass(frozen=True)
class ThresholdsChanged(Event):
    """The limits at which the system warns were set anew."""

    type: ClassVar[str] = "gateway.system.thresholds_changed"
    changes: Changes


@dataclass(frozen=True)
class BackupTaken(Event):
    """A backup of everything was made by `./tenon backup`; it holds what there was at `moment`."""

    type: ClassVar[str] = "gateway.system.backup_taken"
    backup_id: str
    moment: str


@dataclass(frozen=True)
class _AlertEvent(Event):
    alert_id: str
    name: str
    value: int
    threshold: int


class CapacityExceeded(_AlertEvent):
    """A figure of the system came to its limit; told once until it is well below again."""

    type: ClassVar[str] = "gateway.system.capacity_exceeded"


class CapacityRestored(_AlertEvent):
    """A figure of the system is well below its limit again, or is not watched any more."""

    type: ClassVar[str] = "gateway.system.capacity_restored"
