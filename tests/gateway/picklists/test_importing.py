"""Managed lists and their values from files: each named by its code, a value by its list too, and never past a verb."""

from typing import Any

import pytest

from tests.gateway.organisation import House

LIST = {"code": "tier", "label_en": "Tier", "label_zh": "级别"}
GOLD = {"key": "tier/gold", "label_en": "Gold", "label_zh": "金", "position": "10"}


def values(house: House) -> Any:
    return house.call("admin", "list_picklist_values", picklist="tier", query={})["data"]


def test_lists_are_taken_by_code_and_a_second_run_changes_nothing(house: House) -> None:
    made_by_a_field = LIST | {"code": "leads.tier"}
    assert house.load("picklists", LIST, made_by_a_field) == ["created", "created"]
    before = house.call("admin", "get_picklist", picklist="tier")
    assert house.load("picklists", LIST, {"code": "tier", "label_en": "Tier"}) == ["unchanged", "unchanged"]
    assert house.call("admin", "get_picklist", picklist="tier") == before
    assert house.load("picklists", LIST | {"label_zh": None}) == ["updated"]
    assert house.call("admin", "get_picklist", picklist="tier")["label"] == {"en": "Tier"}
    bad = [LIST | {"code": "No/List"}, {"code": "tier"}, LIST | {"label_en": " "}]
    assert house.load("picklists", *bad) == ["malformed"] * 3


def test_values_are_taken_by_list_and_code_and_a_second_run_changes_nothing(house: House) -> None:
    house.load("picklists", LIST)
    assert house.load("picklist_values", GOLD, {"key": "tier/Große Ehre"}) == ["created", "created"]
    before = values(house)
    assert [(one["key"], one["label"], one["position"]) for one in before] == [
        ("tier/gold", {"en": "Gold", "zh": "金"}, 10),
        ("tier/Große Ehre", {"en": "Große Ehre"}, 20),
    ]
    assert house.load("picklist_values", GOLD | {"retired": "false"}, {"key": "tier/Große Ehre"}) == ["unchanged"] * 2
    assert values(house) == before
    assert house.load("picklist_values", {"key": "tier/gold", "position": "30"}) == ["updated"]
    moved = values(house)[1]
    assert (moved["label"], moved["position"], moved["version"]) == (
        {"en": "Gold", "zh": "金"},
        30,
        before[0]["version"] + 1,
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (GOLD | {"key": "gold"}, "malformed"),
        (GOLD | {"key": "tier/a/b"}, "malformed"),
        (GOLD | {"key": "tier/"}, "malformed"),
        (GOLD | {"position": "first"}, "malformed"),
        (GOLD | {"position": "-1"}, "malformed"),
        (GOLD | {"key": "nowhere/gold"}, "import_reference_unknown"),
        (GOLD | {"retired": "true"}, "import_field_not_loaded"),
        (GOLD | {"key": "tier/lead", "retired": "true"}, "import_field_not_loaded"),
    ],
)
def test_a_row_that_cannot_be_taken_leaves_nothing(house: House, row: dict[str, str], code: str) -> None:
    house.load("picklists", LIST)
    house.load("picklist_values", GOLD)
    before = values(house)
    assert house.load("picklist_values", row, GOLD) == [code, "unchanged"]
    assert values(house) == before
    assert house.load("picklist_values", GOLD, mode="create") == ["import_key_taken"]


def test_only_whoever_the_whole_company_obeys_loads_lists(house: House) -> None:
    house.load("picklists", LIST)
    house.group("chiefs", ("gateway.picklist:import", "subtree"))
    house.add_person("eve", "EAST", ("chiefs",))
    assert house.load("picklists", LIST | {"code": "mine"}, by="eve") == ["reach_too_short"]
    assert house.load("picklist_values", GOLD, by="eve") == ["reach_too_short"]
    assert values(house) == []
