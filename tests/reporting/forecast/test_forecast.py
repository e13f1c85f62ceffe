"""The forecast of a period equals figures computed by hand."""

from typing import Any

import pytest

from shared.clock import today
from shared.contracts.sales import opportunities as deals
from tests.reporting.newsroom import Newsroom


def forecast(room: Newsroom, who: str, **query: Any) -> Any:
    return room.ask(who, "get_forecast", **query)


@pytest.mark.parametrize(
    ("who", "period", "best_case", "commit", "weighted", "won"),
    [
        ("helen", "2026-11", "10000.00", "9000.00", "8100.00", "5000.00"),
        ("helen", "2026-12", "2000.00", "0.00", "600.00", "0.00"),
        ("helen", "2026-Q4", "12300.00", "9300.00", "9000.00", "5300.00"),
        ("nils", "2026-Q4", "3000.00", "0.00", "700.00", "0.00"),
        ("nina", "2026-11", "9000.00", "9000.00", "8000.00", "5000.00"),
        ("sara", "2026-Q4", "300.00", "300.00", "300.00", "300.00"),
        ("olga", "2026", "0.00", "0.00", "0.00", "0.00"),
    ],
)
def test_sums_of_a_period_equal_those_computed_by_hand(
    books: Newsroom, who: str, period: str, best_case: str, commit: str, weighted: str, won: str
) -> None:
    answer = forecast(books, who, period=period)
    sums = (answer["best_case"], answer["commit"], answer["weighted"], answer["won"])
    assert sums == (best_case, commit, weighted, won)
    assert any("75 percent" in one for one in answer["explanation"])
    assert answer["as_of"]["position"] == books.position


def test_the_likeliest_stage_comes_first(books_anywhere: Newsroom) -> None:
    answer = forecast(books_anywhere, "helen", period="2026-Q4")
    assert [(row["stage"], row["success_rate"], row["count"], row["weighted_amount"]) for row in answer["rows"]] == [
        ("negotiation", 75, 1, "3000.00"),
        ("engaging", 30, 1, "600.00"),
        ("prospecting", 10, 1, "100.00"),
    ]
    assert (answer["open_count"], answer["won_count"]) == (3, 2)
    assert (answer["since"], answer["until"]) == ("2026-10-01", "2026-12-31")


def test_a_probability_that_the_seller_set_counts_before_that_of_the_stage(books: Newsroom) -> None:
    sure = {"probability": 90, "probability_overridden": True, "expected_close_date": "2026-11-20"}
    books.tell(books.event(deals.OpportunityChanged, "one", version=2, **sure))
    answer = forecast(books, "nils", period="2026-11")
    assert (answer["commit"], answer["weighted"]) == ("1000.00", "900.00")


def test_without_a_period_it_is_this_month(room: Newsroom) -> None:
    room.tell(room.event(deals.OpportunityOpened, "now", expected_close_date=today().isoformat()))
    answer = forecast(room, "nils")
    assert answer["best_case"] == "1000.00"
    assert answer["since"] == today().replace(day=1).isoformat()


def test_several_currencies_have_a_line_each(books: Newsroom) -> None:
    euros = {"currency": "EUR", "amount": "10.00", "expected_close_date": "2026-11-20"}
    books.tell(books.event(deals.OpportunityOpened, "euros", **euros))
    answer = forecast(books, "nils", period="2026-11")
    assert answer["best_case"] is answer["currency"] is None
    assert [(line["currency"], line["best_case"]) for line in answer["amounts_by_currency"]] == [
        ("EUR", "10.00"),
        ("USD", "1000.00"),
    ]
