"""A customer as a whole through the public API: itself, and of all that it has what the caller may see."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.contracts.gateway.whole_customers import MOST_SHOWN, PARTS
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_one_customer import insisting

ALL = {"expand": "all"}


def fill(company: Company, seller: Client, customer: str) -> dict[str, str]:
    """One record of each part; by the part's name its id, or the name of a competitor."""
    whose, nora = {"customer_id": customer}, company["nora.north"]
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"})
    lines = [{"product_id": product["id"], "quantity": 2}]
    contact = seller.post("/v1/contacts", {"name": "Ada", **whose})["id"]
    called = {"type": "call", "happened_at": (now() - timedelta(hours=1)).isoformat(), "contact_id": contact}
    deal = seller.post("/v1/opportunities", {"name": "More", **whose})["id"]
    seller.post(f"/v1/opportunities/{deal}/competitors", {"name": "Plough & Sons"})
    lost = nora.post("/v1/opportunities", {"name": "Gone", **whose})["id"]
    nora.post(f"/v1/opportunities/{lost}/lose", {"reason": "Too dear", "competitor": "PLOUGH & Sons"})
    quoted = {"opportunity_id": deal, "valid_until": "2099-01-01", "lines": lines}
    agreed = {"name": "Care", "coverage": "business_hours", "starts_on": "2026-01-01", "ends_on": "2099-01-01"}
    return {
        "contacts": contact,
        "activities": seller.post("/v1/activities", called)["id"],
        "opportunities": deal,
        "competitors": "Plough & Sons",
        "quotations": seller.post("/v1/quotations", quoted)["id"],
        "orders": seller.post("/v1/orders", {**whose, "lines": lines})["id"],
        "requests": insisting(seller, "/v1/requests", {"description": "It squeaks", **whose})["id"],
        "agreements": insisting(seller, "/v1/agreements", {**agreed, **whose, "fee": "9.00"})["id"],
    }


def ids(whole: Any) -> dict[str, list[str]]:
    return {name: [row.get("id", row.get("name")) for row in part["data"]] for name, part in whole["expanded"].items()}


@pytest.mark.feature("S-007")
def test_a_customer_is_returned_with_all_that_it_has_and_the_caller_may_see(company: Company) -> None:
    nils, nora, olga, sara = (company[who] for who in ("nils.north", "nora.north", "olga.office", "sara.south"))
    plain = nils.post("/v1/customers", {"name": f"Whole {new_id()}", "industry": "joinery", "address": "Field 7"})
    path = f"/v1/customers/{plain['id']}"
    made = fill(company, nils, plain["id"])
    whole = nora.get(path, params=ALL)
    lost = [row["id"] for row in whole["expanded"]["opportunities"]["data"] if row["id"] != made["opportunities"]]
    assert len(lost) == 1
    expected = {name: [key] for name, key in made.items()} | {"opportunities": [*lost, made["opportunities"]]}
    assert set(made) == {part.name for part in PARTS}
    assert ids(whole) == expected
    assert whole.items() >= nora.get(path).items()
    assert (whole["missing"], {part["more"] for part in whole["expanded"].values()}) == ([], {False})
    assert whole["expanded"]["competitors"]["data"] == [{"name": "Plough & Sons", "won": 1}]
    assert set(nora.get(path)) == set(plain)

    company["admin"].post(f"{path}/transfer", {"owner_id": olga.me["id"]})
    seen = ids(olga.get(path, params=ALL))
    assert (seen["contacts"], seen["opportunities"], seen["competitors"], seen["orders"]) == ([], [], [], [])
    assert {"requests", "agreements"} & seen.keys() == set()
    for stranger in (nils, sara):
        stranger.refused("GET", path, params=ALL, status=404)
    sara.refused("GET", f"/v1/customers/{new_id()}", params=ALL, status=404)
    for wrong in ({"expand": "some"}, {"expand": ""}, {"expnd": "all"}, {**ALL, "limit": "1"}):
        nora.refused("GET", path, params=wrong, status=400)


def test_each_part_shows_the_newest_and_says_that_there_are_more(company: Company) -> None:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Many {new_id()}"})["id"]
    operations = [
        {"op": "create", "body": {"name": f"Contact {place}", "customer_id": customer}}
        for place in range(MOST_SHOWN + 1)
    ]
    made = [one["id"] for one in nils.post("/v1/contacts/bulk", {"operations": operations})["results"]]
    part = nils.get(f"/v1/customers/{customer}", params=ALL)["expanded"]["contacts"]
    assert ([row["id"] for row in part["data"]], part["more"]) == (made[:0:-1], True)
