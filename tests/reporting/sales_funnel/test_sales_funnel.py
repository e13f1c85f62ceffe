"""The funnel equals figures computed by hand, for each person those of what that person may see."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom


def funnel(room: Newsroom, who: str, **query: Any) -> Any:
    return room.ask(who, "get_sales_funnel", **query)


def cells(answer: Any) -> dict[str, tuple[int, str, str]]:
    return {row["stage"]: (row["count"], row["amount"], row["weighted_amount"]) for row in answer["rows"]}


def test_rows_equal_the_figures_computed_by_hand(books_anywhere: Newsroom) -> None:
    answer = funnel(books_anywhere, "helen")
    assert cells(answer) == {
        "prospecting": (1, "1000.00", "100.00"),
        "engaging": (2, "2000.00", "600.00"),
        "proposal": (0, "0.00", "0.00"),
        "negotiation": (1, "4000.00", "3000.00"),
        "won": (2, "5300.00", "5300.00"),
        "lost": (1, "700.00", "0.00"),
    }
    assert [row["stage"] for row in answer["rows"]] == [
        "prospecting",
        "engaging",
        "proposal",
        "negotiation",
        "won",
        "lost",
    ]
    totals = answer["totals"]
    assert (totals["count"], totals["amount"], totals["weighted_amount"]) == (7, "13000.00", "9000.00")
    assert answer["rows"][0]["label"] == "Prospecting"


def test_each_stage_says_how_many_came_so_far_and_which_share_got_on(books: Newsroom) -> None:
    rows = funnel(books, "helen")["rows"]
    assert [(row["reached"], row["conversion"]) for row in rows] == [
        (7, "0.8571"),
        (6, "0.5000"),
        (3, "1.0000"),
        (3, "0.6667"),
        (2, None),
        (1, None),
    ]


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("helen", {"prospecting": 1, "engaging": 2, "negotiation": 1, "won": 2, "lost": 1}),
        ("nora", {"prospecting": 1, "engaging": 1, "negotiation": 1, "won": 1}),
        ("nils", {"prospecting": 1, "engaging": 1}),
        ("nina", {"negotiation": 1, "won": 1}),
        ("sara", {"engaging": 1, "won": 1, "lost": 1}),
        ("stan", {"engaging": 1, "won": 1, "lost": 1}),
        ("olga", {}),
    ],
)
def test_everybody_sees_the_figures_of_what_is_within_reach(books: Newsroom, who: str, counts: dict[str, int]) -> None:
    answer = funnel(books, who)
    assert {row["stage"]: row["count"] for row in answer["rows"] if row["count"]} == counts
    assert answer["totals"]["count"] == sum(counts.values())
    behind = books.ask(who, "list_reported_deals", count="exact", totals=["amount"])
    assert (behind["count"], behind["totals"]["amount"]) == (sum(counts.values()), answer["totals"]["amount"])


def test_the_deals_behind_a_row_are_listed_page_by_page(books: Newsroom) -> None:
    query = {"filter": [["stage", "eq", "engaging"]], "limit": 1}
    first = books.ask("helen", "list_reported_deals", **query)
    second = books.ask("helen", "list_reported_deals", **query, cursor=first["next"])
    ids = {row["id"] for row in (*first["data"], *second["data"])}
    assert ids == {books.ids["two"], books.ids["seven"]}
    assert second["next"] is None
    assert books.ask("nina", "list_reported_deals", **query)["data"] == []


def test_a_share_opens_a_deal_to_the_figures_and_its_end_closes_it(books_anywhere: Newsroom) -> None:
    sara = books_anywhere.people["sara"].user_id
    before = funnel(books_anywhere, "sara")["totals"]["count"]
    books_anywhere.tell(books_anywhere.share("one", 2, sara))
    assert cells(funnel(books_anywhere, "sara"))["prospecting"] == (1, "1000.00", "100.00")
    books_anywhere.tell(books_anywhere.revoke("one", 3, sara))
    assert funnel(books_anywhere, "sara")["totals"]["count"] == before


@pytest.mark.parametrize(("until", "seen"), [("2000-01-01", 0), ("2999-12-31", 1), (None, 1)])
def test_a_share_with_a_unit_counts_for_those_in_it_until_its_last_day(
    books: Newsroom, until: str | None, seen: int
) -> None:
    books.tell(books.share("one", 2, books.units["NORTH-1"], "unit", until=until))
    assert funnel(books, "olga")["totals"]["count"] == seen


def test_a_unit_with_those_below_it_has_the_sum_of_their_figures(books_anywhere: Newsroom) -> None:
    books_anywhere.tell(books_anywhere.event(deals.OpportunityOpened, "eight", "olga", amount="50.00"))
    each = [
        funnel(books_anywhere, "helen", org_unit=books_anywhere.units[code])["totals"] for code in books_anywhere.units
    ]
    whole = funnel(books_anywhere, "helen", org_unit=books_anywhere.units["HQ"], include_children="true")["totals"]
    north = funnel(books_anywhere, "helen", org_unit=books_anywhere.units["NORTH"], include_children="true")["totals"]
    assert whole["count"] == sum(one["count"] for one in each) == 8
    assert whole["amount"] == "13050.00"
    assert [one["amount"] for one in each] == ["0.00", "12000.00", "1000.00", "50.00"]
    assert (north["count"], north["amount"]) == (5, "12050.00")


@pytest.mark.parametrize(
    ("who", "unit", "found"),
    [
        ("helen", "SOUTH", True),
        ("nora", "NORTH", True),
        ("nora", "HQ", True),
        ("nora", "SOUTH", False),
        ("nils", "SOUTH", False),
        ("sara", "NORTH", False),
        ("olga", "NORTH-1", True),
        ("olga", "SOUTH", False),
    ],
)
def test_a_unit_out_of_sight_does_not_exist(books: Newsroom, who: str, unit: str, found: bool) -> None:
    if found:
        assert funnel(books, who, org_unit=books.units[unit])["rows"]
    else:
        with pytest.raises(NotFound):
            funnel(books, who, org_unit=books.units[unit])


@pytest.mark.parametrize(
    ("who", "owner", "count"),
    [("helen", "sara", 3), ("nora", "nils", 2), ("stan", "sara", 3), ("nils", "nina", None), ("nora", "sara", None)],
)
def test_figures_of_one_owner_are_for_those_who_see_the_owners_deals(
    books: Newsroom, who: str, owner: str, count: int | None
) -> None:
    asked = {"owner": books.people[owner].user_id}
    if count is None:
        with pytest.raises(NotFound):
            funnel(books, who, **asked)
    else:
        assert funnel(books, who, **asked)["totals"]["count"] == count


@pytest.mark.parametrize("name", ["org_unit", "owner"])
def test_what_nobody_has_heard_of_is_not_found(books: Newsroom, name: str) -> None:
    with pytest.raises(NotFound):
        funnel(books, "helen", **{name: new_id()})


@pytest.mark.parametrize(
    ("query", "won", "lost"),
    [
        ({"period": "2026"}, 2, 1),
        ({"period": "2026-Q4"}, 2, 1),
        ({"period": "2026-11"}, 1, 1),
        ({"period": "2026-10"}, 1, 0),
        ({"since": "2026-11-10", "until": "2026-11-10"}, 1, 0),
        ({"since": "2026-11-11"}, 0, 1),
        ({"period": "2025"}, 0, 0),
    ],
)
def test_a_period_is_that_of_closing_and_leaves_open_deals_alone(
    books: Newsroom, query: dict[str, str], won: int, lost: int
) -> None:
    counted = {row["stage"]: row["count"] for row in funnel(books, "helen", **query)["rows"]}
    assert (counted["won"], counted["lost"], counted["engaging"]) == (won, lost, 2)


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2026-13"},
        {"period": "2026-Q5"},
        {"period": "0000"},
        {"period": "2026\n"},
        {"period": "2026", "since": "2026-01-01"},
        {"since": "yesterday"},
        {"org_unit": "north"},
        {"owner": "1"},
        {"include_children": "perhaps"},
        {"currency": "dollars"},
        {"colour": "red"},
    ],
)
def test_parameters_that_mean_nothing_are_refused(room: Newsroom, query: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        funnel(room, "helen", **query)


def test_amounts_in_several_currencies_are_never_added_up(books: Newsroom) -> None:
    books.tell(books.event(deals.OpportunityOpened, "euros", "nils", amount="10.00", currency="EUR"))
    answer = funnel(books, "nils")
    first = answer["rows"][0]
    assert (first["count"], first["amount"], first["weighted_amount"], first["currency"]) == (2, None, None, None)
    assert first["amounts_by_currency"] == [
        {"currency": "EUR", "amount": "10.00", "weighted_amount": "1.00"},
        {"currency": "USD", "amount": "1000.00", "weighted_amount": "100.00"},
    ]
    assert answer["totals"]["amount"] is None
    euros = funnel(books, "nils", currency="EUR")
    assert (euros["totals"]["count"], euros["totals"]["amount"], euros["totals"]["currency"]) == (1, "10.00", "EUR")


def test_an_answer_says_how_fresh_it_is(books_anywhere: Newsroom) -> None:
    [envelope] = books_anywhere.tell(books_anywhere.event(deals.OpportunityOpened, "newest"))
    as_of = funnel(books_anywhere, "helen")["as_of"]
    assert as_of["position"] == envelope.position == books_anywhere.position
    assert datetime.fromisoformat(as_of["at"]) == datetime.fromisoformat(envelope.time).astimezone(UTC)
    assert as_of["stated_lag_seconds"] == 5


def test_an_answer_does_not_claim_what_still_waits_to_be_taken_in(books_anywhere: Newsroom) -> None:
    [spoilt] = books_anywhere.tell(books_anywhere.event(deals.OpportunityOpened, "spoilt", amount="much"))
    books_anywhere.tell(books_anywhere.event(deals.OpportunityOpened, "newest"))
    as_of = funnel(books_anywhere, "helen")["as_of"]
    assert as_of["position"] == spoilt.position - 1
    assert datetime.fromisoformat(as_of["at"]) == spoilt.occurred_at
    for _ in range(3):
        books_anywhere.inbox.retry_due()
    assert funnel(books_anywhere, "helen")["as_of"]["position"] == spoilt.position - 1


def test_the_shipped_stages_are_shown_before_anything_was_told(room: Newsroom) -> None:
    answer = funnel(room, "helen")
    assert [(row["stage"], row["count"], row["conversion"]) for row in answer["rows"]] == [
        ("prospecting", 0, None),
        ("engaging", 0, None),
        ("proposal", 0, None),
        ("negotiation", 0, None),
        ("won", 0, None),
        ("lost", 0, None),
    ]


def test_a_deal_in_a_stage_not_yet_told_of_is_counted_all_the_same(room: Newsroom) -> None:
    room.tell(room.event(deals.OpportunityOpened, "early", stage="board_approval"))
    row = next(row for row in funnel(room, "nils")["rows"] if row["stage"] == "board_approval")
    assert (row["count"], row["label"], row["status"]) == (1, "Board approval", "open")
