"""Reports as a whole, to be drawn or written down; and those that have a view of their own as tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.reporting.charts.queries.series import chart_of, told_apart
from services.reporting.forecast.queries import forecast_table
from services.reporting.parts.queries import as_of
from services.reporting.sales_funnel.queries import funnel_table
from services.reporting.statements.queries import Row
from services.reporting.won_lost.queries import won_lost_table
from shared.actor import Actor
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.catalogue import CURRENCY, PAGING, ChartView, Report
from shared.contracts.reporting.reports import REPORTS

TABLES: Mapping[str, Callable[..., list[Row]]] = {
    "forecast": forecast_table,
    "sales-funnel": funnel_table,
    "won-lost": won_lost_table,
}
"""By the id of the report."""


@dataclass(frozen=True)
class WholeReport:
    """A report with all its rows as the wire tells them, and what it was asked for."""

    report: Report
    rows: list[Row]
    totals: list[Row]
    chart: Payload
    asked: Payload
    at: datetime | None
    report_template_id: str | None


def whole_view(session: Session, actor: Actor, report: str, query: Payload) -> WholeReport:
    """A report with a view of its own. Raises `ChartDoesNotFit`."""
    declared, fresh = REPORTS[report], as_of(session)
    form = declared.query().load(query)
    parameters, kind = told_apart(form)
    rows = TABLES[report](session, actor, **parameters)
    told = reply(declared.view, {"rows": rows, "totals": _totals(declared, rows)})
    chart = reply(ChartView, chart_of(declared, rows, kind or declared.chart.kind))
    asked = {name: value for name, value in query.items() if name not in PAGING}
    return WholeReport(declared, told["rows"], told["totals"], chart, asked, fresh.at, form.get("report_template_id"))


def rows_of_view(session: Session, actor: Actor, report: str, query: Payload) -> Payload:
    """All rows of a report with a view of its own, and their columns, for a file: a row for each currency."""
    declared = REPORTS[report]
    parameters, _ = told_apart(declared.query().load(query))
    rows = TABLES[report](session, actor, **parameters)
    columns = [{"name": column.name, "kind": str(column.kind)} for column in declared.columns]
    return {"columns": columns, "rows": reply(declared.view, {"rows": rows})["rows"]}


def _totals(report: Report, rows: Sequence[Row]) -> list[Row]:
    """Each measure of these reports adds up, within a currency."""
    totals: dict[str, Row] = {}
    for row in rows:
        currency = row[CURRENCY.name]
        total = totals.setdefault(currency, {CURRENCY.name: currency})
        for measure in report.measures:
            total[measure.name] = total.get(measure.name, Decimal(0)) + row[measure.name]
    return list(totals.values())
