"""What the sales service says on the wire about the commissions that open deals may earn."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField, MoneyField, NamedRef, StrictSchema

FORECAST = "sales.commission_plan:forecast"

RIGHTS = {FORECAST: "See which commissions the open deals that one sees may earn by the plans that one sees"}


MOST_ROWS = 200
"""On a page."""


class CommissionForecastQuery(StrictSchema):
    """Of the deals that are expected to close up to the day `until`, without one up to the end of this quarter."""

    until = fields.Date()
    limit = fields.Integer(load_default=MOST_ROWS, validate=validate.Range(1, MOST_ROWS))
    cursor = fields.String(
        validate=validate.Length(max=2000), metadata={"description": "The `next` of the page before, of the same day."}
    )


class ForecastShareView(Schema):
    person_id = IdField()
    amount = MoneyField()


class CommissionForecastRowView(Schema):
    """What a plan may pay for a month or quarter: `commission` for the `weighted_amount` of so many `deals`, on top of
    what was earned in it already, and who may get it.
    """

    plan = fields.Nested(NamedRef)
    starts_on = fields.Date(metadata={"description": "The first day of the month or quarter of the plan."})
    currency = fields.String()
    deals = fields.Integer()
    weighted_amount = MoneyField()
    commission = MoneyField()
    shares = fields.List(fields.Nested(ForecastShareView))
    estimate = fields.Boolean(metadata={"description": "Always true: nothing of it is owed."})


class CommissionForecastView(Schema):
    until = fields.Date()
    estimate = fields.Boolean(metadata={"description": "Always true: nothing of it is owed."})
    rows = fields.List(fields.Nested(CommissionForecastRowView))
    next = fields.String(allow_none=True, metadata={"description": "The cursor of the next page, if there is one."})
