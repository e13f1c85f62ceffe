"""What the sales service says about orders on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, NotRequired, TypedDict

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from shared.contracts.custom import CustomisedEvent, CustomValues
from shared.contracts.events import Changes
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales.configurators import MOST_CHOICES, ChoiceForm
from shared.contracts.sharing import RecordShared, ShareRevoked

ENTITY = "orders"

READ = "sales.order:read"
CREATE = "sales.order:create"
CHANGE = "sales.order:change"
CONFIRM = "sales.order:confirm"
VOID = "sales.order:void"
IMPORT = "sales.order:import"
UNDO = "sales.order:undo"
SHARE = "sales.order:share"

RIGHTS = {
    READ: "See orders and follow them",
    CREATE: "Enter orders",
    CHANGE: "Edit orders that are not confirmed",
    CONFIRM: "Confirm orders and have their goods reserved",
    VOID: "Void orders, with a reason",
    IMPORT: "Load orders from a file, by their external id",
    UNDO: "Take back what one's own imports and bulks did to orders",
    SHARE: "Open orders to other people and units",
}

STATUSES = ("draft", "confirmed", "fulfilled", "voiding", "voided")
FULFILMENTS = ("waiting", "reserved", "short", "partly_shipped", "shipped")
SHIPPING_METHODS = ("courier", "freight", "own_fleet", "parcel", "pickup")
ACCEPTANCE_DEMANDS = ("received_by", "delivery_note", "inspection_report")
"""What an order may demand before a shipment of it counts as accepted."""

MOST_LINES = 200
MOST_PIECES = 1_000_000


_KEY = validate.Length(min=1, max=120)


class OrderLineForm(StrictSchema):
    """`unit_price` is the product's list price where it is left out. A product of chosen parts comes with its
    `choices`, or with a configuration that is known; each part is a line of its own that names the configuration.
    """

    product_id = IdField(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST_PIECES))
    unit_price = MoneyField()
    choices = fields.List(fields.Nested(ChoiceForm), validate=validate.Length(max=MOST_CHOICES))
    configuration_id = IdField(
        allow_none=True, metadata={"description": "One that is known, or comes of the choices of another line."}
    )

    @validates_schema
    def say_parts_once(self, data: dict[str, Any], **_: Any) -> None:
        if "choices" in data and data.get("configuration_id") is not None:
            raise ValidationError("Name the parts or a configuration of them, not both.", "configuration_id")


class InstalmentForm(StrictSchema):
    due_on = fields.Date(required=True)
    amount = MoneyField(required=True)


_ADDRESS = validate.Length(min=1, max=500)
_METHOD = validate.OneOf(SHIPPING_METHODS)
_DEMANDS = (
    validate.ContainsOnly(ACCEPTANCE_DEMANDS),
    validate.Length(max=len(ACCEPTANCE_DEMANDS)),
)


class _OrderFields(StrictSchema):
    """Without `partial_shipments` all goods leave together; `acceptance_demands` is what the receiver has to give
    before a shipment counts as accepted.
    """

    custom = CustomValues(ENTITY)
    shipping_method = fields.String(allow_none=True, validate=_METHOD)
    partial_shipments = fields.Boolean()
    ship_on = fields.Date(allow_none=True)
    ship_to = fields.String(allow_none=True, validate=_ADDRESS)
    acceptance_demands = fields.List(fields.String(), validate=_DEMANDS)
    lines = fields.List(fields.Nested(OrderLineForm), validate=validate.Length(min=1, max=MOST_LINES))
    instalments = fields.List(fields.Nested(InstalmentForm), validate=validate.Length(max=60))
    note = fields.String(allow_none=True, validate=validate.Length(max=2000))
    external_id = fields.String(allow_none=True, validate=_KEY)


_CALL = {"description": "The call during which it is entered, over or still a draft."}


class CreateOrder(_OrderFields):
    """Entered during a call, it is by default of the call's customer."""

    id = NewIdField()
    customer_id = IdField()
    call_id = IdField(metadata=_CALL)
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))

    @validates_schema
    def have_lines(self, data: dict[str, Any], **_: Any) -> None:
        if "lines" not in data:
            raise ValidationError("Missing data for required field.", "lines")

    @validates_schema
    def say_who_buys(self, data: dict[str, Any], **_: Any) -> None:
        if not data.keys() & {"customer_id", "call_id"}:
            raise ValidationError("Missing data for required field.", "customer_id")


