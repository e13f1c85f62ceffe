"""What the distribution service says about warehouses on the wire."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.warehouse:read"
CREATE = "distribution.warehouse:create"
CHANGE = "distribution.warehouse:change"
CLOSE = "distribution.warehouse:close"
REOPEN = "distribution.warehouse:reopen"
IMPORT = "distribution.warehouse:import"
UNDO = "distribution.warehouse:undo"

RIGHTS = {
    READ: "See warehouses",
    CREATE: "Set up warehouses",
    CHANGE: "Rename warehouses",
    CLOSE: "Close empty warehouses",
    IMPORT: "Load warehouses from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to warehouses",
    REOPEN: "Take closed warehouses into use again",
}

STATUSES = ("open", "closed")
_name = validate.Length(min=1, max=200)


class CreateWarehouse(StrictSchema):
    id = NewIdField()
    code = fields.String(required=True, validate=validate.Regexp(r"[A-Z0-9][A-Z0-9-]{0,19}\Z"))
    name = fields.String(required=True, validate=_name)
    address = fields.String(allow_none=True, validate=validate.Length(max=500))
    org_unit_id = IdField(metadata={"description": "The unit it belongs to; by default the caller's own."})


class WarehouseRow(StrictSchema):
    """A warehouse in a file; `code` says which. A new one is set up for the unit of whoever loads it."""

    code = fields.String(required=True, validate=validate.Regexp(r"[A-Z0-9][A-Z0-9-]{0,19}\Z"))
    name = fields.String(required=True, validate=_name)
    address = fields.String(allow_none=True, validate=validate.Length(max=500))


class ChangeWarehouse(StrictSchema):
    name = fields.String(validate=_name)
    address = fields.String(allow_none=True, validate=validate.Length(max=500))


class WarehouseRef(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()


class WarehouseView(OwnedRecordView):
    code = fields.String()
    name = fields.String()
    address = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))


LISTING = Listing(
    noun="warehouses",
    view=WarehouseView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "name"),
    searchable=True,
)


@dataclass(frozen=True)
class WarehouseEvent(Event):
    """What each event about a warehouse tells: the warehouse as it is now, and what changed."""

    warehouse_id: str
    code: str
    name: str
    address: str | None
    status: str
    owner_id: str
    org_unit_id: str
    changes: Changes


class WarehouseCreated(WarehouseEvent):
    type: ClassVar[str] = "distribution.warehouse.created"


class WarehouseChanged(WarehouseEvent):
    type: ClassVar[str] = "distribution.warehouse.changed"


class WarehouseClosed(WarehouseEvent):
    type: ClassVar[str] = "distribution.warehouse.closed"


class WarehouseReopened(WarehouseEvent):
    type: ClassVar[str] = "distribution.warehouse.reopened"


class WarehouseRemoved(WarehouseEvent):
    """A job that had set the warehouse up was taken back."""

    type: ClassVar[str] = "distribution.warehouse.removed"
