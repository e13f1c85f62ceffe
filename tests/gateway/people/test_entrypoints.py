"""People through the door: added, moved, placed, closed out; nobody reaches above themselves."""

from typing import Any

import pytest

from gateway.groups.rules import GrantsMoreThanYouHold, GroupNeedsAMember
from gateway.org_units.rules import UnitIsClosed
from gateway.people import rules
from gateway.tokens.rules import SignInFailed, TokenRevoked
from shared.errors import Forbidden, Malformed, NotFound
from tests.gateway.organisation import PASSWORD, House


def create(house: House, caller: str = "admin", /, **told: Any) -> Any:
    request = {"login": "new", "name": "New", "unit_id": house.units["EAST"], **told}
    return house.call(caller, "create_person", request=request)


def test_a_person_is_shown_with_unit_superior_and_groups(house: House) -> None:
    house.add_person("boss", "EAST")
    house.add_person("rep", "EAST-1", ("salesperson", "marketing"), superior="boss")

    rep = house.call("admin", "get_person", person_id=house.people["rep"])

    assert rep["org_unit"] == {"id": house.units["EAST-1"], "code": "EAST-1", "name": "Unit EAST-1"}
    assert rep["superior"] == {"id": house.people["boss"], "login": "boss", "name": "Boss"}
    assert rep["groups"] == ["marketing", "salesperson"]
    assert (rep["version"], rep["active"]) == (1, True)
    assert not [name for name in rep if "password" in name and name != "must_change_password"]


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"login": "ADMIN"}, rules.LoginIsTaken),
        ({"login": "ａdmin"}, rules.LoginIsTaken),
        ({"login": "аdmin"}, rules.LoginIsMalformed),
        ({"groups": ["nobody"]}, rules.UnknownGroup),
        ({"time_zone": "Mars/Base"}, rules.UnknownTimeZone),
        ({"unit_id": "00000000-0000-7000-8000-00000000000f"}, NotFound),
        ({"superior_id": "00000000-0000-7000-8000-00000000000f"}, NotFound),
        ({"password": "short"}, Malformed),
        ({"email": "no address"}, Malformed),
        ({"name": None}, Malformed),
        ({"is_admin": True}, Malformed),
    ],
)
def test_a_person_that_may_not_be_is_refused_and_nothing_is_kept(
    embedded_house: House, told: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        create(embedded_house, **told)
    listed = embedded_house.call("admin", "list_people", query={"count": "exact"})
    assert listed["count"] == 1


def test_moving_keeps_where_a_person_stood_before(house: House) -> None:
    house.add_person("rep", "EAST-1")

    moved = house.call(
        "admin", "move_person", person_id=house.people["rep"], request={"unit_id": house.units["WEST-1"]}
    )

    assert moved["org_unit"]["code"] == "WEST-1"
    places = house.call("admin", "list_person_memberships", person_id=house.people["rep"], query={})["data"]
    assert [place["org_unit"]["code"] for place in places] == ["EAST-1", "WEST-1"]
    assert places[0]["until"] == places[1]["since"]
    assert places[1]["until"] is None
    with pytest.raises(rules.PersonStandsThereAlready):
        house.call("admin", "move_person", person_id=house.people["rep"], request={"unit_id": house.units["WEST-1"]})


def test_nobody_is_moved_into_a_closed_unit(house: House) -> None:
    house.add_person("rep", "EAST-1")
    house.call("admin", "close_org_unit", org_unit_id=house.units["WEST-1"])
    with pytest.raises(UnitIsClosed):
        house.call("admin", "move_person", person_id=house.people["rep"], request={"unit_id": house.units["WEST-1"]})
    places = house.call("admin", "list_person_memberships", person_id=house.people["rep"], query={})["data"]
    assert len(places) == 1


def logins(house: House, login: str) -> list[str]:
    return [person["login"] for person in house.call(login, "list_people", query={})["data"]]


def test_placing_somebody_under_another_superior_takes_their_people_along(house: House) -> None:
    house.group("leads", ("gateway.person:read", "subordinates"))
    for boss in ("anna", "bert"):
        house.add_person(boss, "HQ", ("leads",))
    house.add_person("chief", "EAST", superior="anna")
    house.add_person("rep", "WEST", superior="chief")
    assert (logins(house, "anna"), logins(house, "bert")) == (["anna", "chief", "rep"], ["bert"])

    house.call("admin", "place_person", person_id=house.people["chief"], request={"superior_id": house.people["bert"]})

    assert (logins(house, "anna"), logins(house, "bert")) == (["anna"], ["bert", "chief", "rep"])
    with pytest.raises(rules.PersonWouldReportToSelf):
        house.call(
            "admin", "place_person", person_id=house.people["bert"], request={"superior_id": house.people["rep"]}
        )


@pytest.mark.parametrize(
    ("reach", "seen"),
    [
        ("own", ["eve"]),
        ("unit", ["eve", "neighbour"]),
        ("subordinates", ["eve", "rep"]),
        ("subtree", ["below", "eve", "neighbour"]),
        ("all", ["admin", "below", "eve", "far", "neighbour", "rep"]),
    ],
)
def test_each_reach_shows_its_people(house: House, reach: str, seen: list[str]) -> None:
    house.group("watchers", ("gateway.person:read", reach))
    house.add_person("eve", "EAST", ("watchers",))
    house.add_person("neighbour", "EAST")
    house.add_person("below", "EAST-1")
    house.add_person("far", "WEST")
    house.add_person("rep", "WEST-1", superior="eve")
    assert logins(house, "eve") == seen
    unseen = [login for login in house.people if login not in seen]
    for login in unseen:
        with pytest.raises(NotFound):
            house.call("eve", "get_person", person_id=house.people[login])


def test_closing_somebodys_access_bites_on_the_next_call(house: House) -> None:
    house.add_person("rep", "EAST-1", ("salesperson",))
    house.call("rep", "get_me")

    house.call("admin", "deactivate_person", person_id=house.people["rep"])

    with pytest.raises(TokenRevoked):
        house.call("rep", "get_me")
    with pytest.raises(SignInFailed):
        house.sign_in("rep")
    with pytest.raises(rules.PersonIsInactive):
        house.call("admin", "deactivate_person", person_id=house.people["rep"])
    house.call("admin", "reactivate_person", person_id=house.people["rep"])
    with pytest.raises(TokenRevoked):
        house.call("rep", "get_me")
    assert house.sign_in("rep")["token_type"] == "Bearer"


def test_the_last_administrator_stays(house: House) -> None:
    house.group("closers", ("*", "all"))
    house.add_person("closer", "HQ", ("closers",))
    with pytest.raises(GroupNeedsAMember):
        house.call("closer", "deactivate_person", person_id=house.people["admin"])
    with pytest.raises(rules.MayNotDeactivateSelf):
        house.call("admin", "deactivate_person", person_id=house.people["admin"])


def test_a_branch_administrator_cannot_make_anybody_mightier_than_himself(house: House) -> None:
    house.group("branch_admins", ("gateway.person:*", "subtree"), ("gateway.group:*", "subtree"))
    house.add_person("eve", "EAST", ("branch_admins",))
    house.add_person("root", "EAST-1", ("administrator",))

    assert create(house, "eve", unit_id=house.units["EAST-1"])["org_unit"]["code"] == "EAST-1"
    with pytest.raises(NotFound):
        create(house, "eve", login="other", unit_id=house.units["WEST"])
    with pytest.raises(GrantsMoreThanYouHold):
        create(house, "eve", login="other", groups=["administrator"])
    for rpc, request in (("set_person_password", {"request": {"password": PASSWORD}}), ("deactivate_person", {})):
        with pytest.raises(GrantsMoreThanYouHold):
            house.call("eve", rpc, person_id=house.people["root"], **request)


def test_who_may_read_people_may_not_therefore_change_them(house: House) -> None:
    house.group("readers", ("gateway.person:read", "all"), ("gateway.person:change", "own"))
    house.add_person("rita", "EAST", ("readers",))
    assert house.call("rita", "change_person", person_id=house.people["rita"], request={"name": "R."})["name"] == "R."
    with pytest.raises(Forbidden):
        house.call("rita", "change_person", person_id=house.people["admin"], request={"name": "A."})


def test_a_change_is_in_the_history_with_what_was_and_what_is(house: House) -> None:
    house.add_person("rep", "EAST")
    person_id = house.people["rep"]
    changed = house.call("admin", "change_person", person_id=person_id, request={"email": "rep@example.com"})
    again = house.call("admin", "change_person", person_id=person_id, request={"email": "rep@example.com"})
    house.call("admin", "set_person_password", person_id=person_id, request={"password": "another password"})

    assert (changed["version"], again["version"]) == (2, 2)
    history = house.call("admin", "list_person_history", person_id=person_id)["data"]
    assert [entry["sequence"] for entry in history] == [1, 2, 3]
    assert history[1]["changes"] == {"email": {"before": None, "after": "rep@example.com"}}
    assert "another password" not in str(history)
    assert "argon2" not in str(history)
