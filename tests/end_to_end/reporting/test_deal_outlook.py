"""The stage report of a deal through the public API: from a seller's own history, and from nobody else's."""

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

WON, LOST = 24, 8


@pytest.fixture(scope="module")
def client(company: Company) -> Client:
    """A new seller in the east."""
    login = f"seller.{new_id()[-12:]}"
    person = {"login": login, "name": login.title(), "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
    superior = {"superior_id": company.people["helen.head"]["id"], "groups": ["salesperson"]}
    company["admin"].post("/v1/people", {**person, **superior, "must_change_password": False})
    return company.stack.client(login, PASSWORD)


@pytest.mark.feature("S-037")
def test_a_deal_has_its_stage_the_days_left_its_likelihood_and_the_past_of_its_customer(
    company: Company, client: Client
) -> None:
    customer = client.post("/v1/customers", {"name": f"Acme {new_id()}"})["id"]
    body = {"name": "deal", "amount": "100.00", "currency": "USD", "stage": "engaging", "customer_id": customer}
    for place in range(WON + LOST):
        deal = client.post("/v1/opportunities", body)["id"]
        verb, how = ("win", {}) if place < WON else ("lose", {"reason": "price"})
        client.post(f"/v1/opportunities/{deal}/{verb}", how)
    body["engaged_on"] = today().isoformat()
    running = client.post("/v1/opportunities", body)["id"]
    path, asked = "/v1/reports/deal-outlook", {"opportunity_id": running}

    def all_told() -> bool:
        rows = client.get("/v1/reports/sales-funnel")["rows"]
        return {row["stage"]: row["count"] for row in rows if row["count"]} == {
            "engaging": 1, "won": WON, "lost": LOST
        }  # fmt: skip

    assert eventually(all_told, seconds=60)
    told = client.get(path, params=asked)
    assert (told["stage"], told["days_in_stage"], told["probability"]) == ("engaging", 0, 30)
    assert told["stage_entered_at"].startswith(today().isoformat())
    assert (told["basis"], told["ended_before"]) == ("stage", WON + LOST)
    assert (told["chance"], told["expected_days_left"], told["judgement"]) == ("0.7500", 0, "likely")
    past = told["past_of_customer"]
    assert (past["customer"]["id"], past["won"], past["lost"], past["win_rate"]) == (customer, WON, LOST, "0.7500")
    assert (past["won_amounts"], len(past["latest"])) == ([{"currency": "USD", "amount": f"{WON}00.00"}], 10)
    company["sven.south"].refused("GET", path, params=asked, status=404)
    client.refused("GET", path, params={}, status=400)
