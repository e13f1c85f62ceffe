"""What is said on the wire about groups: the rights they grant, how far, and to whom."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_dump, validate

from shared.actor import Reach
from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, PersonRef, RecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing
from shared.rights import is_pattern

READ = "gateway.group:read"
CREATE = "gateway.group:create"
GRANT = "gateway.group:grant"
REVOKE = "gateway.group:revoke"
IMPORT = "gateway.group:import"
UNDO = "gateway.group:undo"
DEMAND_SECOND_FACTOR = "gateway.group:demand_second_factor"
ADD_MEMBER = "gateway.group:add_member"
REMOVE_MEMBER = "gateway.group:remove_member"

RIGHTS = {
    READ: "See groups, what they grant and who is in them",
    CREATE: "Set up a group",
    GRANT: "Grant a group a right that one holds oneself",
    REVOKE: "Take a right away from a group",
    IMPORT: "Load groups and what they grant from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to groups",
    DEMAND_SECOND_FACTOR: "Demand a second factor of a group's people, or waive it",
    ADD_MEMBER: "Put a person into a group",
    REMOVE_MEMBER: "Take a person out of a group",
}

_field = validate.Regexp(r"[a-z][a-z0-9_]{0,59}\Z")
_reach = validate.OneOf([str(reach) for reach in Reach])
MOST_GRANTS = 1000


def ensure_pattern(text: str) -> None:
    if not is_pattern(text):
        raise ValidationError("Not a right (service.noun:verb), service.noun:*, service.* or *.")


class CreateGroup(StrictSchema):
    code = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    name = fields.String(required=True, validate=validate.Length(min=1, max=200))


class RevokeRight(StrictSchema):
    right = fields.String(required=True, validate=[validate.Length(max=120), ensure_pattern])
    reach = fields.String(required=True, validate=_reach)


class GrantRight(RevokeRight):
    """With `open_fields` only these fields of the noun are open to the members, whatever else they hold: to read, to
    filter and sort by, to sum and to write. Ids, versions and times of records always are.
    """

    open_fields = fields.List(fields.String(validate=_field), validate=validate.Length(min=1, max=100))


def _ensure_granted_once(grants: list[dict[str, Any]]) -> None:
    if len({(grant["right"], grant["reach"]) for grant in grants}) != len(grants):
        raise ValidationError("One right is granted twice with the same reach.")


class GroupRow(CreateGroup):
    """A group in a file; `code` says which. `grants` are all that it is to grant; its members are not part of it."""

    demands_second_factor = fields.Boolean()
    grants = ListCell(fields.Nested(GrantRight), validate=[validate.Length(max=MOST_GRANTS), _ensure_granted_once])


class AddMember(StrictSchema):
    person_id = IdField(required=True)


class JoinGroup(AddMember):
    """From today on, or from a day to come (`from`); for good, or until the last day (`until`), both in UTC."""

    begin = fields.Date(data_key="from", load_default=None, allow_none=True)
    last = fields.Date(data_key="until", load_default=None, allow_none=True)


class GrantView(StrictSchema):
    right = fields.String()
    reach = fields.String(validate=_reach)
    open_fields = fields.List(
        fields.String(), metadata={"description": "The only fields of the noun that are open; left out: all are."}
    )

    @post_dump
    def leave_out_what_limits_nothing(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in told.items() if value != []}


class GroupView(RecordView):
    code = fields.String()
    name = fields.String()
    shipped = fields.Boolean(metadata={"description": "Whether it comes with the product."})
    demands_second_factor = fields.Boolean()
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
    columns=("name", "code", "shipped", "demands_second_factor", "updated_at"),
)


@dataclass(frozen=True)
class _GroupEvent(Event):
    audience: ClassVar[Audience] = Audience.COMPANY

    id: str
    code: str
    name: str
    grants: list[dict[str, Any]]
    changes: Changes
    demands_second_factor: bool = False


class GroupCreated(_GroupEvent):
    type: ClassVar[str] = "gateway.group.created"


class GroupRightGranted(_GroupEvent):
    type: ClassVar[str] = "gateway.group.right_granted"


class GroupRightRevoked(_GroupEvent):
    type: ClassVar[str] = "gateway.group.right_revoked"


class GroupSecondFactorDemanded(_GroupEvent):
    type: ClassVar[str] = "gateway.group.second_factor_demanded"


class GroupSecondFactorWaived(_GroupEvent):
    type: ClassVar[str] = "gateway.group.second_factor_waived"
