"""How often which problem occurred in which stage of deals, whatever order it is told in."""

from typing import Any

import pytest
from sqlalchemy import select

from services.reporting.problems.model import DealProblem
from shared.contracts.sales import opportunities as deals
from tests.reporting.newsroom import Newsroom
from tests.reporting.problems.telling import RESOLVED, WITHDRAWN, problem_event

COLUMNS = ("type", "stage", "stage_name", "reported", "open", "resolved", "deals")
BEFORE_THE_LAST = {"stage": "negotiation"}
ADVANCED = {
    "from_stage": "prospecting", "to_stage": "negotiation", "from_position": 10, "to_position": 40, "risen": True,
    "shared_people": [], "shared_units": [], "changes": {"stage": {"before": "prospecting", "after": "negotiation"}},
    "stage": "negotiation",
}  # fmt: skip


def history(room: Newsroom) -> list[Any]:
    """Two prices and a delivery on one deal that moves on between them, a price on another, one of them a mistake, and
    a budget in the south.
    """
    return [
        room.event(deals.OpportunityOpened, "mill"),
        room.event(deals.OpportunityOpened, "barn"),
        room.event(deals.OpportunityOpened, "farm", "sara"),
        problem_event(room, "mill", 2, "first price"),
        problem_event(room, "mill", 3, "second price"),
        room.event(deals.OpportunityStageChanged, "mill", "nils", 4, **ADVANCED),
        problem_event(room, "mill", 5, "first price", RESOLVED, at="prospecting", **BEFORE_THE_LAST),
        problem_event(room, "mill", 6, "late delivery", of="delivery", on="2026-11-05", **BEFORE_THE_LAST),
        problem_event(room, "mill", 7, "last price", on="2026-11-06", **BEFORE_THE_LAST),
        problem_event(room, "barn", 2, "barn price"),
        problem_event(room, "barn", 3, "mistake"),
        problem_event(room, "barn", 4, "mistake", WITHDRAWN),
        problem_event(room, "farm", 2, "no money", of="budget", owner="sara"),
    ]


def table(answer: Any, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns or COLUMNS) for row in answer["rows"]]


@pytest.mark.parametrize("backwards", [False, True])
def test_problems_by_type_and_by_the_stage_where_they_occurred(room_anywhere: Newsroom, backwards: bool) -> None:
    told = history(room_anywhere)
    room_anywhere.tell(*(reversed(told) if backwards else told))
    room_anywhere.tell(*told)
    answer = room_anywhere.report("nils", "key-problems")
    assert table(answer) == [
        ("price", "prospecting", "Prospecting", 3, 2, 1, 2),
        ("delivery", "negotiation", "Negotiation", 1, 1, 0, 1),
        ("price", "negotiation", "Negotiation", 1, 1, 0, 1),
    ]
    assert answer["totals"] == [{"reported": 5, "open": 4, "resolved": 1, "deals": 2}], "a deal is one deal in all"


def test_a_problem_counts_in_the_period_in_which_it_occurred(room_anywhere: Newsroom) -> None:
    room_anywhere.tell(*history(room_anywhere))

    def reported(**period: str) -> list[tuple[Any, ...]]:
        return table(room_anywhere.report("nils", "key-problems", **period), "type", "stage", "reported")

    assert reported(period="2026-10") == [("price", "prospecting", 3)]
    assert reported(since="2026-11-06") == [("price", "negotiation", 1)]
    assert reported(until="2026-11-05")[1:] == [("delivery", "negotiation", 1)]
    assert reported(period="2025") == []


def test_each_cell_leads_to_the_deals_and_other_branches_are_told_nothing(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    room.tell(*history(room))

    def behind(who: str, **cell: str) -> list[str]:
        found = room.report(who, "key-problems", "list_report_records", **cell)
        assert found["count"] == len(found["data"])
        return sorted(one["name"] for one in found["data"])

    assert behind("nils", type="price", stage="prospecting") == ["barn", "mill"]
    assert behind("nils", type="price", stage="negotiation") == ["mill"]
    assert behind("nils", type="budget", stage="prospecting") == []
    assert table(room.report("sara", "key-problems")) == [("budget", "prospecting", "Prospecting", 1, 1, 0, 1)]
    assert behind("sara", type="price", stage="prospecting") == []
    assert room.report("olga", "key-problems")["rows"] == []
    assert room.report("helen", "key-problems")["totals"] == [{"reported": 6, "open": 5, "resolved": 1, "deals": 3}]


def test_whoever_has_a_deal_now_counts_its_problems_and_whoever_it_is_shared_with(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    room.tell(*history(room))
    room.tell(room.share("barn", 5, room.people["sara"].user_id))
    assert table(room.report("sara", "key-problems"), "type", "reported") == [("budget", 1), ("price", 1)]
    people = {"from_owner_id": room.people["nils"].user_id, "to_owner_id": room.people["olga"].user_id}
    room.tell(room.event(deals.OpportunityTransferred, "mill", "olga", 8, **BEFORE_THE_LAST, **people))
    assert table(room.report("nils", "key-problems"), "type", "stage", "reported") == [("price", "prospecting", 1)]
    assert room.report("olga", "key-problems")["totals"][0]["reported"] == 4
    asked = {"org_unit": room.units["NORTH"]}
    assert room.report("helen", "key-problems", **asked)["totals"][0]["reported"] == 1
    assert room.report("helen", "key-problems", include_children=True, **asked)["totals"][0]["reported"] == 5


def test_a_removed_deal_had_no_problems(room: Newsroom) -> None:
    room.tell(*history(room), room.event(deals.OpportunityRemoved, "barn", version=5))
    assert table(room.report("nils", "key-problems"))[0][3:] == (2, 1, 1, 1)
    with room.database.read() as session:
        kept = set(session.scalars(select(DealProblem.deal_id)))
    assert kept == {room.ids["mill"], room.ids["farm"]}


def test_the_most_frequent_come_first_and_are_drawn_by_type_in_a_series_of_each_stage(room: Newsroom) -> None:
    room.tell(*history(room))
    chart = room.report("nils", "key-problems")["chart"]
    assert (chart["kind"], chart["x"]) == ("bar", ["price", "delivery"])
    assert {one["name"]: one["values"] for one in chart["series"]} == {
        "prospecting": [3, None],
        "negotiation": [1, 1],
    }
