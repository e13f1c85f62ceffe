"""What the sales service says on the wire about the prices that hold for one customer."""

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, MoneyField, RecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing

READ = "sales.price:read"

RIGHTS = {READ: "See what products cost a customer"}

BASES = ("list", "quotation", "price_list", "promotion", "exception")
MOST_PIECES = 1_000_000


class PriceQuery(StrictSchema):
    """The day is by default today, the currency that of the customer, or else that of the catalogue."""

    customer = IdField(required=True)
    qty = fields.Integer(load_default=1, validate=validate.Range(min=1, max=MOST_PIECES))
    date = fields.Date()
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))


class PriceRuleView(Schema):
    """Why a price is what it is; what does not belong to its basis is null."""

    basis = fields.String(validate=validate.OneOf(BASES))
    code = fields.String(allow_none=True, metadata={"description": "Of the price list or promotion."})
    name = fields.String(allow_none=True)
    customer_level = fields.String(allow_none=True, metadata=follows("customer_level"))
    unit_id = IdField(allow_none=True)
    from_quantity = fields.Integer(allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    quotation_number = fields.String(allow_none=True)
    price_exception_id = IdField(allow_none=True)


class EffectivePriceView(Schema):
    """What one piece costs a customer who takes so many on that day, before tax."""

    product_id = IdField()
    customer_id = IdField()
    quantity = fields.Integer()
    date = fields.Date()
    price = MoneyField()
    currency = fields.String()
    list_price = MoneyField()
    rule = fields.Nested(PriceRuleView)


class _PriceField(MoneyField):
    """The list price, as long as nothing says otherwise."""

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = None) -> Any:
        return obj.list_price


class PriceView(RecordView):
    """A product and its price for the customer; the id is the product's."""

    code = fields.String()
    name = fields.String()
    category = fields.String(allow_none=True, metadata=follows("product_category"))
    unit = fields.String()
    list_price = MoneyField()
    price = _PriceField(metadata={"description": "For one piece, after discount, before tax."})
    currency = fields.String(metadata={"description": "Of the price; that of a quotation may differ from the list's."})
    basis = fields.String(validate=validate.OneOf(BASES), metadata={"description": "What the price rests on."})
    quotation_number = fields.String(allow_none=True)
    valid_until = fields.Date(allow_none=True)


LISTING = Listing(
    noun="products",
    view=PriceView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "category": FieldKind.TEXT,
        "list_price": FieldKind.MONEY,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "name", "list_price"),
    default_sort="code",
    searchable=True,
)