class OrderOpportunity(_OrderFields):
    """Without lines the order takes those of the deal's accepted quotation, and with them the call in which that was
    drawn up, unless another call is named.
    """

    id = NewIdField()
    call_id = IdField(metadata=_CALL)


class ChangeOrder(_OrderFields):
    """Instalments of an order whose total changes with its lines must be given anew."""


_WORKED_OUT = frozenset({"id", "product_id", "name", "amount"})


class OrderRowLine(StrictSchema):
    """A line of an order in a file: the product by its code. What an export says besides is worked out, and ignored;
    a discount and a tax come from an accepted quotation, and are refused where the order does not have them.
    `configuration_id` is a known one, of the product or with it as a part.
    """

    code = fields.String(required=True, validate=validate.Length(min=1, max=60))
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST_PIECES))
    unit_price = MoneyField()
    discount_percent = MoneyField()
    tax = MoneyField()
    configuration_id = IdField(allow_none=True)

    @pre_load
    def leave_out_what_is_worked_out(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if name not in _WORKED_OUT}


class OrderRow(StrictSchema):
    """An order in a file, one row an order; `external_id` says which, `owner_login` whose, `customer_external_id` who
    buys. `lines` and `instalments` are lists in JSON, as the export has them. A new one is a draft without a deal;
    what becomes of it is said by its verbs, not by a file.
    """

    custom = CustomValues(ENTITY)
    external_id = fields.String(required=True, validate=_KEY)
    customer_external_id = fields.String(required=True, allow_none=True, validate=_KEY)
    lines = ListCell(fields.Nested(OrderRowLine), required=True, validate=validate.Length(min=1, max=MOST_LINES))
    instalments = ListCell(fields.Nested(InstalmentForm), validate=validate.Length(max=60))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    note = fields.String(allow_none=True, validate=validate.Length(max=2000))
    shipping_method = fields.String(allow_none=True, validate=_METHOD)
    partial_shipments = fields.Boolean()
    ship_on = fields.Date(allow_none=True)
    ship_to = fields.String(allow_none=True, validate=_ADDRESS)
    acceptance_demands = ListCell(fields.String(), validate=_DEMANDS)
    owner_login = fields.String(validate=validate.Length(min=1, max=64))


class OrderLineView(Schema):
    id = IdField()
    product_id = IdField()
    code = fields.String()
    name = fields.String()
    quantity = fields.Integer()
    unit_price = MoneyField()
    discount_percent = MoneyField()
    amount = MoneyField(metadata={"description": "Net: after the discount, before tax."})
    tax = MoneyField()
    configuration_id = IdField(
        allow_none=True, metadata={"description": "Of a product of chosen parts, and of each of the parts."}
    )


class InstalmentView(Schema):
    due_on = fields.Date()
    amount = MoneyField()


class OrderView(OwnedRecordView):
    custom = CustomValues(ENTITY)
    number = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    fulfilment = fields.String(validate=validate.OneOf(FULFILMENTS))
    external_id = fields.String(allow_none=True)
    customer = fields.Nested(NamedRef, allow_none=True)
    customer_external_id = fields.String(allow_none=True)
    opportunity_id = IdField(allow_none=True)
    quotation_id = IdField(allow_none=True)
    call_id = IdField(
        allow_none=True, metadata={"description": "The call during which it, or its quotation, was made."}
    )
    currency = fields.String()
    amount = MoneyField(
        metadata={"description": "The net sum of the lines; what is invoiced and paid is held against it."}
    )
    tax = MoneyField(metadata={"description": "What the accepted quotation adds for tax; not part of the amount."})
    invoiced = MoneyField()
    paid = MoneyField()
    shipped_amount = MoneyField(metadata={"description": "The net price of the pieces that were shipped."})
    open_amount = MoneyField(
        metadata={"description": "What is still to be paid; below zero where goods came back that were paid."}
    )
    void_reason = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    shipping_method = fields.String(allow_none=True, validate=_METHOD)
    partial_shipments = fields.Boolean()
    ship_on = fields.Date(allow_none=True)
    ship_to = fields.String(allow_none=True)
    acceptance_demands = fields.List(fields.String())
    confirmed_at = fields.AwareDateTime(format="iso", allow_none=True)
    lines = fields.List(fields.Nested(OrderLineView))
    instalments = fields.List(fields.Nested(InstalmentView))


