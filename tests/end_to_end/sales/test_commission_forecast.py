"""What open deals may earn in commissions, through the public API: figures by hand, and whose they are."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_commissions import hired, ordered, pay, plan_of, statement

PATH = "/v1/commission-forecast"


def hope(seller: Client, amount: str, stage: str, day: str, **more: Any) -> None:
    deal = {"name": f"Deal {new_id()}", "amount": amount, "stage": stage, "currency": "USD"}
    seller.post("/v1/opportunities", {**deal, "expected_close_date": day, **more})


def forecast(client: Client, plan: Any, until: str) -> list[Any]:
    """What is forecast by this plan."""
    answer = client.get(PATH, params={"until": until})
    assert (answer["estimate"], answer["until"]) == (True, until)
    return [row for row in answer["rows"] if row["plan"]["id"] == plan["id"]]


@pytest.mark.feature("S-109")
def test_open_weighted_deals_come_to_a_forecast_commission_per_plan_marked_as_an_estimate(company: Company) -> None:
    (one_id, one), (other_id, _), helen = hired(company), hired(company), company["helen.head"]
    shares = [{"person_id": None, "percent": "75"}, {"person_id": other_id, "percent": "25"}]
    plan = helen.post("/v1/commission-plans", plan_of(company, one_id, shares=shares))
    flat = plan_of(company, one_id, basis="shipped", tiers=[{"above": "0", "percent": "1"}])
    second = helen.post("/v1/commission-plans", flat)
    day = today().isoformat()
    hope(one, "1000", "negotiation", day)
    hope(one, "5000", "prospecting", (today() - timedelta(days=40)).isoformat())
    hope(one, "100", "negotiation", (today() + timedelta(days=70)).isoformat())
    hope(one, "100", "negotiation", day, currency="EUR")
    one.post("/v1/opportunities", {"name": "of no day", "amount": "70", "stage": "negotiation", "currency": "USD"})
    [row] = forecast(helen, plan, day)
    told = {name: row[name] for name in ("deals", "weighted_amount", "commission", "currency", "estimate")}
    assert told == {
        "deals": 2,
        "weighted_amount": "1250.00",
        "commission": "75.00",
        "currency": "USD",
        "estimate": True,
    }
    assert row["starts_on"] == today().replace(day=1).isoformat()
    assert {part["person_id"]: part["amount"] for part in row["shares"]} == {one_id: "56.25", other_id: "18.75"}
    assert [row["commission"] for row in forecast(helen, second, day)] == ["12.50"]
    later = forecast(helen, plan, (today() + timedelta(days=70)).isoformat())
    assert [row["weighted_amount"] for row in later] == ["1250.00", "75.00"], "a month of its own"
    pay(company, ordered(company, one, "800"), "800")
    statement(one, plan, "30.00")
    [row] = forecast(helen, plan, day)
    assert row["commission"] == "115.00", "what was earned already has used up the lower tier"


@pytest.mark.feature("S-109")
def test_a_forecast_tells_nobody_of_deals_or_plans_out_of_sight(company: Company) -> None:
    (person_id, seller), helen = hired(company), company["helen.head"]
    plan = helen.post("/v1/commission-plans", plan_of(company, person_id))
    hope(seller, "1000", "negotiation", today().isoformat())
    assert forecast(helen, plan, today().isoformat())
    for other in (seller, company["sara.south"], company["nora.north"]):
        other.refused("GET", PATH, status=403)
    helen.refused("GET", PATH, params={"until": "soon"}, status=400)
    helen.refused("GET", PATH, params={"colour": "red"}, status=400)
    past = forecast(helen, plan, (today() - timedelta(days=1)).isoformat())
    assert past == []
