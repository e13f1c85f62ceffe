"""Which way deals go."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import AMOUNT


class DealFlowQuery(ReportQuery):
    """`by` is what flows start from: the stage that was left, the owner, or the channel through which the deal came. A
    period is that in which deals went on.
    """

    by = fields.String(load_default="stage", validate=validate.OneOf(("stage", "seller", "channel")))


SOURCE = Column("source", Kind.TEXT, {"en": "From", "zh": "从"})
TARGET = Column("target", Kind.TEXT, {"en": "To stage", "zh": "到阶段"})
MOVES = Column("moves", Kind.COUNT, {"en": "Moves", "zh": "移动次数"})

REPORT = Report(
    id="deal-flow",
    title={"en": "Ways of deals", "zh": "商机流向"},
    question={
        "en": "From which stage, seller or channel do deals go to which stage, and how much with them?",
        "zh": "商机从哪个阶段、销售员或渠道流向哪个阶段，金额多少？",
    },
    query=DealFlowQuery,
    dimensions=(SOURCE, TARGET, CURRENCY),
    measures=(MOVES, AMOUNT),
    chart=Chart("sankey", "source", "moves", "target"),
)