LISTING = Listing(
    noun=ENTITY,
    view=OrderView,
    fields={
        "id": FieldKind.ID,
        "number": FieldKind.TEXT,
        "external_id": FieldKind.TEXT,
        "status": FieldKind.CHOICE,
        "fulfilment": FieldKind.CHOICE,
        "customer_id": FieldKind.ID,
        "opportunity_id": FieldKind.ID,
        "quotation_id": FieldKind.ID,
        "call_id": FieldKind.ID,
        "currency": FieldKind.CHOICE,
        "amount": FieldKind.MONEY,
        "invoiced": FieldKind.MONEY,
        "paid": FieldKind.MONEY,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "confirmed_at": FieldKind.TIME,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "number", "amount", "confirmed_at"),
    totals=("amount", "invoiced", "paid"),
    searchable=True,
    customised=True,
    columns=("number", "customer", "status", "fulfilment", "amount", "invoiced", "paid", "owner", "created_at"),
)


class ToldLine(TypedDict):
    """A line of an order in its events; amounts are decimal strings."""

    line_id: str
    product_id: str
    code: str
    name: str
    quantity: int
    unit_price: str
    amount: str
    discount_percent: NotRequired[str]
    tax: NotRequired[str]
    configuration_id: NotRequired[str | None]


@dataclass(frozen=True)
class OrderEvent(CustomisedEvent):
    """What each event about an order tells: the order as it is now, and what changed.

    `record_version` is the record's own (`version` is that of the event's format). Amounts are decimal strings.
    `unit_path` and `owner_path` are where unit and owner stood in the organisation when it happened, in node numbers;
    events of before they were told lack it.
    """

    order_id: str
    record_version: int
    number: str
    status: str
    fulfilment: str
    opportunity_id: str | None
    customer_id: str
    customer_name: str
    owner_id: str
    org_unit_id: str
    currency: str
    amount: str
    invoiced: str
    paid: str
    lines: list[ToldLine]
    changes: Changes
    quotation_id: str | None = field(default=None, kw_only=True)
    call_id: str | None = field(default=None, kw_only=True)
    tax: str | None = field(default=None, kw_only=True)
    credited: str | None = field(default=None, kw_only=True)
    confirmed_at: str | None = field(default=None, kw_only=True)
    shipping_method: str | None = field(default=None, kw_only=True)
    partial_shipments: bool = field(default=True, kw_only=True)
    ship_on: str | None = field(default=None, kw_only=True)
    ship_to: str | None = field(default=None, kw_only=True)
    acceptance_demands: list[str] = field(default_factory=list, kw_only=True)
    unit_path: str = field(default="", kw_only=True)
    owner_path: str = field(default="", kw_only=True)


class OrderCreated(OrderEvent):
    type: ClassVar[str] = "sales.order.created"


class OrderChanged(OrderEvent):
    type: ClassVar[str] = "sales.order.changed"


class OrderConfirmed(OrderEvent):
    """The order is binding: distribution reserves every line or none."""

    type: ClassVar[str] = "sales.order.confirmed"


class OrderReservationRequested(OrderEvent):
    """After stock was short: distribution tries again."""

    type: ClassVar[str] = "sales.order.reservation_requested"


class OrderProgressed(OrderEvent):
    """Distribution has reserved, shipped, invoiced or been paid, or undone one of these."""

    type: ClassVar[str] = "sales.order.progressed"


class OrderFulfilled(OrderEvent):
    """Shipped, invoiced and paid in full."""

    type: ClassVar[str] = "sales.order.fulfilled"


@dataclass(frozen=True)
class OrderVoidRequested(OrderEvent):
    """The order is to be undone: distribution releases what it holds, or refuses because something was shipped."""

    type: ClassVar[str] = "sales.order.void_requested"
    reason: str


@dataclass(frozen=True)
class OrderVoidRefused(OrderEvent):
    """The order could not be undone and stands as before."""

    type: ClassVar[str] = "sales.order.void_refused"
    reason: str


@dataclass(frozen=True)
class OrderVoided(OrderEvent):
    type: ClassVar[str] = "sales.order.voided"
    reason: str | None


@dataclass(frozen=True)
class OrderShared(OrderEvent, RecordShared):
    type: ClassVar[str] = "sales.order.shared"


@dataclass(frozen=True)
class OrderShareRevoked(OrderEvent, ShareRevoked):
    type: ClassVar[str] = "sales.order.share_revoked"


@dataclass(frozen=True)
class OrderFileAttached(OrderEvent):
    """The content of a file is there; `changes` has its name."""

    type: ClassVar[str] = "sales.order.file_attached"
    file_id: str


@dataclass(frozen=True)
class OrderFileRemoved(OrderEvent):
    type: ClassVar[str] = "sales.order.file_removed"
    file_id: str
