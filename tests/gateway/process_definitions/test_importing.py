"""Definitions of processes from a file: by code, with steps that positions do, and never past their verbs."""

import json
from typing import Any

import pytest

from tests.gateway.organisation import House

STEP = {"name": "Check", "position": "approver", "reach": "unit"}
ROW: dict[str, Any] = {"code": "discount", "name": "Discount", "noun": "sales.quotation", "steps": json.dumps([STEP])}


def listed(house: House) -> Any:
    return house.call("admin", "list_process_definitions", query={})["data"]


@pytest.fixture(autouse=True)
def approver(house: House) -> None:
    house.load("positions", {"code": "approver", "name": "Approver"})


def test_a_process_is_taken_by_code_and_a_second_run_changes_nothing(house: House) -> None:
    assert house.load("process_definitions", ROW, mode="update") == ["import_key_unknown"]
    assert house.load("process_definitions", ROW) == ["created"]
    [made] = listed(house)
    assert house.load("process_definitions", ROW | {"retired": "false"}, ROW) == ["unchanged", "unchanged"]
    assert listed(house) == [made]
    steps = json.dumps([STEP, STEP | {"name": "Sign"}])
    assert house.load("process_definitions", ROW | {"steps": steps}) == ["updated"]
    assert [(one["version"], len(one["steps"])) for one in listed(house)] == [(made["version"] + 1, 2)]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"steps": "Check"}, "malformed"),
        ({"steps": "[]"}, "malformed"),
        ({"steps": json.dumps([STEP, STEP])}, "malformed"),
        ({"steps": json.dumps([STEP | {"position": "nobody"}])}, "process_step_without_position"),
        ({"noun": "sales.lead"}, "import_field_not_loaded"),
        ({"retired": "true"}, "import_field_not_loaded"),
        ({"code": "other", "retired": "true"}, "import_field_not_loaded"),
    ],
)
def test_a_row_that_breaks_a_rule_leaves_nothing(house: House, cells: dict[str, str], code: str) -> None:
    house.load("process_definitions", ROW)
    before = listed(house)
    assert house.load("process_definitions", ROW | cells, ROW) == [code, "unchanged"]
    assert listed(house) == before


def test_a_retired_process_is_the_same_in_its_own_file_and_takes_no_change(house: House) -> None:
    house.load("process_definitions", ROW)
    house.call("admin", "retire_process", process_definition_id=listed(house)[0]["id"])
    before = listed(house)
    changed = ROW | {"name": "Rebate"}
    assert house.load("process_definitions", ROW | {"retired": "true"}, ROW, changed) == [
        "unchanged", "unchanged", "process_is_retired",
    ]  # fmt: skip
    assert listed(house) == before


def test_only_whoever_the_whole_company_obeys_loads_processes(house: House) -> None:
    house.group("chiefs", ("gateway.process_definition:import", "subtree"))
    house.add_person("eve", "EAST", ("chiefs",))
    assert house.load("process_definitions", ROW, by="eve") == ["reach_too_short"]
