"""Reports with a view of their own as rows, asked for as their reader by the calls that answer them."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from gateway.http.query import report_query
from gateway.report_runs import rules
from gateway.reporting.answering import Ask
from shared.contracts.payload import Payload
from shared.contracts.reporting.catalogue import MOST_ROWS, Report
from shared.contracts.reporting.own_views import files_of, rows_of


def shown_rows(ask: Ask, report: Report, parameters: Mapping[str, str], answer: Payload) -> tuple[list[Payload], bool]:
    """The first rows, for a mail that shows them itself, and whether there are more. `answer` is that of its view."""
    if files_of(report) is None:
        return rows_of(report, answer), answer.get("next") is not None
    rows = all_rows(ask, report, parameters)
    return rows[:MOST_ROWS], len(rows) > MOST_ROWS


def all_rows(ask: Ask, report: Report, parameters: Mapping[str, str]) -> list[Payload]:
    """Every row, for a file. Raises `ReportIsTooLarge`."""
    call = files_of(report)
    if call is not None:
        told = ask(report.right, call, query=report_query(MultiDict(parameters), report.query))
        return list(told["rows"])
    paged = "cursor" in report.query().fields
    rows: list[Payload] = []
    page: dict[str, str] = {"limit": str(MOST_ROWS)} if paged else {}
    while True:
        answer = _answer(ask, report, {**parameters, **page})
        rows += rows_of(report, answer)
        rules.ensure_fits(len(rows))
        if answer.get("next") is None:
            return rows
        page["cursor"] = answer["next"]


def _answer(ask: Ask, report: Report, parameters: Mapping[str, str]) -> Any:
    query = report_query(MultiDict(parameters), report.query)
    return ask(report.right, str(report.answered_by), query=query)
