"""What somebody could see on a day that has passed, told to those who may read them, and to nobody else."""

from typing import Any

import pytest

from gateway.standings import rules
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.days import iso_day
from tests.gateway.aging import age
from tests.gateway.organisation import House


@pytest.fixture
def grown(house: House) -> House:
    """Eve leads the east with one person below her; all of it is thirty days old."""
    house.group("leads", ("sales.lead:read", "subtree"), ("sales.customer:read", "subordinates"))
    house.add_person("boss", "HQ")
    house.add_person("eve", "EAST", ("leads",), superior="boss")
    house.add_person("rep", "EAST-1", superior="eve")
    age(house.database, 30)
    return house


def standing(house: House, login: str, on: str, asker: str = "admin", **more: Any) -> Any:
    return house.call(asker, "get_standing", query={"user": house.people[login], "on": on, **more})


def covered(house: House, login: str, on: str, noun: str, **more: Any) -> set[str]:
    return {one["code"] for one in standing(house, login, on, noun=noun, **more)["covers"]}


def test_yesterday_stays_as_it_was_and_today_is_as_it_is(grown: House) -> None:
    units, people = grown.units, grown.people
    grown.call("admin", "move_org_unit", org_unit_id=units["EAST-1"], request={"parent_id": units["WEST"]})
    grown.call("admin", "place_person", person_id=people["rep"], request={"superior_id": people["boss"]})
    grown.call("admin", "move_person", person_id=people["rep"], request={"unit_id": units["WEST"]})

    before, now = standing(grown, "rep", iso_day(-1)), standing(grown, "rep", iso_day(0))
    assert (before["org_unit"]["code"], before["superior"]["login"]) == ("EAST-1", "eve")
    assert [one["login"] for one in before["chain"]] == ["eve", "boss"]
    assert (now["org_unit"]["code"], [one["login"] for one in now["chain"]]) == ("WEST", ["boss"])
    assert covered(grown, "eve", iso_day(-1), "sales.lead") == {"EAST", "EAST-1"}
    assert covered(grown, "eve", iso_day(0), "sales.lead") == {"EAST"}
    assert covered(grown, "eve", iso_day(-1), "sales.customer") == {"eve", "rep"}
    assert covered(grown, "eve", iso_day(0), "sales.customer") == {"eve"}


def test_rights_that_were_taken_away_since_are_told_for_the_day_they_were_held(grown: House) -> None:
    group_id = next(one["id"] for one in grown.call("admin", "list_groups", query={})["data"] if one["code"] == "leads")
    grant = {"right": "sales.lead:read", "reach": "subtree"}
    grown.call("admin", "revoke_right", group_id=group_id, request=grant)
    assert standing(grown, "eve", iso_day(-1))["rights"]["sales.lead:read"] == ["subtree"]
    assert "sales.lead:read" not in standing(grown, "eve", iso_day(0))["rights"]

    grown.call("admin", "remove_group_member", group_id=group_id, request={"person_id": grown.people["eve"]})
    before, now = standing(grown, "eve", iso_day(-1)), standing(grown, "eve", iso_day(0))
    assert (before["groups"], now["groups"], now["rights"]) == (["leads"], [], {})


def test_whose_access_was_closed_could_see_nothing(grown: House) -> None:
    grown.call("admin", "deactivate_person", person_id=grown.people["eve"])
    now = standing(grown, "eve", iso_day(0), noun="sales.lead")
    assert (now["active"], now["rights"], now["covers"]) == (False, {}, [])
    assert standing(grown, "eve", iso_day(-1))["active"] is True


def test_what_was_covered_comes_in_pages_without_a_gap_or_a_double(grown: House) -> None:
    whole = [one["id"] for one in standing(grown, "admin", iso_day(-1), noun="sales.lead", limit=200)["covers"]]
    assert len(whole) == len(grown.units) + len(grown.people)
    told: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = standing(grown, "admin", iso_day(-1), noun="sales.lead", limit=3, **cursor)
        assert len(page["covers"]) <= 3
        told += [one["id"] for one in page["covers"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert told == whole


def test_only_who_may_read_the_person_is_answered_and_of_what_was_covered_only_what_the_asker_may_see(
    grown: House,
) -> None:
    grown.group("readers", ("gateway.person:read", "unit"))
    grown.add_person("rita", "EAST", ("readers",))
    assert {one["code"] for one in standing(grown, "eve", iso_day(-1), "rita", noun="sales.lead")["covers"]} == {"EAST"}
    for hidden in (grown.people["boss"], new_id()):
        with pytest.raises(NotFound):
            grown.call("rita", "get_standing", query={"user": hidden, "on": iso_day(-1)})


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"on": "2001-01-01"}, rules.StandingIsNotOnRecord),
        ({"noun": "sales.nothing"}, rules.NounIsUnknown),
        ({"noun": "lead"}, Malformed),
        ({"on": "yesterday"}, Malformed),
        ({"on": None}, Malformed),
        ({"cursor": "person:1"}, Malformed),
        ({"limit": 201}, Malformed),
        ({"user": "eve"}, Malformed),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    embedded_house: House, query: dict[str, Any], refusal: type[Exception]
) -> None:
    asked = {"user": embedded_house.people["admin"], "on": iso_day(0)} | query
    with pytest.raises(refusal):
        embedded_house.call("admin", "get_standing", query=asked)


def test_nobody_stands_anywhere_on_a_day_to_come(embedded_house: House) -> None:
    asked = {"user": embedded_house.people["admin"], "on": iso_day(1)}
    with pytest.raises(rules.DayLiesAhead):
        embedded_house.call("admin", "get_standing", query=asked)
