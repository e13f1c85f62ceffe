"""What the sales service says about exceptions from prices on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import IdField, MoneyField, NamedRef, NewIdField, OwnedRecordView, StrictSchema
from shared.contracts.listing import FieldKind, Listing

READ = "sales.price_exception:read"
REQUEST = "sales.price_exception:request"
APPROVE = "sales.price_exception:approve"
REFUSE = "sales.price_exception:refuse"
WITHDRAW = "sales.price_exception:withdraw"

RIGHTS = {
    READ: "See exceptions from prices",
    REQUEST: "Ask for a price below what holds",
    APPROVE: "Approve prices that others have asked for",
    REFUSE: "Refuse prices that others have asked for, with the reason",
    WITHDRAW: "Take back what one asked for",
}

STATUSES = ("requested", "approved", "refused", "withdrawn")
_REASON = validate.Length(min=1, max=500)


class RequestPriceException(StrictSchema):
    """A price for one customer, from today until `ends_on`."""

    id = NewIdField()
    customer_id = IdField(required=True)
    product_id = IdField(required=True)
    unit_price = MoneyField(required=True)
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}\Z"))
    from_quantity = fields.Integer(strict=True, validate=validate.Range(min=1, max=1_000_000))
    ends_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=_REASON)


class PriceExceptionView(OwnedRecordView):
    customer = fields.Nested(NamedRef, allow_none=True)
    product_id = IdField()
    unit_price = MoneyField()
    currency = fields.String()
    from_quantity = fields.Integer()
    ends_on = fields.Date()
    reason = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    decided_by = IdField(allow_none=True)
    decided_at = fields.AwareDateTime(format="iso", allow_none=True)
    refused_reason = fields.String(allow_none=True)


LISTING = Listing(
    noun="price-exceptions",
    view=PriceExceptionView,
    fields={
        "id": FieldKind.ID,
        "customer_id": FieldKind.ID,
        "product_id": FieldKind.ID,
        "status": FieldKind.CHOICE,
        "currency": FieldKind.CHOICE,
        "unit_price": FieldKind.MONEY,
        "ends_on": FieldKind.DATE,
        "owner_id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
    sorts=("created_at", "updated_at", "ends_on"),
    columns=("customer", "product_id", "unit_price", "from_quantity", "status", "ends_on", "owner", "created_at"),
)


@dataclass(frozen=True)
class PriceExceptionEvent(Event):
    """What each event about an exception tells: the exception as it is now, and what changed."""

    price_exception_id: str
    record_version: int
    customer_id: str
    product_id: str
    unit_price: str
    currency: str
    from_quantity: int
    ends_on: str
    status: str
    owner_id: str
    org_unit_id: str
    changes: Changes


@dataclass(frozen=True)
class PriceExceptionRequested(PriceExceptionEvent):
    type: ClassVar[str] = "sales.price_exception.requested"
    reason: str


class PriceExceptionApproved(PriceExceptionEvent):
    type: ClassVar[str] = "sales.price_exception.approved"


@dataclass(frozen=True)
class PriceExceptionRefused(PriceExceptionEvent):
    type: ClassVar[str] = "sales.price_exception.refused"
    reason: str


class PriceExceptionWithdrawn(PriceExceptionEvent):
    type: ClassVar[str] = "sales.price_exception.withdrawn"
