"""Who else wanted which deals, and who won them, whatever order it is told in."""

from typing import Any

import pytest

from shared.contracts.sales import activities, competitors
from shared.contracts.sales import opportunities as deals
from shared.ids import new_id
from tests.reporting.activities.telling import act, activity_event
from tests.reporting.newsroom import Newsroom

COLUMNS = ("competitor", "met", "won_against", "lost_to", "amount", "won_amount", "lost_amount")


def at(day: str) -> str:
    return f"{day}T08:00:00+00:00"


def named(room: Newsroom, deal: str, version: int, name: str, kind: Any = None, **facts: Any) -> Any:
    told = {"competitor_id": new_id(), "competitor_name": name, **facts}
    return room.event(kind or competitors.OpportunityCompetitorNamed, deal, version=version, amount="10.00", **told)


def closed(room: Newsroom, kind: Any, deal: str, version: int, day: str, winner: str | None = None) -> Any:
    changes: dict[str, Any] = {"stage": {"before": "engaging", "after": "lost"}}
    changes |= {"winner_competitor": {"before": None, "after": winner}} if winner else {}
    lost = {"reason": "price", "competitor": winner} if kind is deals.OpportunityLost else {}
    stage = "lost" if lost else "won"
    facts = {"stage": stage, "closed_at": at(day), "changes": changes, "amount": "10.00"}
    return room.event(kind, deal, version=version, **facts, **lost)


def history(room: Newsroom) -> list[Any]:
    """Acme is met in four deals, Zenith in two; a naming is taken back, and one winner was never named."""
    removed = competitors.OpportunityCompetitorRemoved
    return [
        *(room.event(deals.OpportunityOpened, name, amount="10.00") for name in ("won", "lost", "open", "gone")),
        *(named(room, name, 2, "Acme") for name in ("won", "lost", "open", "gone")),
        named(room, "lost", 3, "Zenith"),
        closed(room, deals.OpportunityWon, "won", 3, "2026-10-05"),
        closed(room, deals.OpportunityLost, "lost", 4, "2026-10-06", "Acme"),
        named(room, "gone", 3, "Acme", removed),
        room.event(deals.OpportunityOpened, "unnamed", amount="10.00"),
        closed(room, deals.OpportunityLost, "unnamed", 2, "2026-11-06", "Zenith"),
    ]


def table(answer: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in COLUMNS) for row in answer["rows"]]


@pytest.mark.parametrize("backwards", [False, True])
def test_competitors_by_how_often_they_are_met_and_who_won(room_anywhere: Newsroom, backwards: bool) -> None:
    told = history(room_anywhere)
    room_anywhere.tell(*(reversed(told) if backwards else told))
    room_anywhere.tell(*told)
    assert table(room_anywhere.report("nils", "competition")) == [
        ("Acme", 3, 1, 1, "30.00", "10.00", "10.00"),
        ("Zenith", 2, 0, 1, "20.00", "0.00", "10.00"),
    ]


def test_a_deal_counts_in_the_period_of_its_closing_and_an_open_one_in_that_of_the_meeting(room: Newsroom) -> None:
    room.tell(*history(room))

    def met(period: str) -> dict[str, int]:
        rows = room.report("nils", "competition", period=period)["rows"]
        return {row["competitor"]: row["met"] for row in rows}

    assert met("2026-10") == {"Acme": 2, "Zenith": 1}
    assert met("2026-11") == {"Acme": 1, "Zenith": 1}, "the open one was met in November"
    assert met("2025") == {}


def test_each_cell_leads_to_the_deals_and_other_branches_are_told_nothing(room: Newsroom) -> None:
    room.tell(*history(room))
    behind = room.report("nils", "competition", "list_report_records", competitor="Acme")
    assert sorted(one["name"] for one in behind["data"]) == ["lost", "open", "won"]
    assert room.report("sara", "competition")["rows"] == []
    assert room.report("sara", "competition", "list_report_records", competitor="Acme")["data"] == []


def test_a_removed_deal_met_nobody(room: Newsroom) -> None:
    room.tell(*history(room), room.event(deals.OpportunityRemoved, "open", version=3))
    assert table(room.report("nils", "competition"))[0][:2] == ("Acme", 2)


@pytest.mark.feature("M-27")
def test_activities_by_competitor_and_period_with_their_deals(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    room.tell(*history(room))
    for name, day, deal in (
        ("first", "2026-10-01", "lost"),
        ("second", "2026-10-02", "lost"),
        ("third", "2026-11-02", "lost"),
        ("fourth", "2026-10-03", "won"),
        ("fifth", "2026-10-03", "gone"),
        ("sixth", "2026-10-03", None),
        ("before", "2025-10-03", "won"),
    ):
        act(room, name, day, opportunity=deal)
    draft = activity_event(room, activities.ActivityBegun, "draft", "2026-10-04", status="draft")
    room.take((draft, 1))

    def told(who: str, **query: Any) -> list[tuple[Any, ...]]:
        answer = room.report(who, "competitor-activities", since="2026-01-01", **query)
        columns = ("competitor", "time", "name", "status", "activities")
        return sorted(tuple(row[name] for name in columns) for row in answer["rows"])

    assert told("nils") == [
        ("Acme", "2026-10", "lost", "lost", 2),
        ("Acme", "2026-10", "won", "won", 1),
        ("Acme", "2026-11", "lost", "lost", 1),
        ("Zenith", "2026-10", "lost", "lost", 2),
        ("Zenith", "2026-11", "lost", "lost", 1),
    ]
    assert told("helen", grain="year")[0] == ("Acme", "2026", "lost", "lost", 3)
    assert told("sara") == told("stan") == []
    assert told("nils", until="2026-10-01") == [
        ("Acme", "2026-10", "lost", "lost", 1),
        ("Zenith", "2026-10", "lost", "lost", 1),
    ]
    cell = {"competitor": "Acme", "time": "2026-10", "deal_id": room.ids["lost"]}
    behind = room.report("nils", "competitor-activities", "list_report_records", since="2026-01-01", **cell)["data"]
    assert [one["name"] for one in behind] == ["lost"]
