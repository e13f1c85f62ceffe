"""Sales forecast: a report with a view of its own."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, STAGE, WEIGHTED
from shared.contracts.reporting.forecast import ForecastQuery

LABEL = Column("label", Kind.TEXT, {"en": "Name of the stage", "zh": "阶段名称"})

REPORT = Report(
    id="forecast",
    title={"en": "Sales forecast", "zh": "销售预测"},
    question={
        "en": "What will a period bring at best, as good as certainly, and by probability?",
        "zh": "某一期间最好、基本确定及按概率能带来多少？",
    },
    query=ForecastQuery,
    dimensions=(STAGE, CURRENCY),
    labels=(LABEL,),
    measures=(COUNT, AMOUNT, WEIGHTED),
    chart=Chart("bar", "label", "weighted_amount", "currency"),
    answered_by="get_forecast",
)
