"""Figures over activities equal those computed by hand, and the facts end up the same however events arrive."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import update

from shared.contracts.sales import activities
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed
from shared.persistence.platform import OrgUnitReplica
from tests.reporting.activities.telling import act, activity_event, resulting
from tests.reporting.newsroom import Newsroom

NORTH, OFFICE, SOUTH = "/1/2/", "/1/2/4/", "/1/3/"
STEP = {
    "from_stage": "prospecting", "to_stage": "engaging", "from_position": 10, "to_position": 20,
    "shared_people": [], "shared_units": [],
}  # fmt: skip
"""Events of the newsroom happen on 2026-11-20."""


@pytest.fixture
def done(room_anywhere: Newsroom) -> Newsroom:
    """Deals `up` and `won` rose on 2026-11-20, `down` fell; there are calls and a visit about them, one about none."""
    room = room_anywhere
    room.tell(*(room.event(deals.OpportunityOpened, name) for name in ("up", "down", "won")))
    room.tell(
        room.event(deals.OpportunityStageChanged, "up", "nils", 2, risen=True, stage="engaging", **STEP),
        room.event(deals.OpportunityStageChanged, "down", "nils", 2, risen=False, **STEP),
        room.event(deals.OpportunityWon, "won", "nils", 2, stage="won", closed_at="2026-11-20T00:00:00+00:00"),
    )
    act(room, "early", "2026-10-20", "agreed", "up")
    act(room, "timely", "2026-11-06", "agreed", "up")
    act(room, "too late", "2026-11-21", "agreed", "up")
    act(room, "in vain", "2026-11-19", "agreed", "down")
    act(room, "decisive", "2026-11-20", None, "won", activity_type="visit", author="nina")
    act(room, "chat", "2026-11-19", "no answer")
    act(room, "southern", "2026-11-19", "agreed", owner="sara", author="sara")
    draft = activity_event(room, activities.ActivityBegun, "draft", "2026-11-19", status="draft")
    room.take((draft, 1))
    return room


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def behind(room: Newsroom, who: str, report: str, row: Any) -> list[str]:
    query = dict(parse_qsl(row["drill"], keep_blank_values=True))
    return sorted(one["subject"] for one in room.report(who, report, "list_report_records", **query)["data"])


def test_activities_by_kind_period_and_seller(done: Newsroom) -> None:
    answer = done.report("nora", "activity-statistics")
    assert table(answer, "type", "time", "seller", "count") == [
        ("call", "2026-10", "Nils", 1),
        ("call", "2026-11", "Nils", 4),
        ("visit", "2026-11", "Nina", 1),
    ]
    assert answer["totals"] == [{"count": 6}]
    assert behind(done, "nora", "activity-statistics", answer["rows"][1]) == ["chat", "in vain", "timely", "too late"]
    assert table(done.report("nora", "activity-statistics", period="2026-10", grain="year"), "time", "count") == [
        ("2026", 1)
    ]


def test_an_activity_counts_for_whoever_did_it(done: Newsroom) -> None:
    nils, nina = (done.people[name].user_id for name in ("nils", "nina"))
    counted = [done.report("nora", "activity-statistics", owner=owner)["totals"] for owner in (nils, nina)]
    assert counted == [[{"count": 5}], [{"count": 1}]]


def test_what_came_of_activities_and_which_of_them_led_to_a_rise(done: Newsroom) -> None:
    columns = ("type", "result", "count", "about_deals", "led_to_rise", "rise_rate")
    answer = done.report("nora", "activities")
    assert sorted(table(answer, *columns), key=str) == [
        ("call", "agreed", 4, 4, 1, "0.2500"),
        ("call", "no answer", 1, 0, 0, None),
        ("visit", None, 1, 1, 1, "1.0000"),
    ]
    assert answer["totals"] == [{"count": 6, "about_deals": 5, "led_to_rise": 2, "rise_rate": "0.4000"}]


@pytest.mark.parametrize(("days", "led"), [("0", 1), ("13", 1), ("14", 2), ("31", 3)])
def test_the_days_after_an_activity_are_counted_to_the_day(done: Newsroom, days: str, led: int) -> None:
    assert done.report("helen", "activities", days=days)["totals"][0]["led_to_rise"] == led


@pytest.mark.parametrize("days", ["-1", "367", "soon"])
def test_other_days_are_refused(done: Newsroom, days: str) -> None:
    with pytest.raises(Malformed):
        done.report("helen", "activities", days=days)


def test_a_removed_deal_has_not_risen(done: Newsroom) -> None:
    done.tell(done.event(deals.OpportunityRemoved, "up", "nils", 3))
    assert done.report("helen", "activities")["totals"][0]["led_to_rise"] == 1


def test_an_activity_counts_for_the_unit_that_it_was_done_for(room: Newsroom) -> None:
    act(room, "old", "2025-06-01", owner="olga", unit_path=OFFICE, owner_path="/1/2/7/")
    with room.database.write() as session:
        moved = update(OrgUnitReplica).where(OrgUnitReplica.id == room.units["NORTH-1"]).values(path=f"{SOUTH}4/")
        session.execute(moved)
    below = [
        room.report("helen", "activities", org_unit=room.units[unit], include_children="true")["totals"][0]["count"]
        for unit in ("NORTH", "SOUTH")
    ]
    assert below == [1, 0]


@pytest.mark.parametrize("turned", [False, True])
def test_facts_end_up_the_same_in_any_order(room: Newsroom, turned: bool) -> None:
    handed = {"owner": "sara", "from_owner_id": room.people["nils"].user_id}
    handed["to_owner_id"] = room.people["sara"].user_id
    told = [
        activity_event(room, activities.ActivityBegun, "one", "2026-10-05", status="draft"),
        activity_event(room, activities.ActivityFinished, "one", "2026-10-05", version=2, changes=resulting("agreed")),
        activity_event(
            room, activities.ActivityChanged, "one", "2026-10-05", version=3, changes=resulting("refused", "agreed")
        ),
        activity_event(room, activities.ActivityTransferred, "one", "2026-10-05", version=4, **handed),
    ]
    for event in reversed(told) if turned else told:
        room.take((event, event.record_version))
    assert table(room.report("sara", "activities"), "result", "count") == [("refused", 1)]
    assert room.report("nora", "activities")["rows"] == []
    north = room.report("helen", "activities", org_unit=room.units["NORTH"])["totals"]
    assert north[0]["count"] == 1


def test_a_shared_activity_is_in_the_figures_of_whom_it_is_shared_with(room: Newsroom) -> None:
    act(room, "one", "2026-10-05")
    given = {"share_id": room.ids.setdefault("share", room.units["HQ"]), "grantee_kind": "person"}
    given["grantee_id"] = room.people["sara"].user_id
    opened = {"may_write": False, "until": None, **given}
    room.take((activity_event(room, activities.ActivityShared, "one", "2026-10-05", version=2, **opened), 2))
    assert table(room.report("sara", "activities"), "count") == [(1,)]
    room.take((activity_event(room, activities.ActivityShareRevoked, "one", "2026-10-05", version=3, **given), 3))
    assert room.report("sara", "activities")["rows"] == []
