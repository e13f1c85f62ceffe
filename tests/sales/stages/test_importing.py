"""Stages from a file: by their code, for the whole company, and with all that a changed rate means for deals."""

import json
from typing import Any

import pytest

from shared.company_wide import NotForTheWholeCompany
from tests.sales.desk import Office

PROBING = {"code": "probing", "name": "Probing", "position": "15", "success_rate": "20", "exit_criteria": '["amount"]'}


def load(office: Office, *rows: dict[str, Any], mode: str = "upsert", dry_run: bool = False) -> list[dict[str, Any]]:
    answer = office("helen").import_stages(rows=list(rows), mode=mode, dry_run=dry_run)
    results: list[dict[str, Any]] = answer["results"]
    return results


def stages(office: Office) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in office("helen").list_stages(query={})["data"]}


def as_row(stage: dict[str, Any]) -> dict[str, Any]:
    row = {name: str(stage[name]) for name in ("code", "name", "position", "success_rate")}
    return row | {"exit_criteria": json.dumps(stage["exit_criteria"])}


def test_all_stages_go_back_in_without_an_event_and_a_changed_cell_is_that_change(office_anywhere: Office) -> None:
    office = office_anywhere
    assert [result["outcome"] for result in load(office, PROBING, mode="create")] == ["created"]
    before = stages(office)
    rows = [as_row(stage) for stage in before.values()]
    assert {result["outcome"] for result in load(office, *rows)} == {"unchanged"}
    assert stages(office) == before
    deal = office("nils").open_opportunity(request={"name": "Deal", "stage": "probing"})
    renamed = {"code": "won", "name": "Sold", "position": before["won"]["position"], "success_rate": 100}
    changed = load(office, as_row(before["probing"]) | {"success_rate": "35"}, renamed)
    assert [result["outcome"] for result in changed] == ["updated", "updated"]
    assert office("nils").get_opportunity(opportunity_id=deal["id"])["probability"] == 35
    types = [event.type.rsplit(".v", 1)[0] for event in office.events(before["probing"]["id"])]
    assert [kind.split("stage.")[1].split(".")[0] for kind in types] == ["defined", "rate_changed"]
    assert stages(office)["won"]["name"] == "Sold"


def test_each_row_that_breaks_a_rule_is_rejected_by_itself(office_anywhere: Office) -> None:
    office = office_anywhere
    won = as_row(stages(office)["won"])
    results = load(
        office,
        PROBING | {"position": "20"},
        PROBING | {"position": "500000"},
        PROBING | {"exit_criteria": "luck"},
        PROBING | {"success_rate": "10.5"},
        won | {"success_rate": "90"},
        PROBING,
        PROBING | {"code": "probing_again"},
    )
    codes = [result["code"] for result in results]
    assert codes[:4] == ["stage_position_taken", "stage_position_too_high", "malformed", "malformed"]
    assert codes[4:] == ["stage_is_outcome", None, "stage_position_taken"]
    assert load(office, PROBING, mode="create")[0]["code"] == "import_key_taken"
    assert load(office, PROBING | {"code": "nowhere"}, mode="update")[0]["code"] == "import_key_unknown"


def test_a_rehearsal_keeps_nothing_and_a_branch_loads_no_stages(office_anywhere: Office) -> None:
    office = office_anywhere
    assert load(office, PROBING, dry_run=True)[0]["outcome"] == "created"
    assert "probing" not in stages(office)
    with pytest.raises(NotForTheWholeCompany):
        office("nils").import_stages(rows=[PROBING], mode="upsert")
