"""What is said on the wire about departments: how the people of a unit are ordered, without effect on what they see."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "gateway.department:read"
CREATE = "gateway.department:create"
CHANGE = "gateway.department:change"
MOVE = "gateway.department:move"
CLOSE = "gateway.department:close"
IMPORT = "gateway.department:import"
UNDO = "gateway.department:undo"

RIGHTS = {
    READ: "See the departments of units",
    CREATE: "Set up a department in a unit",
    CHANGE: "Rename a department",
    MOVE: "Move a department, with those below it, under another one or into another unit",
    CLOSE: "Close a department that has no people and no open department below it",
    IMPORT: "Load departments from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to departments",
}

_code = validate.Regexp(r"[A-Z0-9][A-Z0-9-]{0,19}\Z")
_name = validate.Length(min=1, max=200)


class CreateDepartment(StrictSchema):
    """`code` is one of its kind in the whole company. Without a parent it stands at the top of its unit."""

    code = fields.String(required=True, validate=_code)
    name = fields.String(required=True, validate=_name)
    unit_id = IdField(required=True)
    parent_id = IdField(load_default=None, allow_none=True)


class ChangeDepartment(StrictSchema):
    name = fields.String(validate=_name)


class MoveDepartment(StrictSchema):
    """`unit_id` takes it into another unit; without one it stays in its own. `parent_id` is a department there."""

    parent_id = IdField(required=True, allow_none=True)
    unit_id = IdField()


class DepartmentRow(StrictSchema):
    """A department in a file; `code` says which. Without a parent it stands at the top of its unit."""

    code = fields.String(required=True, validate=_code)
    name = fields.String(required=True, validate=_name)
    unit_code = fields.String(required=True, validate=validate.Length(min=1, max=20))
    parent_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))


class DepartmentView(RecordView):
    code = fields.String()
    name = fields.String()
    unit_id = IdField()
    unit_code = fields.String()
    parent_id = IdField(allow_none=True)
    parent_code = fields.String(allow_none=True)
    depth = fields.Integer(metadata={"description": "1 at the top of its unit."})
    people = fields.Integer(metadata={"description": "How many people belong to it."})
    closed = fields.Boolean()


LISTING = Listing(
    noun="departments",
    view=DepartmentView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "unit_id": FieldKind.ID,
        "parent_id": FieldKind.ID,
        "closed": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("code", "name", "created_at", "updated_at"),
    default_sort="code",
)


@dataclass(frozen=True)
class _DepartmentEvent(Event):
    id: str
    code: str
    name: str
    unit_id: str
    parent_id: str | None
    closed: bool
    changes: Changes


class DepartmentCreated(_DepartmentEvent):
    type: ClassVar[str] = "gateway.department.created"


class DepartmentChanged(_DepartmentEvent):
    type: ClassVar[str] = "gateway.department.changed"


class DepartmentMoved(_DepartmentEvent):
    """Those below it came along."""

    type: ClassVar[str] = "gateway.department.moved"


class DepartmentClosed(_DepartmentEvent):
    type: ClassVar[str] = "gateway.department.closed"
