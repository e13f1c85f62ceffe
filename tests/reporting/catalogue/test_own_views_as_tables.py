"""The rows that reports with a view of their own give to files equal the figures computed by hand, on each engine."""

from typing import Any

import pytest

from shared.contracts.reporting.reports import REPORTS
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, NotFound
from tests.reporting.newsroom import Newsroom

OWN = {"sales-funnel": "list_sales_funnel_rows", "forecast": "list_forecast_rows", "won-lost": "list_won_lost_rows"}
each_own = pytest.mark.parametrize("report", sorted(OWN))


def lines(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


@pytest.mark.feature("S-033")
def test_each_currency_of_the_funnel_has_rows_of_its_own(books_anywhere: Newsroom) -> None:
    room = books_anywhere
    room.tell(room.event(deals.OpportunityOpened, "euros", "sara", stage="proposal", amount="90.00", currency="EUR"))
    answer = room.ask("helen", "list_sales_funnel_rows")
    told = [row for row in lines(answer, "currency", "stage", "count", "amount", "conversion") if row[2]]
    assert sorted(told, key=str) == [
        ("EUR", "proposal", 1, "90.00", "0.0000"),
        ("USD", "engaging", 2, "2000.00", "0.5000"),
        ("USD", "lost", 1, "700.00", None),
        ("USD", "negotiation", 1, "4000.00", "0.6667"),
        ("USD", "prospecting", 1, "1000.00", "0.8571"),
        ("USD", "won", 2, "5300.00", None),
    ]


@pytest.mark.feature("S-033")
def test_what_was_won_and_lost_is_told_by_whatever_is_asked_for(books_anywhere: Newsroom) -> None:
    columns = ("name", "won", "won_amount", "lost", "lost_amount", "win_rate_by_amount")
    by_unit = books_anywhere.ask("helen", "list_won_lost_rows", by="unit")
    assert lines(by_unit, *columns) == [
        ("South", 1, "300.00", 1, "700.00", "0.3000"),
        ("North", 1, "5000.00", 0, "0.00", "1.0000"),
    ]
    assert lines(books_anywhere.ask("nina", "list_won_lost_rows"), *columns) == [
        ("Nina", 1, "5000.00", 0, "0.00", "1.0000")
    ]


@each_own
def test_a_table_has_the_columns_of_its_report_and_the_figures_of_its_view(books: Newsroom, report: str) -> None:
    asked = {"currency": "USD", "period": "2026"}
    table = books.ask("helen", OWN[report], **asked, format="csv")
    columns = REPORTS[report].columns
    assert table["columns"] == [{"name": column.name, "kind": str(column.kind)} for column in columns]
    assert table["rows"]
    assert all(set(row) == {column.name for column in columns} for row in table["rows"])
    view = books.ask("helen", OWN[report].replace("list_", "get_").removesuffix("_rows"), **asked)
    shown = [(row["won"]["count"], row["won"]["amount"]) for row in view["rows"]] if report == "won-lost" else None
    counted = ("won", "won_amount") if report == "won-lost" else ("count", "amount")
    assert lines(table, *counted) == (shown or lines(view, *counted))


@each_own
def test_a_table_is_of_what_the_caller_sees_and_of_no_other_form(books: Newsroom, report: str) -> None:
    assert books.ask("olga", OWN[report])["rows"] == []
    for part in ({"org_unit": books.units["SOUTH"]}, {"owner": books.people["sara"].user_id}):
        with pytest.raises(NotFound):
            books.ask("nils", OWN[report], **part)
    for wrong in ({"format": "pdf"}, {"colour": "red"}):
        with pytest.raises(Malformed):
            books.ask("helen", OWN[report], **wrong)
