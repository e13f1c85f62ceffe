"""What is said on the wire about groups: the rights they grant, how far, and to whom."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, ValidationError, fields, validate

from shared.actor import Reach
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.rights import is_pattern

READ = "gateway.group:read"
CREATE = "gateway.group:create"
GRANT = "gateway.group:grant"
REVOKE = "gateway.group:revoke"
ADD_MEMBER = "gateway.group:add_member"
REMOVE_MEMBER = "gateway.group:remove_member"

RIGHTS = {
    READ: "See groups, what they grant and who is in them",
    CREATE: "Set up a group",
    GRANT: "Grant a group a right that one holds oneself",
    REVOKE: "Take a right away from a group",
    ADD_MEMBER: "Put a person into a group",
    REMOVE_MEMBER: "Take a person out of a group",
}

_reach = validate.OneOf([str(reach) for reach in Reach])


def _ensure_pattern(text: str) -> None:
    if not is_pattern(text):
        raise ValidationError("Not a right (service.noun:verb), service.noun:*, service.* or *.")


class CreateGroup(StrictSchema):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))


class GrantRight(StrictSchema):
    right = fields.String(required=True, validate=[validate.Length(max=120), _ensure_pattern])
    reach = fields.String(required=True, validate=_reach)


class AddMember(StrictSchema):
    person_id = IdField(required=True)


class GrantView(StrictSchema):
    right = fields.String()
    reach = fields.String(validate=_reach)


class GroupView(RecordView):
    code = fields.String()
    name = fields.String()
    shipped = fields.Boolean(metadata={"description": "Whether it comes with the product."})
    grants = fields.List(fields.Nested(GrantView))


class GroupMembersView(Schema):
    data = fields.List(fields.Nested(PersonRef))


LISTING = Listing(
    noun="groups",
    view=GroupView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "shipped": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
)


@dataclass(frozen=True)
class _GroupEvent(Event):
    id: str
    code: str
    name: str
    grants: list[dict[str, str]]
    changes: Changes


@dataclass(frozen=True)
class GroupCreated(_GroupEvent):
    type: ClassVar[str] = "gateway.group.created"


@dataclass(frozen=True)
class GroupRightGranted(_GroupEvent):
    type: ClassVar[str] = "gateway.group.right_granted"


@dataclass(frozen=True)
class GroupRightRevoked(_GroupEvent):
    type: ClassVar[str] = "gateway.group.right_revoked"
