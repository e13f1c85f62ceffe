"""Asking for what stands on a dashboard as one person: each report by its own right, by the call that answers it."""

from typing import Any, Protocol

from werkzeug.datastructures import MultiDict

from gateway.http.query import report_query
from shared.contracts.payload import Payload
from shared.contracts.reporting import built_reports
from shared.contracts.reporting.reports import REPORTS
from shared.errors import Refusal


class Ask(Protocol):
    """One call of the reporting service as the reader, by this right. Raises `Forbidden` where the reader lacks it, and
    what the call raises.
    """

    def __call__(self, right: str, rpc: str, **arguments: Any) -> Any: ...


def answered(ask: Ask, widget: Payload) -> Payload:
    """The report of a widget as its reader would have it alone, or why there is none."""
    try:
        data = report_of(ask, widget)
    except Refusal as refusal:
        return {"data": None, "error": {"code": refusal.code, "detail": refusal.detail}}
    if widget.get("chart") and data.get("chart"):
        data["chart"]["kind"] = widget["chart"]
    return {"data": data, "error": None}


def report_of(ask: Ask, widget: Payload) -> Any:
    """A page of the report that a widget, or a schedule, names by `report` or `built_report_id`."""
    parameters: MultiDict[str, str] = MultiDict(widget.get("parameters") or {})
    built = widget.get("built_report_id")
    if built:
        query = report_query(parameters, built_reports.RunQuery)
        return ask(built_reports.READ, "run_built_report", built_report_id=built, query=query)
    report = REPORTS[widget["report"]]
    query = report_query(parameters, report.query)
    if report.answered_by:
        return ask(report.right, report.answered_by, query=query)
    return ask(report.right, "get_report", report=report.id, query=query)
