"""Departments through the door: inside a unit, moved with all below, closed when empty, without effect on sight."""

from typing import Any

import pytest

from gateway.departments import rules
from shared.errors import Forbidden, Malformed, NotFound
from shared.ids import new_id
from tests.gateway.organisation import House


def found(house: House, code: str, unit: str = "EAST", parent: str | None = None, login: str = "admin") -> str:
    request = {"code": code, "name": code.title(), "unit_id": house.units[unit], "parent_id": parent}
    return str(house.call(login, "create_department", request=request)["id"])


def move(house: House, department_id: str, **request: Any) -> Any:
    return house.call("admin", "move_department", department_id=department_id, request=request)


def assign(house: House, login: str, department_id: str | None) -> Any:
    request = {"department_id": department_id}
    return house.call("admin", "assign_person", person_id=house.people[login], request=request)


def places(house: House) -> dict[str, tuple[str, int, str]]:
    names = {unit_id: code for code, unit_id in house.units.items()}
    listed = house.call("admin", "list_departments", query={})["data"]
    return {one["code"]: (names[one["unit_id"]], one["depth"], one["name"]) for one in listed}


def test_a_moved_department_takes_those_below_it_along_also_into_another_unit(house: House) -> None:
    sales, finance = found(house, "SALES"), found(house, "FIN")
    key = found(house, "KEY", parent=sales)
    found(house, "KEY-1", parent=key)

    move(house, key, parent_id=finance)
    assert {code: place[:2] for code, place in places(house).items()} == {
        "SALES": ("EAST", 1), "FIN": ("EAST", 1), "KEY": ("EAST", 2), "KEY-1": ("EAST", 3)
    }  # fmt: skip
    move(house, key, unit_id=house.units["WEST"], parent_id=None)
    assert (places(house)["KEY"][:2], places(house)["KEY-1"][:2]) == (("WEST", 1), ("WEST", 2))
    history = house.call("admin", "list_department_history", department_id=key)["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["created", "moved", "moved"]


def test_a_department_cannot_stand_under_itself_or_in_two_units(embedded_house: House) -> None:
    house = embedded_house
    sales, west = found(house, "SALES"), found(house, "WESTERN", "WEST")
    key = found(house, "KEY", parent=sales)
    for refusal, request in (
        (rules.DepartmentWouldStandUnderItself, {"parent_id": key}),
        (rules.ParentIsInAnotherUnit, {"parent_id": west}),
        (rules.DepartmentStandsThereAlready, {"parent_id": None}),
        (NotFound, {"parent_id": new_id()}),
        (NotFound, {"parent_id": None, "unit_id": new_id()}),
        (Malformed, {}),
    ):
        with pytest.raises(refusal):
            move(house, sales, **request)
    with pytest.raises(rules.DepartmentCodeIsTaken):
        found(house, "KEY", "WEST")


def test_people_belong_to_a_department_of_their_unit_and_see_no_more_by_it(house: House) -> None:
    house.group("watchers", ("gateway.person:read", "own"))
    for login, unit in (("ann", "EAST"), ("bob", "EAST"), ("cid", "WEST")):
        house.add_person(login, unit, ("watchers",))
    sales = found(house, "SALES")

    assert assign(house, "ann", sales)["department_id"] == sales
    assign(house, "bob", sales)
    with pytest.raises(rules.ParentIsInAnotherUnit):
        assign(house, "cid", sales)

    assert [one["login"] for one in house.call("ann", "list_people", query={})["data"]] == ["ann"]
    assert house.call("admin", "get_department", department_id=sales)["people"] == 2
    with pytest.raises(rules.DepartmentHasPeople):
        house.call("admin", "close_department", department_id=sales)
    with pytest.raises(rules.DepartmentHasPeople):
        move(house, sales, unit_id=house.units["WEST"], parent_id=None)
    house.call("admin", "move_person", person_id=house.people["ann"], request={"unit_id": house.units["WEST"]})
    assert house.call("admin", "get_person", person_id=house.people["ann"])["department_id"] is None
    assign(house, "bob", None)
    assert house.call("admin", "close_department", department_id=sales)["closed"] is True
    with pytest.raises(rules.DepartmentIsClosed):
        assign(house, "bob", sales)


def test_a_department_with_open_ones_below_it_stays_open_and_a_closed_one_takes_none(embedded_house: House) -> None:
    house = embedded_house
    sales = found(house, "SALES")
    key = found(house, "KEY", parent=sales)
    with pytest.raises(rules.DepartmentHasOpenDepartments):
        house.call("admin", "close_department", department_id=sales)
    house.call("admin", "close_department", department_id=key)
    for refused in (lambda: found(house, "NEW", parent=key), lambda: move(house, key, parent_id=None)):
        with pytest.raises(rules.DepartmentIsClosed):
            refused()
    house.call("admin", "close_org_unit", org_unit_id=house.units["WEST-1"])
    with pytest.raises(rules.DepartmentUnitIsClosed):
        found(house, "LATE", "WEST-1")


def test_a_branch_sees_and_changes_its_own_departments_only(house: House) -> None:
    house.group("branch_admins", ("gateway.department:*", "subtree"))
    house.group("readers", ("gateway.department:read", "all"), ("gateway.department:change", "unit"))
    house.add_person("eve", "EAST", ("branch_admins",))
    house.add_person("rita", "EAST", ("readers",))
    own, other = found(house, "OWN", "EAST-1", login="eve"), found(house, "OTHER", "WEST")

    assert [one["id"] for one in house.call("eve", "list_departments", query={})["data"]] == [own]
    for login, refusal in (("eve", NotFound), ("rita", Forbidden)):
        with pytest.raises(refusal):
            house.call(login, "change_department", department_id=other, request={"name": "Mine"})
    with pytest.raises(NotFound):
        found(house, "MINE", "WEST", login="eve")
