"""What the sales service says on the wire about carts: what a customer wants to buy, until it is an order."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.configurators import MOST_CHOICES, ChoiceForm
from shared.contracts.sales.orders import MOST_PIECES, SHIPPING_METHODS

READ = "sales.cart:read"
OPEN = "sales.cart:open"
PUT = "sales.cart:put"
TAKE_OUT = "sales.cart:take_out"
CHECK_OUT = "sales.cart:check_out"
ABANDON = "sales.cart:abandon"

RIGHTS = {
    READ: "See carts, with what they cost now",
    OPEN: "Open carts for customers in published stores",
    PUT: "Put products into carts, configured ones too, and change how many",
    TAKE_OUT: "Take lines out of carts",
    CHECK_OUT: "Check carts out, which makes orders of them",
    ABANDON: "Give carts up",
}

STATUSES = ("open", "checked_out", "abandoned")
MOST_LINES = 100
"""In one cart. A configured product is one line of a cart and as many lines of an order as it has parts."""

_QUANTITY = validate.Range(min=1, max=MOST_PIECES)


class OpenCart(StrictSchema):
    """People of a customer buy for that customer; everybody else says who buys."""

    id = NewIdField()
    store_id = IdField(required=True)
    customer_id = IdField()


class PutIntoCart(StrictSchema):
    """So many of a product from now on. A product of chosen parts comes with the parts, or with a configuration of them
    that is known.
    """

    product_id = IdField(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=_QUANTITY)
    choices = fields.List(fields.Nested(ChoiceForm), validate=validate.Length(max=MOST_CHOICES))
    configuration_id = IdField()

    @validates_schema
    def say_parts_once(self, data: dict[str, Any], **_: Any) -> None:
        if data.keys() >= {"choices", "configuration_id"}:
            raise ValidationError("Name the parts or a configuration of them, not both.", "configuration_id")


class TakeOutOfCart(StrictSchema):
    line_id = IdField(required=True)


class CheckOutCart(StrictSchema):
    """`total` is what the buyer has seen and agrees to."""

    total = MoneyField(required=True)
    shipping_method = fields.String(allow_none=True, validate=validate.OneOf(SHIPPING_METHODS))
    ship_to = fields.String(allow_none=True, validate=validate.Length(min=1, max=500))
    note = fields.String(allow_none=True, validate=validate.Length(max=2000))


class CartSummaryView(OwnedRecordView):
    store_id = IdField()
    customer = fields.Nested(NamedRef, allow_none=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
    currency = fields.String()
    order_id = IdField(allow_none=True)


class CartLineView(Schema):
    """What a line costs: now, or as it was checked out. Null where the store does not sell it now, or not so built."""

    id = IdField()
    product_id = IdField()
    code = fields.String()
    name = fields.String()
    configuration_id = IdField(allow_none=True)
    quantity = fields.Integer()
    unit_price = MoneyField(allow_none=True, metadata={"description": "Of one with its parts, before tax."})
    amount = MoneyField(allow_none=True)
    put_at = MoneyField(metadata={"description": "The unit price when the line was put in, or last changed."})


class CartView(CartSummaryView):
    total = MoneyField(allow_none=True, metadata={"description": "Null while a line has no price."})
    lines = fields.List(fields.Nested(CartLineView))


LISTING = Listing(
    noun="carts",
    view=CartSummaryView,
    fields={
        "id": FieldKind.ID,
        "store_id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "order_id": FieldKind.ID,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
)


@dataclass(frozen=True)
class CartEvent(Event):
    """What each event about a cart tells: the cart as it is now, and what changed. Amounts are decimal strings."""

    cart_id: str
    record_version: int
    store_id: str
    customer_id: str
    status: str
    currency: str
    order_id: str | None
    lines: list[dict[str, Any]]
    owner_id: str
    org_unit_id: str
    changes: Changes


class CartOpened(CartEvent):
    type: ClassVar[str] = "sales.cart.opened"


class CartChanged(CartEvent):
    """Something was put in or taken out."""

    type: ClassVar[str] = "sales.cart.changed"


@dataclass(frozen=True)
class CartCheckedOut(CartEvent):
    """An order was made of it, which tells of itself."""

    type: ClassVar[str] = "sales.cart.checked_out"
    total: str


class CartAbandoned(CartEvent):
    type: ClassVar[str] = "sales.cart.abandoned"
