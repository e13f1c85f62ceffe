"""How long deals stayed in which stage, whatever order it is told in."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.sales import opportunities as deals
from tests.reporting.newsroom import Newsroom

POSITIONS = {"prospecting": 10, "engaging": 20, "proposal": 30, "negotiation": 40}
COLUMNS = ("stage", "stays", "going_on", "moved_on", "amount", "average_days")


def at(day: str) -> str:
    return f"{day}T08:00:00+00:00"


def opened(room: Newsroom, name: str, day: str, owner: str = "nils", **facts: Any) -> Any:
    return room.event(deals.OpportunityOpened, name, owner, created_at=at(day), **facts)


def moved(room: Newsroom, name: str, version: int, step: tuple[str, str], owner: str = "nils", **facts: Any) -> Any:
    before, after = step
    told = {
        "from_stage": before, "to_stage": after, "from_position": POSITIONS[before], "to_position": POSITIONS[after],
        "risen": POSITIONS[after] > POSITIONS[before], "shared_people": [], "shared_units": [],
    }  # fmt: skip
    changes = {"stage": {"before": before, "after": after}}
    return room.event(
        deals.OpportunityStageChanged, name, owner, version, stage=after, changes=changes, **told, **facts
    )


def closed(room: Newsroom, kind: Any, name: str, version: int, day: str, owner: str = "nils", **facts: Any) -> Any:
    stage = "won" if kind is deals.OpportunityWon else "lost"
    changes = {"stage": {"before": "engaging", "after": stage}}
    return room.event(kind, name, owner, version, stage=stage, closed_at=at(day), changes=changes, **facts)


def history(room: Newsroom) -> list[tuple[Any, str]]:
    """Events with the days on which they happened: one deal is won by way of two stages, one lost, one stays."""
    return [
        (opened(room, "a", "2026-09-01", amount="100.00"), "2026-09-01"),
        (moved(room, "a", 2, ("prospecting", "engaging"), amount="120.00"), "2026-09-05"),
        (closed(room, deals.OpportunityWon, "a", 3, "2026-09-20", amount="150.00"), "2026-09-20"),
        (opened(room, "b", "2026-09-03", amount="10.00", stage="engaging"), "2026-09-03"),
        (moved(room, "b", 2, ("engaging", "prospecting"), amount="10.00"), "2026-09-13"),
        (opened(room, "c", "2026-11-19", amount="7.00"), "2026-11-19"),
    ]


def hear(room: Newsroom, told: list[tuple[Any, str]]) -> None:
    envelopes = [replace(room.envelope(event, event.record_version), time=at(day)) for event, day in told]
    room.log += envelopes
    room.inbox.take(envelopes)


def table(answer: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in COLUMNS) for row in answer["rows"]]


def days_since(day: str) -> int:
    return (today() - date.fromisoformat(day)).days


def expected() -> list[tuple[Any, ...]]:
    """`a` was prospecting for 4 days and engaging for 15, `b` engaging for 10; what goes on counts until today."""
    going_on = 4 + days_since("2026-09-13") + days_since("2026-11-19")
    return [
        ("prospecting", 3, 2, 1, "137.00", str(round(going_on / 3 + 1e-9, 1))),
        ("engaging", 2, 0, 1, "160.00", "12.5"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_stays_are_the_same_in_whatever_order_they_are_told(room_anywhere: Newsroom, seed: int) -> None:
    told = history(room_anywhere)
    if seed:
        random.Random(seed).shuffle(told)
    hear(room_anywhere, told)
    hear(room_anywhere, told)
    assert table(room_anywhere.report("nils", "stage-analysis", currency="USD")) == expected()


def test_a_stay_counts_where_a_day_of_it_lies_in_the_period(room_anywhere: Newsroom) -> None:
    hear(room_anywhere, history(room_anywhere))

    def stays(**part: str) -> dict[str, int]:
        rows = room_anywhere.report("nils", "stage-analysis", **part)["rows"]
        return {row["stage"]: row["stays"] for row in rows}

    assert stays(until="2026-09-02") == {"prospecting": 1}
    assert stays(since="2026-09-14", until="2026-09-20") == {"prospecting": 1, "engaging": 1}
    assert stays(period="2026-10") == {"prospecting": 1}
    assert stays(until="2026-08-31") == {}


def test_a_stay_counts_for_whom_the_deal_belonged_to_when_it_left(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    hear(room, history(room)[:2])
    nils, sara = (room.people[name].user_id for name in ("nils", "sara"))
    facts = {"stage": "engaging", "from_owner_id": nils, "to_owner_id": sara}
    hear(room, [(room.event(deals.OpportunityTransferred, "a", "sara", 3, **facts), "2026-09-10")])

    def of(unit: str) -> dict[str, int]:
        rows = room.report("helen", "stage-analysis", org_unit=room.units[unit])["rows"]
        return {row["stage"]: row["stays"] for row in rows}

    assert (of("NORTH"), of("SOUTH")) == ({"prospecting": 1}, {"engaging": 1})
    assert room.report("nils", "stage-analysis")["rows"] == [], "the deal is out of sight"
    assert [row["stage"] for row in room.report("sara", "stage-analysis")["rows"]] == ["prospecting", "engaging"]


def test_a_deal_closed_as_of_an_earlier_day_left_at_once(room: Newsroom) -> None:
    hear(room, [(opened(room, "a", "2026-09-10"), "2026-09-10")])
    hear(
        room,
        [(closed(room, deals.OpportunityLost, "a", 2, "2026-09-01", reason="price", competitor=None), "2026-09-12")],
    )
    assert [row["average_days"] for row in room.report("nils", "stage-analysis")["rows"]] == ["0.0"]


def test_a_reopened_deal_stays_anew_and_a_removed_one_never_stayed(room: Newsroom) -> None:
    hear(room, history(room)[:3])
    changes = {"stage": {"before": "won", "after": "engaging"}}
    again = room.event(deals.OpportunityReopened, "a", "nils", 4, stage="engaging", changes=changes)
    hear(room, [(again, "2026-09-25")])
    rows = {row["stage"]: (row["stays"], row["going_on"]) for row in room.report("nils", "stage-analysis")["rows"]}
    assert rows == {"prospecting": (1, 0), "engaging": (2, 1)}
    behind = room.report("nils", "stage-analysis", "list_report_records", stage="engaging")
    assert [one["name"] for one in behind["data"]] == ["a"], "the deal once, however often it was there"
    hear(room, [(room.event(deals.OpportunityRemoved, "a", "nils", 5), "2026-09-26")])
    assert room.report("nils", "stage-analysis")["rows"] == []
