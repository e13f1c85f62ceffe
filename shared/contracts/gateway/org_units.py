"""What is said on the wire about the units of the organisation: head office, branches, offices, agents, dealers."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event

READ = "gateway.org_unit:read"
CREATE = "gateway.org_unit:create"
CHANGE = "gateway.org_unit:change"
MOVE = "gateway.org_unit:move"
CLOSE = "gateway.org_unit:close"

RIGHTS = {
    READ: "See units of the organisation",
    CREATE: "Set up a unit under another",
    CHANGE: "Rename a unit",
    MOVE: "Move a unit, with everything below it, under another",
    CLOSE: "Close a unit that has no people and no open unit below it",
}

KINDS = ("head_office", "branch", "office", "agent", "dealer")
_name = validate.Length(min=1, max=200)


class CreateOrgUnit(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"[A-Z0-9][A-Z0-9-]{0,19}\Z"))
    name = fields.String(required=True, validate=_name)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    parent_id = fields.UUID(required=True, metadata={"description": "The unit it stands under."})


class ChangeOrgUnit(Schema):
    name = fields.String(validate=_name)


class MoveOrgUnit(Schema):
    parent_id = fields.UUID(required=True)


class OrgUnitRef(Schema):
    id = fields.String()
    code = fields.String()
    name = fields.String()


class OrgUnitView(Schema):
    id = fields.String()
    version = fields.Integer()
    code = fields.String()
    name = fields.String()
    kind = fields.String(validate=validate.OneOf(KINDS))
    parent_id = fields.String(allow_none=True)
    depth = fields.Integer(metadata={"description": "1 for the head office."})
    closed = fields.Boolean()
    created_at = fields.DateTime()
    updated_at = fields.DateTime()


@dataclass(frozen=True)
class _OrgUnitEvent(Event):
    id: str
    code: str
    name: str
    kind: str
    parent_id: str | None
    path: str
    closed: bool
    changes: Changes


@dataclass(frozen=True)
class OrgUnitCreated(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.created"


@dataclass(frozen=True)
class OrgUnitChanged(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.changed"


@dataclass(frozen=True)
class OrgUnitMoved(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.moved"


@dataclass(frozen=True)
class OrgUnitClosed(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.closed"
