"""Custom fields from a file: each named by its records and its code; what they hold never changes."""

from typing import Any

import pytest

from tests.gateway.organisation import House

TEXT = {"key": "leads.channel", "type": "text", "label_en": "Channel", "label_zh": "渠道", "required": "true"}
TIER = {"key": "leads.tier", "type": "choice", "picklist": "tier", "multiple": "true", "default": '["gold"]'}
MONEY = {"key": "leads.fee", "type": "money", "currency": "EUR", "default": "12.5", "position": "5"}


@pytest.fixture(autouse=True)
def tier(house: House) -> None:
    house.load("picklists", {"code": "tier", "label_en": "Tier"})
    house.load("picklist_values", {"key": "tier/gold"})


def fields(house: House) -> dict[str, Any]:
    return {one["key"]: one for one in house.call("admin", "list_custom_fields", query={})["data"]}


def test_fields_are_taken_by_key_and_a_second_run_changes_nothing(house: House) -> None:
    rows = [TEXT, TIER, MONEY]
    assert house.load("custom_fields", *rows) == ["created"] * 3
    before = fields(house)
    assert [before[row["key"]]["default"] for row in rows] == [None, ["gold"], "12.50"]
    told = [
        row | {"default": text, "retired": "false"} for row, text in zip(rows, ("", '["gold"]', "12.50"), strict=True)
    ]
    assert house.load("custom_fields", *rows, *told) == ["unchanged"] * 6
    assert fields(house) == before

    changed = {"key": "leads.channel", "type": "text", "position": "7", "picklist": "", "default": "fair"}
    assert house.load("custom_fields", changed) == ["updated"]
    after = fields(house)["leads.channel"]
    assert (after["position"], after["default"], after["required"]) == (7, "fair", True)
    assert (after["label"], after["version"]) == (before["leads.channel"]["label"], 2)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (TEXT | {"key": "leads"}, "malformed"),
        (TEXT | {"key": "planets.size"}, "malformed"),
        (TEXT | {"type": "poem"}, "malformed"),
        (TEXT | {"picklist": "tier"}, "malformed"),
        (TIER | {"key": "leads.other", "picklist": None}, "malformed"),
        (MONEY | {"key": "leads.cost", "currency": ""}, "malformed"),
        (TEXT | {"key": "leads.name"}, "custom_field_code_reserved"),
        (TIER | {"key": "leads.other", "picklist": "nowhere"}, "picklist_unknown"),
        (TIER | {"default": '["lead"]'}, "custom_field_default_refused"),
        (MONEY | {"default": "much"}, "custom_field_default_refused"),
        (TEXT | {"type": "integer"}, "import_field_not_loaded"),
        (TIER | {"multiple": "false", "default": "gold"}, "import_field_not_loaded"),
        (TEXT | {"retired": "true"}, "import_field_not_loaded"),
        (TEXT | {"key": "leads.other", "retired": "true"}, "import_field_not_loaded"),
    ],
)
def test_a_row_that_cannot_be_taken_leaves_nothing(house: House, row: dict[str, Any], code: str) -> None:
    house.load("custom_fields", TEXT, TIER, MONEY)
    before = fields(house)
    assert house.load("custom_fields", row, TEXT) == [code, "unchanged"]
    assert fields(house) == before


def test_a_retired_field_is_the_same_in_its_own_file_and_takes_no_change(house: House) -> None:
    house.load("custom_fields", TEXT)
    field_id = fields(house)["leads.channel"]["id"]
    house.call("admin", "retire_custom_field", custom_field_id=field_id, request={})
    rows = [TEXT | {"retired": "true"}, TEXT, TEXT | {"label_en": "Way"}]
    assert house.load("custom_fields", *rows) == ["unchanged", "unchanged", "custom_field_retired"]
    assert house.load("custom_fields", TEXT, mode="create") == ["import_key_taken"]
    assert house.load("custom_fields", MONEY, mode="update") == ["import_key_unknown"]


def test_only_whoever_the_whole_company_obeys_loads_fields(house: House) -> None:
    house.group("chiefs", ("gateway.custom_field:import", "subtree"))
    house.add_person("eve", "EAST", ("chiefs",))
    assert house.load("custom_fields", TEXT, by="eve") == ["reach_too_short"]
    assert fields(house) == {}
