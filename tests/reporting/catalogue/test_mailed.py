"""What is mailed of each report of the catalogue is what its recipient would be answered, in the mail and as a file."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest

from gateway.report_runs.commands import Source
from gateway.report_runs.entrypoints.rendering import Rendered, render
from shared.contracts.reporting.own_views import TABLES, columns_of, rows_of
from shared.contracts.reporting.reports import REPORTS
from shared.errors import NotFound
from tests.reporting.newsroom import Newsroom

OWN = sorted(report.id for report in REPORTS.values() if report.answered_by)


def mailed(room: Newsroom, who: str, report: str, form: str, **parameters: str) -> Rendered:
    """As the sender of mails makes it for this recipient."""

    def ask(right: str, rpc: str, **arguments: Any) -> Any:
        assert right == REPORTS[report].right, "by its own right and no other"
        return room.call(who, rpc, **arguments)

    return render(ask, Source("Title", report, None, None, parameters, form), "en")


def cells_in(page: Rendered) -> list[str]:
    body = page.html.partition("<tfoot>")[0]
    return [unescape(one) for one in re.findall(r"<td[^>]*>([^<]*)</td>", body)]


def rows_in(file: Rendered) -> list[dict[str, str]]:
    assert file.attachment is not None
    return list(csv.DictReader(io.StringIO(file.attachment.content.decode("utf-8-sig"))))


def asked_of(room: Newsroom, report: str) -> dict[str, str]:
    return {"opportunity_id": room.ids["one"]} if report == "deal-outlook" else {}


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_each_report_is_the_same_table_in_the_mail_and_as_a_file(books: Newsroom, report: str) -> None:
    asked = asked_of(books, report)
    page, file = (mailed(books, "helen", report, form, **asked) for form in ("html", "csv"))
    rows = rows_in(file)
    shown = [{name: value for name, value in row.items() if name != "drill"} for row in rows]
    told = [value.removeprefix("'") for row in shown for value in row.values()]
    assert cells_in(page) == told
    assert all(list(row) == [column.name for column in columns_of(REPORTS[report])] for row in shown)
    assert mailed(books, "helen", report, "xlsx", **asked).attachment is not None


@pytest.mark.parametrize("report", sorted(TABLES))
def test_rows_of_a_view_of_its_own_are_those_of_its_answer(books: Newsroom, report: str) -> None:
    asked = asked_of(books, report)
    answer = books.ask("nils", str(REPORTS[report].answered_by), **asked)
    expected = [["" if one is None else str(one) for one in row.values()] for row in rows_of(REPORTS[report], answer)]
    file = mailed(books, "nils", report, "csv", **asked)
    assert [[one.removeprefix("'") for one in row.values()] for row in rows_in(file)] == expected


@pytest.mark.parametrize("report", OWN)
def test_a_recipient_of_another_branch_gets_nothing_of_it(books: Newsroom, report: str) -> None:
    asked = asked_of(books, report)
    if asked:
        with pytest.raises(NotFound):
            mailed(books, "sara", report, "html", **asked)
        return
    for who in ("sara", "olga"):
        page = mailed(books, who, report, "html").html
        assert not [name for name in ("one", "two", "Nils", "5000.00") if f">{name}<" in page]


def test_scores_of_more_deals_than_a_page_holds_are_all_in_the_file(
    books: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows_in(mailed(books, "helen", "win-scores", "csv"))
    monkeypatch.setattr("gateway.report_runs.entrypoints.own_views.MOST_ROWS", 1)
    assert rows_in(mailed(books, "helen", "win-scores", "csv")) == whole
    assert len({row["deal_id"] for row in whole}) == len(whole) > 1
