"""What is said on the wire about the units of the organisation: head office, branches, offices, agents, dealers."""

from dataclasses import dataclass, field
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.org_unit:read"
CREATE = "gateway.org_unit:create"
CHANGE = "gateway.org_unit:change"
MOVE = "gateway.org_unit:move"
CLOSE = "gateway.org_unit:close"
IMPORT = "gateway.org_unit:import"
UNDO = "gateway.org_unit:undo"

RIGHTS = {
    READ: "See units of the organisation",
    CREATE: "Set up a unit under another",
    CHANGE: "Rename a unit and say in which currency it keeps its accounts",
    MOVE: "Move a unit, with everything below it, under another",
    CLOSE: "Close a unit that has no people and no open unit below it",
    IMPORT: "Load units from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to units",
}

KINDS = ("head_office", "branch", "office", "agent", "dealer")
_name = validate.Length(min=1, max=200)


def _currency() -> fields.String:
    """Null follows the unit above, and at the top the installation."""
    return fields.String(
        allow_none=True,
        validate=validate.Regexp(r"[A-Z]{3}\Z"),
        metadata={"description": "What this unit and those below it count in; null follows the unit above."},
    )


class CreateOrgUnit(StrictSchema):
    code = fields.String(required=True, validate=validate.Regexp(r"[A-Z0-9][A-Z0-9-]{0,19}\Z"))
    name = fields.String(required=True, validate=_name)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    parent_id = IdField(required=True, metadata={"description": "The unit it stands under."})
    currency = _currency()


class OrgUnitRow(StrictSchema):
    """A unit in a file; `code` says which, `parent_code` under which it stands: the head office alone under none."""

    code = fields.String(required=True, validate=validate.Regexp(r"[A-Z0-9][A-Z0-9-]{0,19}\Z"))
    name = fields.String(required=True, validate=_name)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    parent_code = fields.String(required=True, allow_none=True, validate=validate.Length(min=1, max=20))
    currency = _currency()


class ChangeOrgUnit(StrictSchema):
    name = fields.String(validate=_name)
    currency = _currency()


class MoveOrgUnit(StrictSchema):
    parent_id = IdField(required=True)


class OrgUnitView(RecordView):
    code = fields.String()
    name = fields.String()
    kind = fields.String(validate=validate.OneOf(KINDS))
    parent_id = fields.String(allow_none=True)
    parent_code = fields.String(allow_none=True)
    depth = fields.Integer(metadata={"description": "1 for the head office."})
    currency = fields.String(allow_none=True, metadata={"description": "Its own; null follows the unit above."})
    closed = fields.Boolean()


LISTING = Listing(
    noun="org-units",
    view=OrgUnitView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "kind": FieldKind.CHOICE,
        "parent_id": FieldKind.ID,
        "closed": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
)


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
    currency: str | None = field(default=None, kw_only=True)


class OrgUnitCreated(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.created"


class OrgUnitChanged(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.changed"


class OrgUnitMoved(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.moved"


class OrgUnitClosed(_OrgUnitEvent):
    type: ClassVar[str] = "gateway.org_unit.closed"
