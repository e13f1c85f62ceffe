"""What the sales service says on the wire about goods that a customer sent back of an order."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.contracts.fields import IdField, MoneyField, PersonRef, StrictSchema
from shared.contracts.newest import NewestView
from shared.contracts.sales.orders import MOST_LINES, MOST_PIECES, OrderEvent

RETURN = "sales.order:return"

RIGHTS = {RETURN: "Record what a customer sent back of an order, and void what was recorded by mistake"}

STATUSES = ("recorded", "voided")
MOST_RETURNS = 200
"""Of one order, the voided ones included."""
_REASON = (validate.Length(min=1, max=500), validate.Regexp(r"\s*\S"))


class ReturnedLineForm(StrictSchema):
    line_id = IdField(required=True)
    quantity = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=MOST_PIECES))


class RecordReturn(StrictSchema):
    """Pieces of lines of the order, of each no more than were shipped and are not back already."""

    lines = fields.List(fields.Nested(ReturnedLineForm), required=True, validate=validate.Length(min=1, max=MOST_LINES))
    reason = fields.String(required=True, validate=_REASON)

    @validates_schema
    def name_each_line_once(self, data: dict[str, Any], **_: Any) -> None:
        named = [line["line_id"] for line in data.get("lines", ())]
        if len(set(named)) < len(named):
            raise ValidationError("Name each line once.", "lines")


class VoidReturn(StrictSchema):
    reason = fields.String(required=True, validate=_REASON)


class ReturnedLineView(Schema):
    line_id = IdField()
    product_id = IdField()
    code = fields.String()
    name = fields.String()
    quantity = fields.Integer()
    amount = MoneyField(metadata={"description": "The net price of these pieces."})


class OrderReturnView(Schema):
    id = IdField()
    order_id = IdField()
    number = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    reason = fields.String()
    amount = MoneyField(metadata={"description": "The sum of its lines, in the currency of the order, before tax."})
    lines = fields.List(fields.Nested(ReturnedLineView))
    author = fields.Nested(PersonRef, allow_none=True)
    created_at = fields.AwareDateTime(format="iso")
    void_reason = fields.String(allow_none=True)
    voided_at = fields.AwareDateTime(format="iso", allow_none=True)


class OrderReturnsView(NewestView):
    data = fields.List(fields.Nested(OrderReturnView))


class ToldReturnLine(TypedDict):
    """A line of a return in its events; the amount is a decimal string."""

    line_id: str
    product_id: str
    quantity: int
    amount: str


@dataclass(frozen=True)
class OrderReturnEvent(OrderEvent):
    """What each event about a return tells: the order, and what of it was sent back."""

    return_id: str
    return_number: str
    return_reason: str
    returned_amount: str
    returned_lines: list[ToldReturnLine]


class OrderReturned(OrderReturnEvent):
    """A customer sent goods back; commission that was earned with them is taken back."""

    type: ClassVar[str] = "sales.order.returned"


class OrderReturnVoided(OrderReturnEvent):
    """The return was recorded by mistake, `return_reason` says why; this tells what it had been."""

    type: ClassVar[str] = "sales.order.return_voided"
