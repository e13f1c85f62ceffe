"""What is in the mail: the report as its recipient may have it, as a table in the mail or as a file beside it."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from gateway.http.query import report_query
from gateway.http.sheets import FILE_TYPES, as_file, columns_of_rows, told_columns
from gateway.report_runs.commands import Source
from gateway.report_runs.entrypoints.pages import Table, page_of
from gateway.reporting.answering import Ask, answered, report_of
from shared.bus.offload import run_in_thread
from shared.contracts.gateway.report_schedules import HTML
from shared.contracts.payload import Payload
from shared.contracts.reporting import built_reports, dashboards
from shared.contracts.reporting.catalogue import MOST_ROWS
from shared.contracts.reporting.reports import REPORTS
from shared.mail import Attachment
from shared.word_files import MEDIA_TYPE

MADE = {"svg": ("draw_report", "image/svg+xml"), "docx": ("write_report", MEDIA_TYPE)}
"""What the reporting service makes itself."""


@dataclass(frozen=True)
class Rendered:
    """`html` is the body's, without its frame; empty where all is in the file."""

    html: str
    attachment: Attachment | None


def render(ask: Ask, source: Source, language: str) -> Rendered:
    """Raises what the recipient would be answered who asks for it."""
    if source.dashboard_id is not None:
        return Rendered(_dashboard(ask, source.dashboard_id, language), None)
    if source.format == HTML:
        asked = {**source.parameters, "limit": str(MOST_ROWS)}
        widget = {"report": source.report, "built_report_id": source.built_report_id, "parameters": asked}
        return Rendered(page_of([_table(widget, report_of(ask, widget), "", language)], language), None)
    if source.format in MADE and source.report is not None:
        return Rendered("", _made(ask, source.report, source, language))
    return Rendered("", _filed(ask, source))


def _dashboard(ask: Ask, dashboard_id: str, language: str) -> str:
    """Each report on it, or why the recipient does not see that one."""
    told = ask(dashboards.READ, "get_dashboard", dashboard_id=dashboard_id)
    tables = []
    for widget in told["widgets"]:
        answer = answered(ask, widget)
        if answer["error"] is not None:
            tables.append(Table(_title(widget, language), (), (), note=answer["error"]["detail"]))
        else:
            tables.append(_table(widget, answer["data"], _title(widget, language), language))
    return page_of(tables, language)


def _title(widget: Payload, language: str) -> str:
    if widget.get("title"):
        return str(widget["title"])
    return REPORTS[widget["report"]].title[language] if widget.get("report") else ""


def _table(widget: Payload, answer: Payload, title: str, language: str) -> Table:
    """The rows and totals of an answer. A report with a view of its own is told by what is drawn of it."""
    fresh = (answer.get("as_of") or {}).get("at")
    if "columns" in answer:
        columns = [(one["name"], one["name"].replace("_", " ")) for one in answer["columns"]]
    elif widget.get("report") and REPORTS[widget["report"]].answered_by is None:
        columns = [(one.name, one.title[language]) for one in REPORTS[widget["report"]].columns]
    else:
        return _drawn(answer.get("chart") or {}, title, fresh)
    shown = ({"rows": answer["rows"], "totals": answer["totals"]}, columns)
    return _filled(*shown, title, fresh, more=answer.get("next") is not None)


def _filled(answer: Payload, columns: Sequence[tuple[str, str]], title: str, fresh: str | None, *, more: bool) -> Table:
    names = [name for name, _ in columns]
    rows = [[row.get(name) for name in names] for row in answer["rows"]]
    totals = [[row.get(name) for name in names] for row in answer["totals"]]
    return Table(title, [told for _, told in columns], rows, totals, fresh=fresh, more=more)


def _drawn(chart: Mapping[str, Any], title: str, fresh: str | None) -> Table:
    series = chart.get("series", ())
    head = ["", *(one["name"] for one in series)]
    rows = [[name, *(one["values"][place] for one in series)] for place, name in enumerate(chart.get("x", ()))]
    return Table(title, head, rows, fresh=fresh)


def _made(ask: Ask, report: str, source: Source, language: str) -> Attachment:
    call, media_type = MADE[source.format]
    declared = REPORTS[report]
    query = report_query(MultiDict(source.parameters), declared.query)
    told = ask(declared.right, call, report=report, query=query, language=language)
    return Attachment(f"{report}.{source.format}", media_type, b64decode(told["content"]))


def _filed(ask: Ask, source: Source) -> Attachment:
    if source.report is not None:
        declared = REPORTS[source.report]
        query = report_query(MultiDict(source.parameters), declared.query)
        answer = ask(declared.right, "list_report_rows", report=source.report, query=query)
        columns = columns_of_rows(declared.view)
    else:
        query = report_query(MultiDict(source.parameters), built_reports.RunQuery)
        told = {"built_report_id": source.built_report_id, "query": query}
        answer = ask(built_reports.READ, "list_built_report_rows", **told)
        columns = told_columns(answer["columns"])
    content = run_in_thread(as_file, source.format, columns, answer["rows"])
    name = f"{source.report or 'built-report'}.{source.format}"
    return Attachment(name, FILE_TYPES[source.format], content)
