"""What the sales service says about price lists on the wire, and the rights that the gateway checks."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, validate

from shared.contracts.events import Audience, Changes, Event
from shared.contracts.fields import IdField, MoneyField, NewIdField, RecordView, StrictSchema, follows
from shared.contracts.listing import FieldKind, Listing

READ = "sales.price_list:read"
CREATE = "sales.price_list:create"
CHANGE = "sales.price_list:change"
WITHDRAW = "sales.price_list:withdraw"
REINSTATE = "sales.price_list:reinstate"
IMPORT = "sales.price_list:import"
UNDO = "sales.price_list:undo"

RIGHTS = {
    READ: "See price lists",
    CREATE: "Draw up price lists and promotions",
    CHANGE: "Edit price lists in force",
    WITHDRAW: "Withdraw price lists",
    REINSTATE: "Put withdrawn price lists into force again",
    IMPORT: "Load price lists and their prices from a file, by their code and key",
    UNDO: "Take back what one's own imports and bulks did to price lists and prices",
}

PICKLISTS = {"customer_level": "customer_level"}
"""The fields that follow a managed list of the company."""

STANDARD, PROMOTION = "standard", "promotion"
KINDS = (STANDARD, PROMOTION)
STATUSES = ("in_force", "withdrawn")
MOST_PRICES = 2_000
_MOST_PIECES = 1_000_000
_KEY = re.compile(r"([^/]+)/([^/]+)/([1-9][0-9]{0,6})")
_LONGEST_KEY = 400
"""A price's key has the codes of its list and product, in which each character may take three."""


class ListedPriceForm(StrictSchema):
    """What one piece costs whoever takes at least `from_quantity` of them."""

    product_id = IdField(required=True)
    from_quantity = fields.Integer(strict=True, load_default=1, validate=validate.Range(min=1, max=_MOST_PIECES))
    unit_price = MoneyField(required=True)


class _PriceListFields(StrictSchema):
    """Without a level the list is for customers of any; without a unit for sellers of any; without days for ever."""

    customer_level = fields.String(
        allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("customer_level")
    )
    unit_id = IdField(allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


_CODE = validate.Regexp(r"^\S(.{0,38}\S)?\Z")
_CURRENCY = validate.Regexp(r"^[A-Z]{3}\Z")
_NAME = validate.Length(min=1, max=200)
_PRICES = validate.Length(min=1, max=MOST_PRICES)


class CreatePriceList(_PriceListFields):
    id = NewIdField()
    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    kind = fields.String(validate=validate.OneOf(KINDS))
    currency = fields.String(required=True, validate=_CURRENCY)
    prices = fields.List(fields.Nested(ListedPriceForm), required=True, validate=_PRICES)


class ChangePriceList(_PriceListFields):
    """`prices` replaces all prices of the list. Code, kind and currency stay."""

    name = fields.String(validate=_NAME)
    prices = fields.List(fields.Nested(ListedPriceForm), validate=_PRICES)


class PriceListRow(StrictSchema):
    """A price list in a file; `code` says which, `unit_code` for whose sellers. A new one has no prices yet: they are
    rows of a file of their own. Kind and currency stay; withdrawn and reinstated it is by these verbs.
    """

    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    currency = fields.String(required=True, validate=_CURRENCY)
    kind = fields.String(validate=validate.OneOf(KINDS))
    customer_level = fields.String(
        allow_none=True, validate=validate.Length(min=1, max=100), metadata=follows("customer_level")
    )
    unit_code = fields.String(allow_none=True, validate=validate.Length(min=1, max=20))
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


@dataclass(frozen=True)
class PriceKey:
    """How a file names a price: `<list>/<product>/<from quantity>`, where a slash in a code is written %2F."""

    list_code: str
    product_code: str
    from_quantity: int

    @classmethod
    def read(cls, text: str) -> "PriceKey":
        """Raises `ValidationError` for a text that names no price."""
        read = _KEY.fullmatch(text)
        if read is None or int(read[3]) > _MOST_PIECES:
            raise ValidationError(
                f"Not a price of a list: expected <list>/<product>/<from quantity>, of 1 to {_MOST_PIECES}."
            )
        return cls(_unescaped(read[1]), _unescaped(read[2]), int(read[3]))

    def __str__(self) -> str:
        return f"{_escaped(self.list_code)}/{_escaped(self.product_code)}/{self.from_quantity}"


def _escaped(code: str) -> str:
    return code.replace("%", "%25").replace("/", "%2F")


def _unescaped(code: str) -> str:
    return code.replace("%2F", "/").replace("%25", "%")


def _ensure_price_key(text: str) -> None:
    PriceKey.read(text)


class ListedPriceRow(StrictSchema):
    """A price in a file; `key` says on which list, of which product, from how many on."""

    key = fields.String(required=True, validate=[validate.Length(max=_LONGEST_KEY), _ensure_price_key])
    unit_price = MoneyField(required=True)


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
    customer_level = fields.String(allow_none=True, metadata=follows("customer_level"))
    unit_id = IdField(allow_none=True, metadata={"description": "Its sellers alone sell by it, such as a dealer's."})
    unit_code = fields.String(allow_none=True)
    starts_on = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)


class PriceListView(PriceListSummaryView):
    """A price list with its prices."""

    prices = fields.List(fields.Nested(ListedPriceView))


class PriceOfListView(ListedPriceView):
    """A price by itself: on which list it stands, and its key in files."""

    id = IdField()
    key = fields.String(
        metadata={"description": "`<list>/<product>/<from quantity>`: by it a file names it; a slash in a code is %2F."}
    )
    price_list_id = IdField()
    price_list_code = fields.String()
    product_code = fields.String()
    currency = fields.String()


PRICES_LISTING = Listing(
    noun="listed-prices",
    view=PriceOfListView,
    fields={
        "id": FieldKind.ID,
        "price_list_id": FieldKind.ID,
        "product_id": FieldKind.ID,
    },
    sorts=(),
    default_sort="id",
)
"""Every price of every list, one a row, as a file takes them."""

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
    columns=("name", "code", "kind", "status", "currency", "customer_level", "unit_code", "starts_on", "ends_on"),
    picklists=PICKLISTS,
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


class PriceListCreated(PriceListEvent):
    type: ClassVar[str] = "sales.price_list.created"


class PriceListChanged(PriceListEvent):
    type: ClassVar[str] = "sales.price_list.changed"


class PriceListWithdrawn(PriceListEvent):
    """No price is taken from it any more; what was quoted by it stays."""

    type: ClassVar[str] = "sales.price_list.withdrawn"


class PriceListReinstated(PriceListEvent):
    type: ClassVar[str] = "sales.price_list.reinstated"
