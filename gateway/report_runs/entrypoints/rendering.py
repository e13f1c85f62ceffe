"""What is in the mail: the report as its recipient may have it, as a table in the mail or as a file beside it."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from gateway.http.cells import Column
from gateway.http.query import report_query
from gateway.http.sheets import FILE_TYPES, as_file, columns_of_rows, told_columns
from gateway.report_runs.commands import Source
from gateway.report_runs.entrypoints.own_views import all_rows, shown_rows
from gateway.report_runs.entrypoints.pages import Table, page_of
from gateway.reporting.answering import Ask, report_of
from shared.bus.offload import run_in_thread
from shared.contracts.gateway.report_schedules import HTML
from shared.contracts.payload import Payload
from shared.contracts.reporting import built_reports, dashboards
from shared.contracts.reporting.built_reports import RunQuery
from shared.contracts.reporting.catalogue import MOST_ROWS, Report
from shared.contracts.reporting.own_views import columns_of
from shared.contracts.reporting.reports import REPORTS
from shared.errors import Refusal
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
        widget = {"report": source.report, "built_report_id": source.built_report_id}
        asked = {**source.parameters, **_limited(source.report)}
        return Rendered(page_of([_told(ask, {**widget, "parameters": asked}, "", language)], language), None)
    if source.format in MADE and source.report is not None:
        return Rendered("", _made(ask, source.report, source, language))
    return Rendered("", _filed(ask, source))


def _limited(report: str | None) -> dict[str, str]:
    """As many rows as a mail shows, where a report is asked for by pages."""
    query = RunQuery if report is None else REPORTS[report].query
    return {"limit": str(MOST_ROWS)} if "limit" in query().fields else {}


def _dashboard(ask: Ask, dashboard_id: str, language: str) -> str:
    """Each report on it, or why the recipient does not see that one."""
    told = ask(dashboards.READ, "get_dashboard", dashboard_id=dashboard_id)
    tables = []
    for widget in told["widgets"]:
        title = _title(widget, language)
        try:
            tables.append(_told(ask, widget, title, language))
        except Refusal as refusal:
            tables.append(Table(title, (), (), note=refusal.detail))
    return page_of(tables, language)


def _title(widget: Payload, language: str) -> str:
    if widget.get("title"):
        return str(widget["title"])
    return REPORTS[widget["report"]].title[language] if widget.get("report") else ""


def _told(ask: Ask, widget: Payload, title: str, language: str) -> Table:
    """The rows and totals of one report as its reader would have it."""
    answer = report_of(ask, widget)
    fresh = (answer.get("as_of") or {}).get("at")
    if "columns" in answer:
        columns = [(one["name"], one["name"].replace("_", " ")) for one in answer["columns"]]
        return _filled(answer, columns, title, fresh, more=answer.get("next") is not None)
    report = REPORTS[widget["report"]]
    columns = [(one.name, one.title[language]) for one in columns_of(report)]
    if report.answered_by is None:
        return _filled(answer, columns, title, fresh, more=answer.get("next") is not None)
    rows, more = shown_rows(ask, report, widget.get("parameters") or {}, answer)
    return _filled({"rows": rows, "totals": []}, columns, title, fresh, more=more)


def _filled(answer: Payload, columns: Sequence[tuple[str, str]], title: str, fresh: str | None, *, more: bool) -> Table:
    names = [name for name, _ in columns]
    rows = [[row.get(name) for name in names] for row in answer["rows"]]
    totals = [[row.get(name) for name in names] for row in answer["totals"]]
    return Table(title, [told for _, told in columns], rows, totals, fresh=fresh, more=more)


def _made(ask: Ask, report: str, source: Source, language: str) -> Attachment:
    call, media_type = MADE[source.format]
    declared = REPORTS[report]
    query = report_query(MultiDict(source.parameters), declared.query)
    told = ask(declared.right, call, report=report, query=query, language=language)
    return Attachment(f"{report}.{source.format}", media_type, b64decode(told["content"]))


def _filed(ask: Ask, source: Source) -> Attachment:
    if source.report is not None:
        columns, rows = _of_catalogue(ask, REPORTS[source.report], source.parameters)
    else:
        query = report_query(MultiDict(source.parameters), RunQuery)
        told = {"built_report_id": source.built_report_id, "query": query}
        answer = ask(built_reports.READ, "list_built_report_rows", **told)
        columns, rows = told_columns(answer["columns"]), answer["rows"]
    content = run_in_thread(as_file, source.format, columns, rows)
    name = f"{source.report or 'built-report'}.{source.format}"
    return Attachment(name, FILE_TYPES[source.format], content)


def _of_catalogue(ask: Ask, report: Report, parameters: Mapping[str, str]) -> tuple[list[Column], list[Payload]]:
    if report.answered_by is not None:
        columns = [{"name": column.name, "kind": str(column.kind)} for column in columns_of(report)]
        return told_columns(columns), all_rows(ask, report, parameters)
    query = report_query(MultiDict(parameters), report.query)
    answer = ask(report.right, "list_report_rows", report=report.id, query=query)
    return columns_of_rows(report.view), answer["rows"]
