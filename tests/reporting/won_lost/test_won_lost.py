"""Won and lost deals by person, team, unit, product and reason equal figures computed by hand."""

from typing import Any

import pytest

from services.reporting.won_lost import rules
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed
from tests.reporting.newsroom import Newsroom


def won_lost(room: Newsroom, who: str, **query: Any) -> Any:
    return room.ask(who, "get_won_lost", **query)


def lines(answer: Any) -> dict[str | None, tuple[Any, ...]]:
    return {
        row["name"]: (
            row["won"]["count"],
            row["won"]["amount"],
            row["lost"]["count"],
            row["lost"]["amount"],
            row["win_rate_by_count"],
            row["win_rate_by_amount"],
        )
        for row in answer["rows"]
    }


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "person",
            {
                "Nina": (1, "5000.00", 0, "0.00", "1.0000", "1.0000"),
                "Sara": (1, "300.00", 1, "700.00", "0.5000", "0.3000"),
            },
        ),
        (
            "team",
            {
                "Nora": (1, "5000.00", 0, "0.00", "1.0000", "1.0000"),
                "Helen": (1, "300.00", 1, "700.00", "0.5000", "0.3000"),
            },
        ),
        (
            "unit",
            {
                "North": (1, "5000.00", 0, "0.00", "1.0000", "1.0000"),
                "South": (1, "300.00", 1, "700.00", "0.5000", "0.3000"),
            },
        ),
        (
            "product",
            {
                "Lamp": (1, "5000.00", 0, "0.00", "1.0000", "1.0000"),
                "Chair": (1, "300.00", 1, "700.00", "0.5000", "0.3000"),
            },
        ),
        (
            "reason",
            {
                None: (2, "5300.00", 0, "0.00", "1.0000", "1.0000"),
                "price": (0, "0.00", 1, "700.00", "0.0000", "0.0000"),
            },
        ),
    ],
)
def test_each_way_of_grouping_equals_figures_computed_by_hand(
    books_anywhere: Newsroom, by: str, expected: dict[str | None, tuple[Any, ...]]
) -> None:
    answer = won_lost(books_anywhere, "helen", by=by)
    assert lines(answer) == expected
    totals = answer["totals"]
    assert (totals["won"]["count"], totals["lost"]["count"]) == (2, 1)
    assert (totals["win_rate_by_count"], totals["win_rate_by_amount"]) == ("0.6667", "0.8833")
    assert answer["as_of"]["position"] == books_anywhere.position


@pytest.mark.parametrize(("who", "names"), [("nora", ["Nina"]), ("sara", ["Sara"]), ("nils", []), ("stan", ["Sara"])])
def test_nobody_is_told_of_deals_out_of_reach(books: Newsroom, who: str, names: list[str]) -> None:
    assert list(lines(won_lost(books, who))) == names


def test_a_period_bounds_the_day_of_closing(books: Newsroom) -> None:
    assert lines(won_lost(books, "sara", period="2026-11"))["Sara"][:4] == (0, "0.00", 1, "700.00")


def test_a_renamed_product_is_still_one(books: Newsroom) -> None:
    lamp = won_lost(books, "nina", by="product")["rows"][0]["id"]
    closed = {"stage": "won", "closed_at": "2026-11-11T00:00:00+00:00", "product_id": lamp, "product_name": "New lamp"}
    books.tell(books.event(deals.OpportunityRecorded, "nine", "nina", **closed))
    [row] = won_lost(books, "nina", by="product")["rows"]
    assert (row["id"], row["won"]["count"]) == (lamp, 2)


def test_other_groupings_are_refused(books: Newsroom) -> None:
    with pytest.raises(Malformed):
        won_lost(books, "helen", by="colour")


@pytest.mark.parametrize(("path", "above"), [("/1/4/9/", 4), ("/1/", None), ("", None), (None, None)])
def test_the_superior_stands_one_step_up_the_chain(path: str | None, above: int | None) -> None:
    assert rules.node_above(path) == above
