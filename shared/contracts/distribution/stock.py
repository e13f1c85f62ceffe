"""What the distribution service says about stock: balances, the moves behind them, and that the two agree."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.distribution.items import ItemRef
from shared.contracts.distribution.warehouses import WarehouseRef
from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.stock:read"

RIGHTS = {READ: "See stock and its moves"}

MOST_WANTED = 500
"""Different items that are asked for at once."""

KINDS = ("inbound", "outbound", "reserve", "release", "return", "reversal")


class StockView(OwnedRecordView):
    warehouse = fields.Nested(WarehouseRef, allow_none=True)
    item = fields.Nested(ItemRef, allow_none=True)
    physical = fields.Integer()
    reserved = fields.Integer()
    available = fields.Integer()


class StockMoveView(Schema):
    id = IdField()
    business_key = fields.String()
    kind = fields.String(validate=validate.OneOf(KINDS))
    physical = fields.Integer(metadata={"description": "Change of the pieces that lie there."})
    reserved = fields.Integer(metadata={"description": "Change of the pieces that are promised."})
    document_kind = fields.String()
    document_id = IdField()
    note = fields.String(allow_none=True)
    moved_at = fields.AwareDateTime(format="iso")
    moved_by = IdField()


class StockMovesView(Schema):
    """The latest moves of one balance, newest first."""

    data = fields.List(fields.Nested(StockMoveView))


class StockInvariantView(Schema):
    """A balance that its moves do not add up to, or that is negative. There should be none."""

    stock_id = IdField()
    warehouse_id = IdField()
    item_id = IdField()
    physical = fields.Integer()
    reserved = fields.Integer()
    moved_physical = fields.Integer()
    moved_reserved = fields.Integer()


class StockInvariantsView(Schema):
    data = fields.List(fields.Nested(StockInvariantView))


class NoParameters(StrictSchema):
    """A question without parameters."""


class WantedItem(StrictSchema):
    item_id = IdField(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class CheckAvailability(StrictSchema):
    """What an order of a unit would want, for services that ask before there is an order."""

    org_unit_id = IdField(required=True)
    wanted = fields.List(fields.Nested(WantedItem), required=True, validate=validate.Length(min=1, max=MOST_WANTED))


class LackingItemView(Schema):
    item_id = IdField()
    wanted = fields.Integer()
    available = fields.Integer()


class AvailabilityView(Schema):
    """What lacks in the warehouse that lacks least; nothing where one has it all."""

    short = fields.List(fields.Nested(LackingItemView))


LISTING = Listing(
    noun="stock",
    view=StockView,
    fields={
        "id": FieldKind.ID,
        "warehouse_id": FieldKind.ID,
        "item_id": FieldKind.ID,
        "physical": FieldKind.NUMBER,
        "reserved": FieldKind.NUMBER,
        "available": FieldKind.NUMBER,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "physical", "reserved"),
)


@dataclass(frozen=True)
class StockLevelChanged(Event):
    """How much of an item now lies in a warehouse, is promised, and is free; and which document moved it."""

    type: ClassVar[str] = "distribution.stock.level_changed"
    stock_id: str
    warehouse_id: str
    item_id: str
    physical: int
    reserved: int
    available: int
    document_kind: str
    document_id: str
    changes: Changes
