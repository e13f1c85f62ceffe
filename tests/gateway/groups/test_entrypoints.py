"""Groups through the door: a right given or taken away holds from the very next call."""

from typing import Any

import pytest

from gateway.access.rules import RightMissing
from gateway.groups import rules
from gateway.people.commands import ensure_first_administrator
from shared.actor import system_actor
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.gateway.organisation import House

READ_PEOPLE = {"right": "gateway.person:read", "reach": "all"}


def group_id(house: House, code: str) -> str:
    found = house.call("admin", "list_groups", query={"filter": [["code", "eq", code]]})["data"]
    return str(found[0]["id"])


def test_a_right_taken_away_bites_on_the_next_call_and_so_does_one_given(house: House) -> None:
    watchers = house.group("watchers", ("gateway.person:read", "all"))
    house.add_person("eve", "EAST", ("watchers",))
    assert house.call("eve", "list_people", query={})["data"]

    house.call("admin", "revoke_right", group_id=watchers, request=READ_PEOPLE)
    with pytest.raises(RightMissing):
        house.call("eve", "list_people", query={})

    house.call("admin", "grant_right", group_id=watchers, request=READ_PEOPLE)
    assert house.call("eve", "list_people", query={})["data"]


def test_leaving_and_joining_a_group_bites_on_the_next_call(house: House) -> None:
    watchers = house.group("watchers", ("gateway.person:read", "all"))
    house.add_person("eve", "EAST", ("watchers",))
    member = {"group_id": watchers, "request": {"person_id": house.people["eve"]}}
    house.call("eve", "list_people", query={})

    house.call("admin", "remove_group_member", **member)
    with pytest.raises(RightMissing):
        house.call("eve", "list_people", query={})
    with pytest.raises(rules.PersonIsNotInGroup):
        house.call("admin", "remove_group_member", **member)

    assert house.call("admin", "add_group_member", **member)["groups"] == ["watchers"]
    house.call("eve", "list_people", query={})
    with pytest.raises(rules.PersonIsInGroupAlready):
        house.call("admin", "add_group_member", **member)
    members = house.call("admin", "list_group_members", group_id=watchers)["data"]
    assert [person["login"] for person in members] == ["eve"]


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        ({"right": "gateway.person:fly", "reach": "all"}, rules.UnknownRight),
        ({"right": "nowhere.*", "reach": "all"}, rules.UnknownRight),
        ({"right": "gateway.person", "reach": "all"}, Malformed),
        ({"right": "gateway.person:read", "reach": "far"}, Malformed),
        ({"right": 7, "reach": "all"}, Malformed),
        ({"right": "gateway.person:read"}, Malformed),
        (READ_PEOPLE, rules.RightIsGrantedAlready),
    ],
)
def test_what_cannot_be_granted_is_refused(
    embedded_house: House, request_: dict[str, Any], refusal: type[Exception]
) -> None:
    watchers = embedded_house.group("watchers", ("gateway.person:read", "all"))
    with pytest.raises(refusal):
        embedded_house.call("admin", "grant_right", group_id=watchers, request=request_)
    group = embedded_house.call("admin", "get_group", group_id=watchers)
    assert (group["grants"], group["version"]) == ([READ_PEOPLE], 2)


def test_groups_are_changed_only_by_who_reaches_all_and_holds_it(house: House) -> None:
    house.group("local", ("gateway.group:*", "subtree"))
    house.group("clerks", ("gateway.group:*", "all"))
    house.add_person("local", "EAST", ("local",))
    house.add_person("clerk", "EAST", ("clerks",))
    watchers = house.group("watchers")

    with pytest.raises(rules.GroupsBelongToAll):
        house.call("local", "create_group", request={"code": "mine", "name": "Mine"})
    with pytest.raises(rules.GrantsMoreThanYouHold):
        house.call("clerk", "grant_right", group_id=watchers, request=READ_PEOPLE)
    with pytest.raises(rules.GrantsMoreThanYouHold):
        house.call(
            "clerk",
            "add_group_member",
            group_id=group_id(house, "administrator"),
            request={"person_id": house.people["clerk"]},
        )


def test_administrators_cannot_be_locked_out(house: House) -> None:
    administrators = group_id(house, "administrator")
    with pytest.raises(rules.AdministratorsKeepAllRights):
        house.call("admin", "revoke_right", group_id=administrators, request={"right": "*", "reach": "all"})
    member = {"person_id": house.people["admin"]}
    with pytest.raises(rules.GroupNeedsAMember):
        house.call("admin", "remove_group_member", group_id=administrators, request=member)


def test_an_unknown_group_is_not_found_and_a_code_is_given_once(house: House) -> None:
    with pytest.raises(NotFound):
        house.call("admin", "get_group", group_id=new_id())
    with pytest.raises(rules.GroupCodeIsTaken):
        house.group("salesperson")
    with pytest.raises(rules.RightIsNotGranted):
        house.call("admin", "revoke_right", group_id=house.group("watchers"), request=READ_PEOPLE)


def set_up_again(house: House) -> str | None:
    with house.database.write() as session:
        return ensure_first_administrator(session, system_actor("gateway"), None)


def test_setting_up_again_changes_nothing_but_brings_untouched_groups_in_step(house: House) -> None:
    adapted = group_id(house, "storekeeper")
    house.call("admin", "grant_right", group_id=adapted, request=READ_PEOPLE)
    before = house.call("admin", "list_groups", query={})["data"]

    assert set_up_again(house) is None

    assert house.call("admin", "list_groups", query={})["data"] == before
    assert READ_PEOPLE in house.call("admin", "get_group", group_id=adapted)["grants"]
    assert house.call("admin", "list_people", query={"count": "exact"})["count"] == 1
