"""What the reporting service says about the sales forecast on the wire."""

from marshmallow import Schema, fields

from shared.contracts.fields import MoneyField
from shared.contracts.reporting.catalogue import ChartView, DrawnQuery
from shared.contracts.reporting.deals import AsOfView, FiguresView

READ = "reporting.forecast:read"

RIGHTS = {READ: "See the forecast from the deals within reach"}


class ForecastQuery(DrawnQuery):
    """The period in which open deals are expected to close and won ones did; without one it is this month."""


class ForecastAmountsView(Schema):
    """`best_case`: won, and all that is open. `commit`: won, and what is at least 75 percent likely.
    `weighted`: won, and each open amount times its probability.
    """

    currency = fields.String(allow_none=True)
    best_case = MoneyField(allow_none=True)
    commit = MoneyField(allow_none=True)
    weighted = MoneyField(allow_none=True)
    won = MoneyField(allow_none=True)


class ForecastRowView(FiguresView):
    """The open deals of one stage that are expected to close in the period; the likeliest stage comes first."""

    stage = fields.String()
    label = fields.String()
    success_rate = fields.Integer(allow_none=True)


class ForecastView(ForecastAmountsView):
    """Where the deals are in several currencies the sums are null and stand in `amounts_by_currency`; a day is null
    where the period is open on that side.
    """

    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    open_count = fields.Integer()
    won_count = fields.Integer()
    amounts_by_currency = fields.List(fields.Nested(ForecastAmountsView))
    rows = fields.List(fields.Nested(ForecastRowView))
    chart = fields.Nested(ChartView, metadata={"description": "There when a `chart` is asked for."})
    explanation = fields.List(fields.String(), metadata={"description": "How each of the sums came about."})
    as_of = fields.Nested(AsOfView)
