"""The pipeline, and what a stage's new rate means for the deals in it."""

from typing import Any

import pytest

from services.sales.stages import rules
from shared.company_wide import NotForTheWholeCompany
from shared.errors import Malformed, NotFound, Refusal
from shared.ids import new_id
from tests.sales.branches import Branches


def open_deal(branches: Branches, who: str, amount: str | None, stage: str = "engaging") -> dict[str, Any]:
    request = {"name": "Deal", "amount": amount, "stage": stage}
    opened: dict[str, Any] = branches.call(who, "open_opportunity", request=request)
    return opened


def stage(branches: Branches, code: str) -> dict[str, Any]:
    stages = branches.call("nils", "list_stages", query={})["data"]
    found: dict[str, Any] = next(row for row in stages if row["code"] == code)
    return found


def change(branches: Branches, who: str, code: str, request: dict[str, Any]) -> dict[str, Any]:
    stage_id = stage(branches, code)["id"]
    changed: dict[str, Any] = branches.call(who, "change_stage", stage_id=stage_id, request=request)
    return changed


def rows(branches: Branches, who: str) -> dict[str, tuple[int, str, str]]:
    answer = branches.call(who, "get_pipeline", query={})
    assert answer["count"] == sum(row["count"] for row in answer["rows"])
    return {row["stage"]: (row["count"], row["amount"], row["weighted_amount"]) for row in answer["rows"]}


def test_the_shipped_stages_are_defined_by_whoever_asks_first(branches: Branches) -> None:
    listed = branches.call("nils", "list_stages", query={})["data"]
    assert [row["code"] for row in listed] == ["prospecting", "engaging", "proposal", "negotiation", "won", "lost"]
    assert branches.call("nils", "list_stages", query={})["data"] == listed


def test_the_pipeline_shows_each_caller_the_deals_in_sight_stage_by_stage(branches: Branches) -> None:
    open_deal(branches, "nils", "100.10")
    open_deal(branches, "nina", "200.00")
    open_deal(branches, "sara", None, "prospecting")
    won = open_deal(branches, "nils", "7.00")
    branches.call("nils", "win_opportunity", opportunity_id=won["id"], request={})
    nothing = (0, "0.00", "0.00")
    assert list(rows(branches, "nils")) == ["prospecting", "engaging", "proposal", "negotiation"]
    assert rows(branches, "nils")["engaging"] == (1, "100.10", "30.03")
    assert rows(branches, "nora")["engaging"] == (2, "300.10", "90.03")
    assert (rows(branches, "sara")["engaging"], rows(branches, "sara")["prospecting"]) == (nothing, (1, "0.00", "0.00"))
    assert rows(branches, "helen")["prospecting"] == (1, "0.00", "0.00")


def test_a_new_rate_recomputes_open_deals_that_follow_and_no_others(branches: Branches) -> None:
    follows, overridden = open_deal(branches, "nils", "33.3333"), open_deal(branches, "sara", "100.00")
    closed, elsewhere = open_deal(branches, "nils", "10.00"), open_deal(branches, "nils", "10.00", "prospecting")
    request = {"probability": 80}
    branches.call("sara", "change_opportunity", opportunity_id=overridden["id"], request=request)
    branches.call("nils", "win_opportunity", opportunity_id=closed["id"], request={})
    change(branches, "helen", "engaging", {"success_rate": 45})

    def now(deal: dict[str, Any]) -> tuple[int, str, int]:
        seen = branches.call("helen", "get_opportunity", opportunity_id=deal["id"])
        return seen["probability"], seen["weighted_amount"], seen["version"]

    assert now(follows) == (45, "15.00", 1)
    assert now(overridden) == (80, "80.00", 2)
    assert now(closed) == (100, "10.00", 2)
    assert now(elsewhere) == (10, "1.00", 1)
    event = branches.events(stage(branches, "engaging")["id"])[-1]
    assert event.type == "tenon.sales.stage.rate_changed.v1"
    assert (event.data["before_rate"], event.data["success_rate"]) == (30, 45)


@pytest.mark.parametrize(
    ("amount", "weighted"), [("99999999999999.0000", "44999999999999.55"), ("0.0001", "0.00"), ("0.0011", "0.0005")]
)
def test_a_new_rate_weighs_the_largest_and_the_smallest_amounts_exactly(
    branches: Branches, amount: str, weighted: str
) -> None:
    deal = open_deal(branches, "nils", amount)
    change(branches, "helen", "engaging", {"success_rate": 45})
    seen = branches.call("nils", "get_opportunity", opportunity_id=deal["id"])
    assert (seen["probability"], seen["weighted_amount"]) == (45, weighted)


@pytest.mark.parametrize("who", ["nils", "nora", "sara"])
def test_only_whom_the_whole_company_obeys_changes_its_stages(branches: Branches, who: str) -> None:
    with pytest.raises(NotForTheWholeCompany):
        change(branches, who, "engaging", {"success_rate": 99})
    request = {"code": "demo", "name": "Demo", "position": 25, "success_rate": 40}
    with pytest.raises(NotForTheWholeCompany):
        branches.call(who, "create_stage", request=request)


def test_a_stage_of_ones_own_takes_its_place(branches: Branches) -> None:
    request = {"code": "demo", "name": "Demo", "position": 25, "success_rate": 40}
    branches.call("helen", "create_stage", request=request)
    assert list(rows(branches, "helen")) == ["prospecting", "engaging", "demo", "proposal", "negotiation"]
    for wrong, refusal in (({"position": 26}, rules.StageCodeIsTaken), ({"code": "x"}, rules.StagePositionIsTaken)):
        with pytest.raises(refusal):
            branches.call("helen", "create_stage", request=request | wrong)


@pytest.mark.parametrize(
    ("code", "fields", "refusal"),
    [
        ("won", {"success_rate": 90}, rules.StageIsOutcome),
        ("lost", {"position": 1}, rules.StageIsOutcome),
        ("engaging", {"position": 10}, rules.StagePositionIsTaken),
        ("engaging", {"success_rate": 101}, Malformed),
        ("engaging", {"success_rate": "40"}, Malformed),
        ("engaging", {"exit_criteria": ["luck"]}, Malformed),
        ("engaging", {"exit_criteria": ["amount", "amount"]}, Malformed),
        ("engaging", {"code": "other"}, Malformed),
    ],
)
def test_no_stage_is_changed_to_this(
    branches: Branches, code: str, fields: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = stage(branches, code)
    with pytest.raises(refusal):
        change(branches, "helen", code, fields)
    assert stage(branches, code) == before


def test_an_unknown_stage_is_not_found(branches: Branches) -> None:
    with pytest.raises(NotFound):
        branches.call("helen", "change_stage", stage_id=new_id(), request={"name": "X"})
