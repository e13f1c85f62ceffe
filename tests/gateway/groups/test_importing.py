"""Groups from a file: what they grant by the rule of the commands, so that nobody loads more than they hold."""

import json
from typing import Any

import pytest

from gateway.access.rules import RightMissing
from tests.gateway.organisation import House

READ = {"right": "gateway.person:read", "reach": "all"}
LIMITED = {"right": "sales.lead:read", "reach": "all", "open_fields": ["company", "name"]}
ROW: dict[str, Any] = {
    "code": "watchers",
    "name": "Watchers",
    "demands_second_factor": "true",
    "grants": json.dumps([READ, LIMITED]),
}


def group(house: House, code: str = "watchers") -> Any:
    found = house.call("admin", "list_groups", query={"filter": [["code", "eq", code]]})["data"]
    return found[0] if found else None


def test_a_group_is_taken_with_what_it_grants_and_a_second_run_changes_nothing(house: House) -> None:
    assert house.load("groups", ROW) == ["created"]
    made = group(house)
    assert (made["grants"], made["demands_second_factor"]) == ([READ, LIMITED], True)
    told = {name: made[name] for name in ("code", "name")} | {"grants": json.dumps(made["grants"])}
    assert house.load("groups", ROW, told) == ["unchanged", "unchanged"]
    assert group(house) == made


def test_a_changed_cell_makes_just_that_change_and_members_stay(house: House) -> None:
    house.load("groups", ROW)
    house.add_person("eve", "EAST", ("watchers",))
    before = group(house)["version"]
    narrowed = [READ, LIMITED | {"open_fields": ["name"]}]
    assert house.load("groups", ROW | {"grants": json.dumps(narrowed)}) == ["updated"]
    changed = group(house)
    assert (changed["grants"], changed["version"]) == (narrowed, before + 2)  # one right taken away, one granted
    assert house.load("groups", {"code": "watchers", "name": "Watchers", "grants": ""}) == ["malformed"]
    assert group(house) == changed
    assert house.load("groups", {"code": "watchers", "name": "Watchers", "grants": "[]"}) == ["updated"]
    assert (group(house)["grants"], group(house)["demands_second_factor"]) == ([], True)
    house.load("groups", {"code": "watchers", "name": "Watchers", "demands_second_factor": "false"})
    with pytest.raises(RightMissing):
        house.call("eve", "list_people", query={})


def test_nobody_loads_more_than_they_hold(house: House) -> None:
    house.group("loaders", ("gateway.group:import", "all"), ("gateway.person:read", "unit"))
    house.add_person("eve", "EAST", ("loaders",))
    mine = {"code": "mine", "name": "Mine", "grants": json.dumps([READ | {"reach": "unit"}])}
    assert house.load("groups", mine, ROW, by="eve") == ["created", "grants_more_than_you_hold"]
    assert group(house) is None
    house.group("local", ("gateway.group:import", "subtree"))
    house.add_person("ann", "EAST", ("local",))
    assert house.load("groups", mine | {"grants": "[]"}, by="ann") == ["groups_belong_to_all"]
    assert group(house, "mine")["grants"] == [READ | {"reach": "unit"}]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"grants": "no list"}, "malformed"),
        ({"grants": '{"right": "*"}'}, "malformed"),
        ({"grants": json.dumps([READ, READ])}, "malformed"),
        ({"grants": json.dumps([READ | {"reach": "moon"}])}, "malformed"),
        ({"grants": json.dumps([READ | {"right": "gateway.person:fly"}])}, "unknown_right"),
        ({"grants": json.dumps([LIMITED | {"right": "sales.*"}])}, "fields_need_a_noun"),
        ({"demands_second_factor": "perhaps"}, "malformed"),
        ({"name": "Renamed"}, "import_field_not_loaded"),
        ({"members": "eve"}, "malformed"),
        ({"code": "administrator", "name": "Administrators", "grants": "[]"}, "administrators_keep_all_rights"),
    ],
)
def test_a_row_that_breaks_a_rule_leaves_nothing(embedded_house: House, cells: dict[str, str], code: str) -> None:
    house = embedded_house
    house.load("groups", ROW)
    before = group(house), group(house, "administrator")
    assert house.load("groups", ROW | cells, ROW) == [code, "unchanged"]
    assert (group(house), group(house, "administrator")) == before
    assert house.load("groups", ROW, mode="create") == ["import_key_taken"]
