"""What the distribution service says about the goods that can lie in a warehouse."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "distribution.item:read"
CREATE = "distribution.item:create"
CHANGE = "distribution.item:change"
IMPORT = "distribution.item:import"
UNDO = "distribution.item:undo"

RIGHTS = {
    READ: "See the goods of the company",
    CREATE: "Record goods with their opening stock",
    IMPORT: "Load goods from a file, by their code",
    UNDO: "Take back what one's own imports and bulks did to items",
    CHANGE: "Rename goods that are not in the product catalogue",
}

_name = validate.Length(min=1, max=200)
_unit = validate.Length(min=1, max=20)
MOST_PIECES = 1_000_000_000


class PiecesField(fields.Integer):
    """A number of pieces: a whole number from 1 on, or from `least`, never a float or a string."""

    def __init__(self, least: int = 1, **kwargs: object) -> None:
        super().__init__(strict=True, validate=validate.Range(min=least, max=MOST_PIECES), **kwargs)  # type: ignore[arg-type]

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return value


class OpeningStock(StrictSchema):
    warehouse_id = IdField(required=True)
    quantity = PiecesField(required=True)


class CreateItem(StrictSchema):
    id = NewIdField()
    code = fields.String(required=True, validate=validate.Length(min=1, max=60))
    name = fields.String(required=True, validate=_name)
    unit_of_measure = fields.String(validate=_unit)
    opening = fields.List(fields.Nested(OpeningStock), validate=validate.Length(max=100))


class ItemRow(StrictSchema):
    """Goods in a file; `code` says which. What follows the product catalogue is changed there."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=60))
    name = fields.String(required=True, validate=_name)
    unit_of_measure = fields.String(validate=_unit)


class ChangeItem(StrictSchema):
    name = fields.String(validate=_name)
    unit_of_measure = fields.String(validate=_unit)


class ItemRef(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()


class ItemView(RecordView):
    code = fields.String()
    name = fields.String()
    unit_of_measure = fields.String()
    from_catalogue = fields.Boolean()


LISTING = Listing(
    noun="items",
    view=ItemView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "unit_of_measure": FieldKind.TEXT,
        "from_catalogue": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "name"),
    searchable=True,
)


@dataclass(frozen=True)
class ItemEvent(Event):
    """What each event about an item tells: the item as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    item_id: str
    code: str
    name: str
    unit_of_measure: str
    from_catalogue: bool
    changes: Changes


class ItemCreated(ItemEvent):
    type: ClassVar[str] = "distribution.item.created"


class ItemChanged(ItemEvent):
    type: ClassVar[str] = "distribution.item.changed"


class ItemRemoved(ItemEvent):
    """A job that had recorded the item was taken back."""

    type: ClassVar[str] = "distribution.item.removed"
