"""All that somebody did in a period."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, SELLER, SELLER_ID
from shared.contracts.reporting.counted import LISTING

KIND = Column("kind", Kind.TEXT, {"en": "Activities, deals, orders or expenses", "zh": "活动、商机、订单或费用"})
WHAT = Column(
    "what", Kind.TEXT, {"en": "Kind of activity, state, or what it was spent for", "zh": "活动类型、状态或费用类别"}
)

REPORT = Report(
    id="work-report",
    title={"en": "Personal work report", "zh": "个人工作报告"},
    question={
        "en": "What did somebody do, close, sell and spend in a period? Name the person as owner.",
        "zh": "某人在一段期间内做了什么、关闭了什么、卖出什么、花费多少？（以 owner 指定人员）",
    },
    dimensions=(SELLER_ID, KIND, WHAT, CURRENCY),
    labels=(SELLER,),
    measures=(COUNT, AMOUNT),
    chart=Chart("bar", "what", "count", "kind"),
    listing=LISTING,
)
