"""What the sales service says about price lists on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, RecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.price_list:read"
CREATE = "sales.price_list:create"
CHANGE = "sales.price_list:change"
WITHDRAW = "sales.price_list:withdraw"
REINSTATE = "sales.price_list:reinstate"

RIGHTS = {
    READ: "See price lists",
    CREATE: "Draw up price lists and promotions",
    CHANGE: "Edit price lists in force",
    WITHDRAW: "Withdraw price lists",
    REINSTATE: "Put withdrawn price lists into force again",
}

PICKLISTS = {"customer_level": "customer_level"}
"""The fields that follow a managed list of the company."""

STANDARD, PROMOTION = "standard", "promotion"
KINDS = (STANDARD, PROMOTION)
STATUSES = ("in_force", "withdrawn")
MOST_PRICES = 2_000
_MOST_PIECES = 1_000_000


class ListedPriceForm(StrictSchema):
    """What one piece costs whoever takes at least `from_quantity` of them."""

    product_id = IdField(required=True)
    from_quantity = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=1, max=_MOST_PIECES))
    unit_price = MoneyField(required=True)


class _PriceListFields(StrictSchema):
    """Without a level the list is for customers of any; without a unit for sellers of any; without days for ever."""

    customer_level = fields.String(allow_none=True, validate=validate.Length(min=1, max=100))
    unit_id = IdField(allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


_NAME = validate.Length(min=1, max=200)
_PRICES = validate.Length(min=1, max=MOST_PRICES)


class CreatePriceList(_PriceListFields):
    id = NewIdField()
    code = fields.String(required=True, validate=validate.Regexp(r"^\S(.{0,38}\S)?\Z"))
    name = fields.String(required=True, validate=_NAME)
    kind = fields.String(validate=validate.OneOf(KINDS))
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    prices = fields.List(fields.Nested(ListedPriceForm), required=True, validate=_PRICES)


class ChangePriceList(_PriceListFields):
    """`prices` replaces all prices of the list. Code, kind and currency stay."""

    name = fields.String(validate=_NAME)
    prices = fields.List(fields.Nested(ListedPriceForm), validate=_PRICES)


class ListedPriceView(Schema):
    product_id = IdField()
    from_quantity = fields.Integer()
    unit_price = MoneyField()


class PriceListSummaryView(RecordView):
    code = fields.String()
    name = fields.String()
    kind = fields.String(validate=validate.OneOf(KINDS))
    status = fields.String(validate=validate.OneOf(STATUSES))
    currency = fields.String()
    customer_level = fields.String(allow_none=True)
    unit_id = IdField(allow_none=True, metadata={"description": "Its sellers alone sell by it, such as a dealer's."})
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


class PriceListView(PriceListSummaryView):
    """A price list with its prices."""

    prices = fields.List(fields.Nested(ListedPriceView))


LISTING = Listing(
    noun="price-lists",
    view=PriceListSummaryView,
    fields={
        "id": FieldKind.ID,
        "code": FieldKind.TEXT,
        "name": FieldKind.TEXT,
        "kind": FieldKind.CHOICE,
        "status": FieldKind.CHOICE,
        "currency": FieldKind.CHOICE,
        "customer_level": FieldKind.TEXT,
        "unit_id": FieldKind.ID,
        "starts_on": FieldKind.DATE,
        "ends_on": FieldKind.DATE,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "code", "name"),
    default_sort="code",
)


@dataclass(frozen=True)
class PriceListEvent(Event):
    """What each event about a price list tells: the list as it is now, and what changed."""

    audience: ClassVar[Audience] = Audience.COMPANY

    price_list_id: str
    record_version: int
    code: str
    name: str
    kind: str
    status: str
    currency: str
    customer_level: str | None
    unit_id: str | None
    starts_on: str | None
    ends_on: str | None
    prices: list[dict[str, Any]]
    changes: Changes


@dataclass(frozen=True)
class PriceListCreated(PriceListEvent):
    type: ClassVar[str] = "sales.price_list.created"


@dataclass(frozen=True)
class PriceListChanged(PriceListEvent):
    type: ClassVar[str] = "sales.price_list.changed"


@dataclass(frozen=True)
class PriceListWithdrawn(PriceListEvent):
    """No price is taken from it any more; what was quoted by it stays."""

    type: ClassVar[str] = "sales.price_list.withdrawn"


@dataclass(frozen=True)
class PriceListReinstated(PriceListEvent):
    type: ClassVar[str] = "sales.price_list.reinstated"
