"""Sellers side by side."""

from marshmallow import fields, validate

from shared.contracts.fields import IdField
from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import CYCLE_DAYS, SELLER, SELLER_ID


class SellerComparisonQuery(ReportQuery):
    """`sellers` are those to compare, by their ids; without them all who closed a deal in the period."""

    sellers = fields.List(IdField(), validate=validate.Length(max=50))


WON = Column("won", Kind.COUNT, {"en": "Won", "zh": "赢单数"})
LOST = Column("lost", Kind.COUNT, {"en": "Lost", "zh": "输单数"})
WON_AMOUNT = Column("won_amount", Kind.MONEY, {"en": "Amount won", "zh": "赢单金额"})
LOST_AMOUNT = Column("lost_amount", Kind.MONEY, {"en": "Amount lost", "zh": "输单金额"})
WIN_RATE = Column("win_rate", Kind.RATE, {"en": "Win rate", "zh": "赢单率"})

REPORT = Report(
    id="seller-comparison",
    title={"en": "Comparison between sellers", "zh": "销售员对比"},
    question={"en": "Who wins how much, how often, and how fast?", "zh": "谁赢得多少、频率多高、多快？"},
    query=SellerComparisonQuery,
    dimensions=(SELLER_ID, CURRENCY),
    labels=(SELLER,),
    measures=(WON, WON_AMOUNT, LOST, LOST_AMOUNT, WIN_RATE, CYCLE_DAYS),
    chart=Chart("bar", "seller", "won_amount", "currency"),
)
