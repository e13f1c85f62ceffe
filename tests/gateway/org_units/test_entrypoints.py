"""Units through the door: set up at any depth, moved with everything below, closed when empty, seen within reach."""

import itertools
import threading
from typing import Any

import pytest
from sqlalchemy import select

from gateway.org_units import rules
from gateway.org_units.model import OrgUnit
from shared.errors import Forbidden, Malformed, NotFound, Stale
from shared.ids import new_id
from tests.gateway.organisation import House


def paths(house: House) -> dict[str, str]:
    with house.database.read() as session:
        return dict(session.execute(select(OrgUnit.code, OrgUnit.path)).all())


def move(house: House, code: str, parent: str, login: str = "admin") -> Any:
    return house.call(login, "move_org_unit", org_unit_id=house.units[code], request={"parent_id": house.units[parent]})


def test_units_can_be_set_up_at_any_depth(house: House) -> None:
    parent = "EAST-1"
    for level in range(20):
        house.add_unit(f"DEEP-{level}", "office", parent)
        parent = f"DEEP-{level}"

    unit = house.call("admin", "get_org_unit", org_unit_id=house.units["DEEP-19"])

    assert (unit["depth"], unit["parent_id"], unit["version"]) == (23, house.units["DEEP-18"], 1)


def test_a_chain_that_would_be_too_long_for_its_path_is_refused(house: House) -> None:
    codes = ["EAST-1", *(f"DEEP-{level}" for level in range(200))]

    def dig() -> None:
        for parent, code in itertools.pairwise(codes):
            house.add_unit(code, "office", parent)

    with pytest.raises(rules.OrganisationIsTooDeep):
        dig()


def test_a_moved_unit_takes_everything_below_along_and_keeps_its_history(house: House) -> None:
    house.add_unit("AGENT", "agent", "EAST-1")
    before = paths(house)

    moved = move(house, "EAST-1", "WEST")

    after = paths(house)
    assert after["EAST-1"].startswith(after["WEST"])
    assert after["AGENT"].startswith(after["EAST-1"])
    assert {code for code in before if before[code] != after[code]} == {"EAST-1", "AGENT"}
    assert moved["parent_id"] == house.units["WEST"]
    history = house.call("admin", "list_org_unit_history", org_unit_id=house.units["EAST-1"])["data"]
    assert [entry["type"] for entry in history] == [
        "tenon.gateway.org_unit.created.v1",
        "tenon.gateway.org_unit.moved.v1",
    ]


@pytest.mark.parametrize(
    ("code", "parent", "refusal"),
    [
        ("EAST", "EAST-1", rules.UnitWouldStandUnderItself),
        ("EAST", "EAST", rules.UnitWouldStandUnderItself),
        ("EAST", "HQ", rules.UnitStandsThereAlready),
        ("EAST", "WEST-1", rules.UnitMayNotStandThere),
        ("HQ", "EAST", rules.UnitWouldStandUnderItself),
    ],
)
def test_a_move_that_may_not_be_is_refused_and_changes_nothing(
    embedded_house: House, code: str, parent: str, refusal: type[Exception]
) -> None:
    before = paths(embedded_house)
    with pytest.raises(refusal):
        move(embedded_house, code, parent)
    assert paths(embedded_house) == before


def test_a_code_is_given_once(house: House) -> None:
    with pytest.raises(rules.UnitCodeIsTaken):
        house.add_unit("EAST", "branch", "HQ")


@pytest.mark.parametrize(
    "change",
    [
        {"code": "small"},
        {"code": "A" * 21},
        {"kind": "shop"},
        {"name": ""},
        {"parent_id": "1"},
        {"extra": 1},
        {"name": 5},
    ],
)
def test_a_request_of_the_wrong_shape_is_malformed(embedded_house: House, change: dict[str, Any]) -> None:
    house = embedded_house
    request = {"code": "NEW", "name": "New", "kind": "branch", "parent_id": house.units["HQ"]} | change
    with pytest.raises(Malformed) as refused:
        house.call("admin", "create_org_unit", request=request)
    assert [fault.pointer for fault in refused.value.faults] == [f"/{next(iter(change))}"]


