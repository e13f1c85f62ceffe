"""Errors of forecasts: a report with a view of its own."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.history_forecast import ForecastErrorsQuery

REPORT = Report(
    id="forecast-errors",
    title={"en": "Errors of forecasts", "zh": "预测误差"},
    question={
        "en": "How wrong would the forecast from history have been in past quarters?",
        "zh": "过去各季度基于历史的预测误差有多大？",
    },
    query=ForecastErrorsQuery,
    dimensions=(Column("period", Kind.PERIOD, {"en": "Period", "zh": "期间"}), CURRENCY),
    measures=(
        Column("forecast", Kind.MONEY, {"en": "Forecast", "zh": "预测"}),
        Column("actual", Kind.MONEY, {"en": "What it brought", "zh": "实际"}),
        Column("error", Kind.RATE, {"en": "Error", "zh": "误差"}),
    ),
    chart=Chart("bar", "period", "forecast"),
    answered_by="get_forecast_errors",
)
