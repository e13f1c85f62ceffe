"""Sales funnel: a report with a view of its own."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, STAGE, WEIGHTED
from shared.contracts.reporting.sales_funnel import SalesFunnelQuery

LABEL = Column("label", Kind.TEXT, {"en": "Name of the stage", "zh": "阶段名称"})

REPORT = Report(
    id="sales-funnel",
    title={"en": "Sales funnel", "zh": "销售漏斗"},
    question={
        "en": "How many deals stand in each stage, and how many get on to the next?",
        "zh": "各阶段有多少商机，多少进入下一阶段？",
    },
    query=SalesFunnelQuery,
    dimensions=(STAGE, CURRENCY),
    labels=(LABEL,),
    measures=(Column("count", Kind.COUNT, {"en": "Deals", "zh": "商机数"}), AMOUNT, WEIGHTED),
    derived=(
        Column("reached", Kind.COUNT, {"en": "Came so far", "zh": "到达数"}),
        Column("conversion", Kind.RATE, {"en": "Share that went on", "zh": "转化率"}),
    ),
    chart=Chart("funnel", "label", "count", "currency"),
    answered_by="get_sales_funnel",
)
