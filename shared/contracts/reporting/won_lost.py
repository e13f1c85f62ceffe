"""What the reporting service says about won and lost deals on the wire."""

from marshmallow import Schema, fields, validate

from shared.contracts.fields import IdField
from shared.contracts.reporting.catalogue import ChartView, DrawnQuery
from shared.contracts.reporting.deals import AsOfView, FiguresView

READ = "reporting.won_lost:read"

RIGHTS = {READ: "See what was won and lost among the deals within reach"}

BY = ("person", "team", "unit", "product", "reason", "channel")


class WonLostQuery(DrawnQuery):
    """Deals closed in the period, by owner, by the owner's superior, by unit, by product, by why they were lost,
    or by the channel through which they came.
    """

    by = fields.String(load_default="person", validate=validate.OneOf(BY))


class OutcomeView(Schema):
    """Rates are shares such as 0.6250: of the closed deals, and of their amounts, that were won."""

    won = fields.Nested(FiguresView)
    lost = fields.Nested(FiguresView)
    win_rate_by_count = fields.String(allow_none=True)
    win_rate_by_amount = fields.String(allow_none=True)


class WonLostRowView(OutcomeView):
    id = IdField(allow_none=True)
    name = fields.String(allow_none=True)


class WonLostView(Schema):
    by = fields.String()
    rows = fields.List(fields.Nested(WonLostRowView))
    totals = fields.Nested(OutcomeView)
    chart = fields.Nested(ChartView, metadata={"description": "There when a `chart` is asked for."})
    as_of = fields.Nested(AsOfView)
