"""What is spent on sales, against what is won."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import DEAL_ID, SELLER, SELLER_ID, SPENT
from shared.contracts.reporting.counted import LISTING

WON = Column("won_amount", Kind.MONEY, {"en": "Amount won", "zh": "赢单金额"})
COST_RATE = Column("cost_rate", Kind.RATE, {"en": "Spent as a share of what was won", "zh": "费用占赢单金额比例"})
DEAL = Column("deal", Kind.TEXT, {"en": "Name of the deal", "zh": "商机名称"})

REPORT = Report(
    id="sales-costs",
    title={"en": "Costs of sales", "zh": "销售成本统计"},
    question={
        "en": "What was spent by which seller on which deal, against what was won with it?",
        "zh": "各销售员在各商机上花费多少，赢得多少？",
    },
    dimensions=(SELLER_ID, DEAL_ID, CURRENCY),
    labels=(SELLER, DEAL),
    measures=(SPENT, WON, COST_RATE),
    chart=Chart("bar", "seller", "spent", "currency"),
    listing=LISTING,
)
