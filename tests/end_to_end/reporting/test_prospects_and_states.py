"""What prospects may bring, and how customers stood on a day, through the public API, and whose they are."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company

INCOME, SUMMARY = "/v1/reports/potential-income", "/v1/reports/customer-summary"


@pytest.mark.feature("B-04")
def test_potential_income_of_prospects_and_deals_as_a_table_and_a_chart(company: Company) -> None:
    sara, name = company["sara.south"], f"Prospect {new_id()}"
    customer = sara.post("/v1/customers", {"name": name})["id"]
    deal = {"name": name, "customer_id": customer, "currency": "CHF"}
    sara.post("/v1/opportunities", {**deal, "amount": "1000.00", "stage": "prospecting"})
    sara.post("/v1/opportunities", {**deal, "amount": "400.00", "stage": "negotiation"})
    lead = sara.post("/v1/leads", {"name": f"Lead of {name}", "budget": "50.00", "currency": "CHF"})["id"]
    mine = {"currency": "CHF", "owner": company.people["sara.south"]["id"]}

    def told(**more: Any) -> Any:
        return sara.get(INCOME, params={**mine, **more})

    def rows() -> set[tuple[Any, ...]]:
        names = ("prospect_kind", "prospect_id", "count", "amount", "weighted_amount")
        found = (row for row in told(limit="200")["rows"] if row["prospect_id"] in (customer, lead))
        return {tuple(row[one] for one in names) for row in found}

    expected = {("deal", customer, 2, "1400.00", "400.00"), ("lead", lead, 1, "50.00", "5.00")}
    assert eventually(lambda: rows() == expected, seconds=60)
    drawn = told(chart="pie")["chart"]
    assert drawn["series"][0]["values"][drawn["x"].index(name)] == "400.00"
    assert b"<svg" in sara.ask("GET", INCOME, params={**mine, "format": "svg"}).content
    company["nora.north"].refused("GET", INCOME, params=mine, status=404)
    assert name not in company["nora.north"].ask("GET", INCOME, params={"limit": "200"}).text


@pytest.mark.feature("B-18")
def test_the_customers_of_any_day_by_level_state_and_movement(company: Company) -> None:
    sara, industry = company["sara.south"], new_id()
    customer = sara.post("/v1/customers", {"name": f"Dated {industry}"})

    def mine(day: str, who: str = "sara.south") -> list[tuple[str, ...]]:
        """The cells of that day in which the customer is."""
        asked = {"as_of": day, "limit": "200"}
        cells = company[who].get(SUMMARY, params=asked)["rows"]
        return [
            (row["level"], row["state"], row["movement"])
            for row in cells
            if customer["id"] in {one["id"] for one in company[who].all(f"{SUMMARY}/records?{row['drill']}")}
        ]

    day, before = today().isoformat(), (today() - timedelta(days=1)).isoformat()
    assert eventually(lambda: mine(day) == [(customer["level"], customer["status"], "new")], seconds=60)
    sara.patch(f"/v1/customers/{customer['id']}", {"level": "A"}, headers={"If-Match": '"1"'})
    assert eventually(lambda: mine(day) == [("A", customer["status"], "new")], seconds=60)
    assert mine(before) == []
    assert mine(day, "nora.north") == []
    answer = company["helen.head"].get(SUMMARY, params={"as_of": day})
    assert sum(row["count"] for row in answer["rows"]) == answer["totals"][0]["count"]
    sara.refused("GET", SUMMARY, params={"as_of": "tomorrow"}, status=400)
