"""What the reporting service says about the sales funnel on the wire."""

from marshmallow import Schema, fields

from shared.contracts.reporting.catalogue import ChartView, DrawnQuery
from shared.contracts.reporting.deals import AsOfView, FiguresView

READ = "reporting.sales_funnel:read"

RIGHTS = {READ: "See the sales funnel of the deals within reach, and the deals behind it"}


class SalesFunnelQuery(DrawnQuery):
    """A period is that of winning and losing: open deals are always those of now."""


class FunnelRowView(FiguresView):
    stage = fields.String()
    label = fields.String()
    status = fields.String()
    reached = fields.Integer(metadata={"description": "How many of the deals came to this stage or beyond."})
    conversion = fields.String(
        allow_none=True,
        metadata={"description": "The share of those that reached the next stage, as 0.2500; the last stage's is won."},
    )


class SalesFunnelView(Schema):
    """The open stages in order, from the widest to the narrowest by `reached`; then what was won, and what was lost."""

    rows = fields.List(fields.Nested(FunnelRowView))
    totals = fields.Nested(FiguresView)
    chart = fields.Nested(ChartView, metadata={"description": "There when a `chart` is asked for."})
    as_of = fields.Nested(AsOfView)
