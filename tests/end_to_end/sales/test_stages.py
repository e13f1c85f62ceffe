"""Stages through the public API: a rate that open deals follow, and what must be known before a stage is left."""

import itertools
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company

positions = itertools.count(100)
"""Above the stages that are shipped, so that no deal of another test passes one of these on its way."""


def define(company: Company, rate: int, *criteria: str) -> Any:
    code = f"stage_{new_id()[-12:]}"
    place = max(row["position"] for row in company["admin"].all("/v1/stages") if row["outcome"] is None) + 1
    body = {"code": code, "name": code.title(), "position": max(place, next(positions)), "success_rate": rate}
    return company["admin"].post("/v1/stages", {**body, "exit_criteria": list(criteria)})


@pytest.mark.feature("S-032")
def test_a_stages_new_rate_is_that_of_the_open_deals_that_follow_it_and_of_no_other(company: Company) -> None:
    stage, admin = define(company, 40), company["admin"]
    nils, sara = company["nils.north"], company["sara.south"]

    def open_deal(client: Any, amount: str = "200.00") -> Any:
        return client.post("/v1/opportunities", {"name": f"Deal {new_id()}", "amount": amount, "stage": stage["code"]})

    following, elsewhere, overridden, won, gone = open_deal(nils), open_deal(sara), *(open_deal(nils) for _ in range(3))
    nils.patch(f"/v1/opportunities/{overridden['id']}", {"probability": 85})
    nils.post(f"/v1/opportunities/{won['id']}/win")
    nils.post(f"/v1/opportunities/{gone['id']}/advance", {"stage": "engaging"})

    def shown(deal: Any) -> tuple[int, str, str, bool]:
        client = sara if deal is elsewhere else nils
        now = client.get(f"/v1/opportunities/{deal['id']}")
        return now["probability"], now["weighted_amount"], now["status"], now["probability_overridden"]

    left = shown(gone)
    assert shown(following) == shown(elsewhere) == (40, "80.00", "open", False)
    path = f"/v1/stages/{stage['id']}"
    nils.refused("PATCH", path, {"success_rate": 1}, status=403)
    assert shown(following) == (40, "80.00", "open", False)
    assert admin.patch(path, {"success_rate": 65})["success_rate"] == 65
    assert shown(following) == shown(elsewhere) == (65, "130.00", "open", False)
    assert shown(overridden) == (85, "170.00", "open", True)
    assert shown(won) == (100, "200.00", "won", False)
    assert shown(gone) == left
    nils.patch(f"/v1/opportunities/{overridden['id']}", {"probability": None})
    assert shown(overridden) == (65, "130.00", "open", False)
    for rate in (-1, 101, "65", 6.5):
        admin.refused("PATCH", path, {"success_rate": rate}, status=400)
    changed = admin.get(f"{path}/history")["data"][-1]
    assert changed["changes"] == {"success_rate": {"before": 40, "after": 65}}


@pytest.mark.feature("S-034")
def test_a_deal_that_lacks_what_a_stage_demands_is_told_what_it_lacks(company: Company) -> None:
    low, high = define(company, 80, "amount", "customer", "next_step"), define(company, 90)
    assert low["exit_criteria"] == ["amount", "customer", "next_step"]
    listed = {row["id"]: row["exit_criteria"] for row in company["nils.north"].all("/v1/stages")}
    assert (listed[low["id"]], listed[high["id"]]) == (low["exit_criteria"], [])
    nils = company["nils.north"]
    deal = nils.post("/v1/opportunities", {"name": f"Deal {new_id()}", "stage": low["code"]})
    path = f"/v1/opportunities/{deal['id']}"
    customer = nils.post("/v1/customers", {"name": f"Mills {new_id()}"})

    def unmet() -> Any:
        body = {"stage": high["code"]}
        return nils.refused("POST", f"{path}/advance", body, status=422, code="stage_criteria_unmet")["unmet"]

    assert unmet() == {low["code"]: ["amount", "customer", "next_step"]}
    nils.patch(path, {"amount": "5.00"})
    assert unmet() == {low["code"]: ["customer", "next_step"]}
    nils.patch(path, {"customer_id": customer["id"]})
    assert unmet() == {low["code"]: ["next_step"]}
    assert nils.get(path)["stage"] == low["code"]
    nils.patch(path, {"next_step": "sign"})
    assert nils.post(f"{path}/advance", {"stage": high["code"]})["stage"] == high["code"]
    nils.patch(path, {"next_step": None})
    assert nils.post(f"{path}/advance", {"stage": low["code"]})["stage"] == low["code"]
    assert unmet() == {low["code"]: ["next_step"]}
    company["admin"].refused("PATCH", f"/v1/stages/{low['id']}", {"exit_criteria": ["luck"]}, status=400)
