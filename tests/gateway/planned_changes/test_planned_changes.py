"""Changes with a day to come take effect by themselves on that day, by the rights of whoever planned them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from gateway.access.rules import RightMissing
from gateway.people.rules import PersonStandsThereAlready
from gateway.planned_changes import rules
from gateway.planned_changes.model import PlannedChange
from shared.clock import today
from shared.errors import Malformed, NotFound
from tests.days import day_in
from tests.gateway.organisation import House


def yesterday() -> date:
    return day_in(-1)


def monday() -> date:
    return day_in(3)


def later() -> date:
    return day_in(9)


@pytest.fixture
def planner(house: House) -> House:
    """Eve may move the people of the east and below; ann and bob stand there."""
    house.group("movers", ("gateway.person:*", "subtree"), ("gateway.planned_change:*", "subtree"))
    house.add_person("eve", "EAST", ("movers",))
    for login in ("ann", "bob"):
        house.add_person(login, "EAST")
    return house


def move(house: House, login: str, unit: str, by: str = "admin", **days: date) -> Any:
    told = {name.rstrip("_"): day.isoformat() for name, day in days.items()}
    request = {"unit_id": house.units[unit], **told}
    return house.call(by, "move_person", person_id=house.people[login], request=request)["org_unit"]["code"]


def unit_of(house: House, login: str) -> str:
    return str(house.call("admin", "get_person", person_id=house.people[login])["org_unit"]["code"])


def plans(house: House, by: str = "admin") -> list[Any]:
    return list(house.call(by, "list_planned_changes", query={})["data"])


def day_comes(house: House, *which: Any) -> None:
    """Let the days of these plans, or of all, be today, and the timer run once."""
    with house.database.write() as session:
        moved = update(PlannedChange).values(on=today())
        session.execute(moved.where(PlannedChange.id.in_([plan["id"] for plan in which])) if which else moved)
    house.let_timer_run("carry_out_planned_changes")


def test_a_move_from_monday_on_takes_effect_then_and_once(planner: House) -> None:
    assert move(planner, "ann", "WEST", from_=monday()) == "EAST"
    [plan] = plans(planner)
    assert (plan["person"]["login"], plan["kind"], plan["on"], plan["status"]) == (
        "ann",
        "move",
        monday().isoformat(),
        "planned",
    )
    planner.let_timer_run("carry_out_planned_changes")
    assert unit_of(planner, "ann") == "EAST"

    day_comes(planner)
    day_comes(planner)
    assert (unit_of(planner, "ann"), plans(planner)[0]["status"]) == ("WEST", "done")
    history = planner.call("admin", "list_person_history", person_id=planner.people["ann"])["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["created", "moved"]
    assert history[1]["actor"]["id"] == planner.people["admin"]


def test_a_stay_that_ends_on_a_day_leads_back_to_where_the_person_stood(planner: House) -> None:
    assert move(planner, "ann", "WEST", until=monday()) == "WEST"
    [back] = plans(planner)
    assert (back["target_id"], back["on"]) == (planner.units["EAST"], (monday() + timedelta(days=1)).isoformat())
    day_comes(planner)
    assert unit_of(planner, "ann") == "EAST"


def test_a_membership_of_a_group_begins_and_ends_on_its_days(planner: House) -> None:
    group_id = planner.group("holiday", ("sales.lead:read", "unit"))
    request = {"person_id": planner.people["ann"], "from": monday().isoformat(), "until": later().isoformat()}
    planner.call("admin", "add_group_member", group_id=group_id, request=request)
    join, leave = plans(planner)
    assert (join["kind"], leave["kind"]) == ("join_group", "leave_group")
    assert "sales.lead:read" not in planner.call("ann", "get_me")["rights"]
    day_comes(planner, join)
    assert planner.call("ann", "get_me")["rights"]["sales.lead:read"] == ["unit"]
    day_comes(planner, leave)
    assert "sales.lead:read" not in planner.call("ann", "get_me")["rights"]


def test_what_is_cancelled_does_not_happen_and_is_cancelled_once(planner: House) -> None:
    move(planner, "ann", "WEST", from_=monday())
    [plan] = plans(planner)
    assert planner.call("admin", "cancel_planned_change", planned_change_id=plan["id"])["status"] == "cancelled"
    day_comes(planner)
    assert unit_of(planner, "ann") == "EAST"
    with pytest.raises(rules.PlanIsOver):
        planner.call("admin", "cancel_planned_change", planned_change_id=plan["id"])


def test_a_planner_who_may_no_longer_do_it_and_a_unit_that_closed_are_refused_with_the_reason(planner: House) -> None:
    move(planner, "ann", "EAST-1", by="eve", from_=monday())
    move(planner, "bob", "WEST-1", from_=monday())
    groups = {one["code"]: one["id"] for one in planner.call("admin", "list_groups", query={})["data"]}
    eve = {"person_id": planner.people["eve"]}
    planner.call("admin", "remove_group_member", group_id=groups["movers"], request=eve)
    planner.call("admin", "close_org_unit", org_unit_id=planner.units["WEST-1"])
    day_comes(planner)
    refused = {plan["person"]["login"]: plan for plan in plans(planner)}
    assert {plan["status"] for plan in refused.values()} == {"refused"}
    assert refused["ann"]["refusal"].startswith("right_missing")
    assert refused["bob"]["refusal"].startswith("unit_is_closed")
    assert (unit_of(planner, "ann"), unit_of(planner, "bob")) == ("EAST", "EAST")


def test_only_what_could_be_done_today_is_planned_and_never_for_days_that_have_passed(planner: House) -> None:
    for refusal, told in (
        (rules.ChangeIsBackDated, {"from_": yesterday()}),
        (rules.ChangeEndsBeforeItBegins, {"from_": later(), "until": monday()}),
        (rules.ChangeEndsBeforeItBegins, {"until": yesterday()}),
    ):
        with pytest.raises(refusal):
            move(planner, "ann", "WEST", **told)
    with pytest.raises(PersonStandsThereAlready):
        move(planner, "ann", "EAST", from_=monday())
    with pytest.raises(NotFound):
        move(planner, "ann", "WEST", by="eve", from_=monday())
    request = {"unit_id": planner.units["WEST"], "from": "monday"}
    with pytest.raises(Malformed):
        planner.call("admin", "move_person", person_id=planner.people["ann"], request=request)
    assert plans(planner) == []
    assert move(planner, "ann", "WEST", from_=today()) == "WEST"


def test_who_may_add_to_a_group_but_not_take_out_plans_no_end(planner: House) -> None:
    group_id = planner.group("holiday")
    planner.group("adders", ("gateway.group:add_member", "all"))
    planner.add_person("ada", "EAST", ("adders",))
    request = {"person_id": planner.people["ann"], "until": monday().isoformat()}
    with pytest.raises(RightMissing):
        planner.call("ada", "add_group_member", group_id=group_id, request=request)
    assert planner.call("admin", "get_person", person_id=planner.people["ann"])["groups"] == []


def test_plans_are_seen_by_whoever_reaches_the_person(planner: House) -> None:
    planner.add_person("wim", "WEST")
    move(planner, "ann", "EAST-1", from_=monday())
    move(planner, "wim", "EAST-1", from_=monday())
    assert [plan["person"]["login"] for plan in plans(planner, "eve")] == ["ann"]
    [hidden] = [plan for plan in plans(planner) if plan["person"]["login"] == "wim"]
    with pytest.raises(NotFound):
        planner.call("eve", "cancel_planned_change", planned_change_id=hidden["id"])
