"""What the sales service says on the wire about the prices that hold for one customer."""

from typing import Any

from marshmallow import fields, validate

from shared.contracts.fields import MoneyField, RecordView
from shared.contracts.listing import FieldKind, Listing

READ = "sales.price:read"

RIGHTS = {READ: "See what products cost a customer"}

BASES = ("list", "quotation")


class _PriceField(MoneyField):
    """The list price, as long as no quotation says otherwise."""

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = None) -> Any:
        return obj.list_price


class PriceView(RecordView):
    """A product and its price for the customer; the id is the product's."""

    code = fields.String()
    name = fields.String()
    category = fields.String(allow_none=True)
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
