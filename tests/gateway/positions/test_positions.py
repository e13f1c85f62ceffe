"""Positions through the door: held by several, from one day until another, by nobody twice at a time."""

from typing import Any

import pytest

from gateway.positions import rules
from shared.company_wide import NotForTheWholeCompany
from shared.errors import Malformed, NotFound
from tests.days import iso_day
from tests.gateway.organisation import House


@pytest.fixture
def approver(house: House) -> str:
    for login in ("ann", "bob"):
        house.add_person(login, "EAST")
    return str(house.call("admin", "create_position", request={"code": "approver", "name": "Approver"})["id"])


def appoint(house: House, position_id: str, login: str, by: str = "admin", **term: Any) -> Any:
    request = {"person_id": house.people[login], **term}
    return house.call(by, "appoint_person", position_id=position_id, request=request)


def relieve(house: House, position_id: str, login: str, **term: Any) -> Any:
    request = {"person_id": house.people[login], **term}
    return house.call("admin", "relieve_person", position_id=position_id, request=request)


def holders(house: House, position_id: str, by: str = "admin") -> list[tuple[str, str, str | None]]:
    told = house.call(by, "list_position_holders", position_id=position_id)["data"]
    return [(one["person"]["login"], one["since"], one["until"]) for one in told]


def held_on(house: House, login: str, day: str) -> list[str]:
    query = {"user": house.people[login], "on": day}
    return list(house.call("admin", "get_standing", query=query)["positions"])


def test_several_people_hold_a_position_each_for_their_days(house: House, approver: str) -> None:
    appoint(house, approver, "ann")
    appoint(house, approver, "bob", since=iso_day(1), until=iso_day(9))
    assert holders(house, approver) == [("ann", iso_day(0), None), ("bob", iso_day(1), iso_day(9))]
    assert (held_on(house, "ann", iso_day(0)), held_on(house, "bob", iso_day(0))) == (["approver"], [])

    relieve(house, approver, "ann", until=iso_day(1))
    assert holders(house, approver)[0] == ("ann", iso_day(0), iso_day(1))
    relieve(house, approver, "ann")
    assert holders(house, approver) == [("bob", iso_day(1), iso_day(9))]
    with pytest.raises(rules.PositionIsNotHeld):
        relieve(house, approver, "ann")
    history = house.call("admin", "list_person_history", person_id=house.people["ann"])["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["created", "appointed", "relieved", "relieved"]


@pytest.mark.parametrize("term", [{}, {"since": -9}, {"since": 9}, {"since": -1, "until": 0}])
def test_nobody_holds_a_position_twice_at_a_time(house: House, approver: str, term: dict[str, int]) -> None:
    appoint(house, approver, "ann")
    with pytest.raises(rules.PositionIsHeldAlready):
        appoint(house, approver, "ann", **{name: iso_day(days) for name, days in term.items()})


def test_terms_that_do_not_touch_are_held_one_after_the_other(house: House, approver: str) -> None:
    appoint(house, approver, "ann", since=iso_day(-9), until=iso_day(-1))
    appoint(house, approver, "ann", since=iso_day(0))
    assert holders(house, approver) == [("ann", iso_day(0), None)]
    with pytest.raises(rules.TermEndsBeforeItBegins):
        appoint(house, approver, "bob", until=iso_day(-1))
    with pytest.raises(Malformed):
        appoint(house, approver, "bob", since=iso_day(1), until=iso_day(0))


def test_who_appoints_reaches_the_person_and_who_asks_sees_the_holders_they_may_see(
    house: House, approver: str
) -> None:
    house.group("chiefs", ("gateway.position:*", "unit"))
    house.add_person("eve", "WEST", ("chiefs",))
    house.add_person("wim", "WEST")
    appoint(house, approver, "ann")
    with pytest.raises(NotFound):
        appoint(house, approver, "bob", by="eve")
    appoint(house, approver, "wim", by="eve")
    assert [login for login, _, _ in holders(house, approver, "eve")] == ["wim"]
    with pytest.raises(NotForTheWholeCompany):
        house.call("eve", "create_position", request={"code": "king", "name": "King"})
    with pytest.raises(rules.PositionCodeIsTaken):
        house.call("admin", "create_position", request={"code": "approver", "name": "Again"})
