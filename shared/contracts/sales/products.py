"""What the sales service says about products on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Audience, Changes
from shared.contracts.fields import MoneyField, NewIdField, RecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing

ENTITY = "products"

READ = "sales.product:read"
CREATE = "sales.product:create"
CHANGE = "sales.product:change"
RETIRE = "sales.product:retire"
REINSTATE = "sales.product:reinstate"
IMPORT = "sales.product:import"
UNDO = "sales.product:undo"
COST = "sales.product:cost"

RIGHTS = {
    READ: "See products",
    CREATE: "Add products to the catalogue",
    CHANGE: "Edit products",
    RETIRE: "Take products off the catalogue",
    REINSTATE: "Put retired products back into the catalogue",
    IMPORT: "Load products from a file, by their code",
    COST: "See and change what a piece of a product costs the company, and hear what sold products cost",
    UNDO: "Take back what one's own imports and bulks did to products",
}

FIELD_RIGHTS = {"sales.product": {"cost": COST}}
"""Without that right the field is neither shown nor written, whatever else is held."""

PICKLISTS = {"category": "product_category"}
"""The fields that follow a managed list of the company."""

_COST = {"description": "What a piece costs the company, in the product's currency; null where nobody knows."}
_NAME = (validate.Length(max=200), validate.Regexp(r"\s*\S"))


class _ProductFields(StrictSchema):
    custom = CustomValues(ENTITY)
    category = fields.String(
        allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("product_category")
    )
    description = fields.String(allow_none=True, validate=validate.Length(max=4000))
    unit = fields.String(validate=validate.Length(min=1, max=20))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    cost = MoneyField(allow_none=True, metadata=_COST)


class CreateProduct(_ProductFields):
    id = NewIdField()
    code = fields.String(required=True, validate=validate.Regexp(r"^\S(.{0,58}\S)?\Z"))
    name = fields.String(required=True, validate=_NAME)
    list_price = MoneyField(required=True)


class ProductRow(_ProductFields):
    """A product in a file; `code` says which."""

    code = fields.String(required=True, validate=validate.Regexp(r"^\S(.{0,58}\S)?\Z"))
    name = fields.String(required=True, validate=_NAME)
    list_price = MoneyField(required=True)


class ChangeProduct(_ProductFields):
    """The code stays: documents and other systems refer to it."""

    name = fields.String(validate=_NAME)
    list_price = MoneyField()


class ProductView(RecordView):
    custom = CustomValues(ENTITY)
    code = fields.String()
    name = fields.String()
    category = fields.String(allow_none=True, metadata=follows("product_category"))
    description = fields.String(allow_none=True)
    unit = fields.String()
    list_price = MoneyField()
    cost = MoneyField(allow_none=True, metadata=_COST)
    currency = fields.String()
    active = fields.Boolean()


LISTING = Listing(
    noun=ENTITY,
    view=ProductView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "category": FieldKind.TEXT,
        "list_price": FieldKind.MONEY,
        "currency": FieldKind.CHOICE,
        "active": FieldKind.FLAG,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "name", "list_price"),
    default_sort="code",
    searchable=True,
    customised=True,
    columns=("name", "code", "category", "list_price", "unit", "active", "updated_at"),
    picklists=PICKLISTS,
)


@dataclass(frozen=True)
class ProductEvent(CustomisedEvent):
    """What each event about a product tells: the product as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    product_id: str
    record_version: int
    code: str
    name: str
    category: str | None
    unit: str
    list_price: str
    currency: str
    active: bool
    changes: Changes


class ProductCreated(ProductEvent):
    type: ClassVar[str] = "sales.product.created"


class ProductChanged(ProductEvent):
    type: ClassVar[str] = "sales.product.changed"


class ProductRetired(ProductEvent):
    """The product is no longer offered; what was quoted or ordered stays as it was."""

    type: ClassVar[str] = "sales.product.retired"


class ProductReinstated(ProductEvent):
    type: ClassVar[str] = "sales.product.reinstated"
