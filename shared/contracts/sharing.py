"""What is said on the wire about opening one record to one person or one unit more."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Event
from shared.contracts.fields import IdField, StrictSchema

READ_ONLY, FOR_WRITING = "read", "write"
BY_HAND, AS_PARTNER = "hand", "partner"
"""Why a share stands: somebody made it, or a partner is linked to the record. One grantee may have one of each, and
neither ends with the other.
"""


class ShareRecord(StrictSchema):
    """Exactly one grantee. `until` is the last day; without it the share lasts until it is revoked."""

    person_id = IdField()
    org_unit_id = IdField()
    access = fields.String(load_default=READ_ONLY, validate=validate.OneOf((READ_ONLY, FOR_WRITING)))
    until = fields.Date(allow_none=True, load_default=None)

    @validates_schema
    def name_one_grantee(self, data: dict[str, Any], **_: Any) -> None:
        if ("person_id" in data) == ("org_unit_id" in data):
            raise ValidationError("Name either person_id or org_unit_id.", "person_id")


class ShareView(Schema):
    """One opening of a record to one person or one unit; its history is the record's."""

    id = IdField()
    person_id = IdField(allow_none=True)
    org_unit_id = IdField(allow_none=True)
    access = fields.String()
    until = fields.Date(allow_none=True)
    granted_by = IdField()
    granted_at = fields.AwareDateTime(format="iso")


class SharesView(Schema):
    data = fields.List(fields.Nested(ShareView))


@dataclass(frozen=True)
class ShareRevoked(Event):
    """What an event says beside the record when a share is revoked; `grantee_kind` is person or unit. The type of the
    event tells the reason of the share.
    """

    reason: ClassVar[str] = BY_HAND
    share_id: str
    grantee_id: str
    grantee_kind: str


@dataclass(frozen=True)
class RecordShared(ShareRevoked):
    """The same when a share is made or changed; `until` is the last day, or null for until revoked."""

    may_write: bool
    until: str | None