def test_a_unit_closes_only_when_empty_and_only_once(house: House) -> None:
    house.add_person("rep", "EAST-1")
    close = {code: {"org_unit_id": house.units[code]} for code in ("EAST", "EAST-1", "WEST")}
    with pytest.raises(rules.UnitHasOpenUnits):
        house.call("admin", "close_org_unit", **close["EAST"])
    with pytest.raises(rules.UnitHasPeople):
        house.call("admin", "close_org_unit", **close["EAST-1"])

    house.call("admin", "move_person", person_id=house.people["rep"], request={"unit_id": house.units["HQ"]})
    assert house.call("admin", "close_org_unit", **close["EAST-1"])["closed"] is True

    with pytest.raises(rules.UnitIsClosed):
        house.call("admin", "close_org_unit", **close["EAST-1"])
    with pytest.raises(rules.UnitIsClosed):
        house.add_unit("LATE", "office", "EAST-1")
    with pytest.raises(rules.UnitIsClosed):
        house.add_person("late", "EAST-1")


def test_a_branch_administrator_changes_the_own_branch_and_sees_no_other(house: House) -> None:
    house.group("branch_admins", ("gateway.org_unit:*", "subtree"))
    house.add_person("eve", "EAST", ("branch_admins",))

    listed = house.call("eve", "list_org_units", query={"count": "exact"})

    assert [unit["code"] for unit in listed["data"]] == ["EAST", "EAST-1"]
    assert listed["count"] == 2
    house.call("eve", "change_org_unit", org_unit_id=house.units["EAST-1"], request={"name": "East, first"})
    with pytest.raises(NotFound):
        house.call("eve", "get_org_unit", org_unit_id=house.units["WEST-1"])
    with pytest.raises(NotFound):
        house.call("eve", "change_org_unit", org_unit_id=house.units["WEST-1"], request={"name": "Mine"})
    with pytest.raises(NotFound):
        move(house, "EAST-1", "WEST", login="eve")
    with pytest.raises(NotFound):
        move(house, "EAST-1", "HQ", login="eve")


def test_what_may_be_seen_but_not_changed_is_forbidden(house: House) -> None:
    house.group("readers", ("gateway.org_unit:read", "all"), ("gateway.org_unit:change", "unit"))
    house.add_person("rita", "EAST", ("readers",))

    with pytest.raises(Forbidden):
        house.call("rita", "change_org_unit", org_unit_id=house.units["WEST"], request={"name": "West"})
    with pytest.raises(NotFound):
        house.call("rita", "get_org_unit", org_unit_id=new_id())


def test_a_stale_version_is_refused(house: House) -> None:
    from dataclasses import replace

    from gateway.org_units.commands import change_org_unit

    actor = house.access.authenticate(house.tokens["admin"]).actor_for("gateway.org_unit:change")
    with pytest.raises(Stale) as refused, house.database.write() as session:
        change_org_unit(session, replace(actor, expects_version=7), house.units["EAST"], name="x")
    assert refused.value.extra["current_version"] == 1


def test_two_moves_at_once_end_in_a_tree(house: House) -> None:
    """East under West and West under East at the same time: one happens, the other would make a circle."""
    outcomes: list[str] = []

    def try_moving(code: str, parent: str) -> None:
        try:
            move(house, code, parent)
            outcomes.append("moved")
        except rules.UnitWouldStandUnderItself:
            outcomes.append("refused")

    threads = [
        threading.Thread(target=try_moving, args=("EAST", "WEST")),
        threading.Thread(target=try_moving, args=("WEST", "EAST")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved", "refused"]
    found = paths(house)
    for code, path in found.items():
        assert code == "HQ" or any(path != other and path.startswith(other) for other in found.values())
