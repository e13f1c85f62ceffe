"""What is said on the wire about the audit trail: who did what, when, from where, and whether that is whole."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.channels import CHANNELS
from shared.contracts.events import Event
from shared.contracts.fields import IdField, NamedRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.settings import GATEWAY, SERVICES

READ = "gateway.audit:read"
VERIFY = "gateway.audit:verify"
ANCHOR = "gateway.audit:anchor"

RIGHTS = {
    READ: "Read the audit trail: who did what, when, from where",
    VERIFY: "Have the audit trail checked, and see its anchors",
    ANCHOR: "Anchor the audit trail now",
}

FAULTS = ("altered", "removed", "inserted", "rewritten")
CONDITIONS = ("intact", "broken", "unfinished", "away")


class AuditEntryView(Schema):
    id = IdField()
    service = fields.String()
    position = fields.Integer(allow_none=True, metadata={"description": "Place in the service's chain; null at first."})
    hash = fields.String(allow_none=True)
    at = fields.String()
    kind = fields.String(metadata={"description": "The event's type: see /v1/events/catalogue."})
    record_id = IdField()
    sequence = fields.Integer()
    actor = fields.Nested(NamedRef)
    org_unit_id = IdField(allow_none=True)
    changes = fields.Dict(metadata={"description": "Each field that changed, with its value before and after."})
    details = fields.Dict(metadata={"description": "What else the event says."})
    address = fields.String(allow_none=True)
    channel = fields.String(allow_none=True, validate=validate.OneOf(CHANNELS))
    correlation_id = fields.String(allow_none=True)
    causation_id = fields.String(allow_none=True)


LISTING = Listing(
    noun="audit",
    view=AuditEntryView,
    fields={
        "id": FieldKind.ID,
        "at": FieldKind.TIME,
        "kind": FieldKind.TEXT,
        "record_id": FieldKind.ID,
        "actor_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "address": FieldKind.TEXT,
        "channel": FieldKind.CHOICE,
        "correlation_id": FieldKind.TEXT,
    },
    sorts=(),
    default_sort="-id",
    columns=("kind", "actor", "at", "channel", "address"),
)


class VerifyQuery(StrictSchema):
    service = fields.String(validate=validate.OneOf((*SERVICES, GATEWAY)))
    since = fields.String(
        load_default="start",
        validate=validate.OneOf(("start", "anchor")),
        metadata={"description": "`anchor` looks only at what came after the newest anchor."},
    )
    cursor = fields.String(validate=validate.Length(max=2000))


class ChainFaultView(Schema):
    position = fields.Integer()
    kind = fields.String(validate=validate.OneOf(FAULTS))
    detail = fields.String()


class ChainView(Schema):
    service = fields.String()
    status = fields.String(validate=validate.OneOf(CONDITIONS))
    checked = fields.Integer(metadata={"description": "How many events this call looked at."})
    position = fields.Integer(metadata={"description": "Up to where it has looked."})
    faults = fields.List(fields.Nested(ChainFaultView))


class VerificationView(Schema):
    status = fields.String(validate=validate.OneOf(CONDITIONS))
    complete = fields.Boolean()
    next = fields.String(allow_none=True, metadata={"description": "The cursor to go on with, while not complete."})
    services = fields.List(fields.Nested(ChainView))


class MarkView(Schema):
    position = fields.Integer()
    hash = fields.String()


class AnchorView(RecordView):
    day = fields.String(allow_none=True, metadata={"description": "The day it was taken for by itself."})
    digest = fields.String(metadata={"description": "SHA-256 over the ends of all chains."})
    chains = fields.Dict(keys=fields.String(), values=fields.Nested(MarkView))


ANCHORS = Listing(
    noun="anchors",
    view=AnchorView,
    fields={"id": FieldKind.ID, "created_at": FieldKind.TIME, "digest": FieldKind.TEXT},
    sorts=("created_at",),
    default_sort="-created_at",
)


@dataclass(frozen=True)
class AuditAnchored(Event):
    """The ends of all chains were written down apart from them."""

    type: ClassVar[str] = "gateway.audit.anchored"
    digest: str
    chains: dict[str, Any]


@dataclass(frozen=True)
class SensitiveRead(Event):
    """Somebody was shown fields of one record that are sensitive."""

    type: ClassVar[str] = "gateway.record.read"
    read_by: ClassVar[str | None] = READ
    path: str
    fields: list[str]
