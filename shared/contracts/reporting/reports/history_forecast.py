"""Forecast from history: a report with a view of its own."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.history_forecast import HistoryForecastQuery

REPORT = Report(
    id="history-forecast",
    title={"en": "Forecast from history", "zh": "基于历史的预测"},
    question={
        "en": "What do open deals and new business bring in a period, if all goes as before?",
        "zh": "若一切如旧，未结商机和新业务在某期间能带来多少？",
    },
    query=HistoryForecastQuery,
    dimensions=(CURRENCY,),
    measures=(
        Column("pipeline", Kind.MONEY, {"en": "From open deals", "zh": "来自未结商机"}),
        Column("new_business", Kind.MONEY, {"en": "From new business", "zh": "来自新业务"}),
        Column("total", Kind.MONEY, {"en": "Together", "zh": "合计"}),
    ),
    chart=Chart("bar", "currency", "total"),
    answered_by="get_history_forecast",
)
