"""What is said on the wire about where an order stands and how it came there."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, MoneyField
from shared.contracts.sales.orders import FULFILMENTS, STATUSES


class TrackedProduct(Schema):
    id = IdField()
    code = fields.String()
    name = fields.String()


class TrackedLineView(Schema):
    line_id = IdField()
    product = fields.Nested(TrackedProduct)
    ordered = fields.Integer()
    reserved = fields.Integer(metadata={"description": "Pieces set aside and not yet shipped."})
    shipped = fields.Integer()
    returned = fields.Integer(metadata={"description": "Pieces that the customer sent back."})


class TrackedAmounts(Schema):
    ordered = MoneyField()
    invoiced = MoneyField()
    returned = MoneyField(metadata={"description": "The net price of what the customer sent back."})
    credited = MoneyField(metadata={"description": "What credit notes take off what is invoiced."})
    paid = MoneyField()
    open = MoneyField()
    currency = fields.String()


class TrackedStep(Schema):
    step = fields.String()
    state = fields.String(validate=validate.OneOf(("done", "refused", "undone")))
    detail = fields.Dict()
    at = fields.AwareDateTime(format="iso")


class TrackingView(Schema):
    """Where an order stands and how it came there."""

    order_id = IdField()
    number = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    fulfilment = fields.String(validate=validate.OneOf(FULFILMENTS))
    lines = fields.List(fields.Nested(TrackedLineView))
    amounts = fields.Nested(TrackedAmounts)
    steps = fields.List(fields.Nested(TrackedStep))
