"""Quotas through the public API: set for sellers and units by whoever is above them, and attained by orders."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


def product_of(company: Company) -> str:
    body = {"code": f"Q-{new_id()[-12:]}", "name": "Quern", "list_price": "100.00", "currency": "USD"}
    return str(company["admin"].post("/v1/products", body)["id"])


def asked(company: Company, login: str, **more: Any) -> dict[str, Any]:
    """A quota of a period that holds today."""
    period = {"starts_on": day(-1), "ends_on": day(1)}
    return {"person_id": company.people[login]["id"], "amount": "1000.00", "currency": "USD", **period, **more}


def order(client: Client, product_id: str, quantity: int, **more: Any) -> str:
    """Drafted; its id."""
    customer = client.post("/v1/customers", {"name": f"Mill {new_id()}"})["id"]
    lines = [{"product_id": product_id, "quantity": quantity}]
    return str(client.post("/v1/orders", {"customer_id": customer, "lines": lines, **more})["id"])


def sold(client: Client, product_id: str, quantity: int) -> str:
    made = order(client, product_id, quantity)
    client.post(f"/v1/orders/{made}/confirm")
    return made


def attained(client: Client, quota: Any) -> tuple[str, str, int]:
    told = client.get(f"/v1/quotas/{quota['id']}/attainment")
    return told["attained"], told["percent"], told["orders"]


@pytest.mark.feature("S-110")
def test_a_quota_per_seller_unit_product_and_period_is_attained_by_orders(company: Company) -> None:
    nils, nora, helen, olga = (company[login] for login in ("nils.north", "nora.north", "helen.head", "olga.office"))
    product, other = product_of(company), product_of(company)
    of_product = nora.post("/v1/quotas", asked(company, "nils.north", product_id=product))
    north = company.units["NORTH"]["id"]
    of_unit = helen.post("/v1/quotas", asked(company, "nora.north", unit_id=north, product_id=product))
    of_all = nora.post("/v1/quotas", asked(company, "nils.north", ends_on=day(400)))
    over = {"starts_on": day(1), "ends_on": day(30)}
    to_come = nora.post("/v1/quotas", asked(company, "nils.north", product_id=product, **over))
    assert (of_product["counts"], of_product["owner"]["login"]) == ("seller", "nils.north")
    assert (of_unit["counts"], of_unit["owner"]["login"], of_unit["org_unit"]["id"]) == ("unit", "nora.north", north)
    assert attained(nils, of_product) == ("0.00", "0.00", 0)
    before = attained(nils, of_all)

    sold(nils, product, 2)
    voided = sold(nils, product, 3)
    sold(nils, other, 1)
    order(nils, product, 4)
    sold(olga, product, 5)
    sold(company["sara.south"], product, 6)
    assert attained(nils, of_product) == attained(nora, of_product) == ("500.00", "50.00", 2)
    nils.post(f"/v1/orders/{voided}/void", {"reason": "sent back"})
    assert attained(nils, of_product) == ("200.00", "20.00", 1)
    assert attained(helen, of_unit) == attained(nora, of_unit) == ("700.00", "70.00", 2)
    assert attained(nils, to_come) == ("0.00", "0.00", 0)
    after = attained(nils, of_all)
    assert (Decimal(after[0]) - Decimal(before[0]), after[2] - before[2]) == (300, 2)
    changed = nora.patch(f"/v1/quotas/{of_product['id']}", {"amount": "150"})
    assert (changed["amount"], attained(nils, changed)) == ("150.00", ("200.00", "133.33", 1))
    entries = nils.get(f"/v1/quotas/{of_product['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["set", "changed"]
    assert entries[1]["changes"] == {"amount": {"before": "1000.00", "after": "150.00"}}
    mine = nils.get("/v1/quotas", params={"filter[product_id][eq]": product, "sort": "starts_on"})["data"]
    assert [row["id"] for row in mine] == [of_product["id"], to_come["id"]]


def test_a_quota_is_set_once_by_somebody_above_and_seen_by_no_other_branch(company: Company) -> None:
    nora, nils, product = company["nora.north"], company["nils.north"], product_of(company)
    body = asked(company, "nils.north", product_id=product)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nora.ask("POST", "/v1/quotas", body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [made] = [answer.json() for answer in answers if answer.status_code == 201]
    told = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert told <= {"quota_is_set", "already_exists"}  # the latter where the database noticed first
    nora.refused("POST", "/v1/quotas", body, status=409, code="quota_is_set")
    path, key = f"/v1/quotas/{made['id']}", {"Idempotency-Key": new_id()}
    first, again = (nora.ok("PATCH", path, {"amount": "2000"}, headers=key) for _ in range(2))
    assert first == again == nils.get(path)
    for stranger in ("nina.north", "sara.south", "sven.south"):
        company[stranger].refused("GET", path, status=404)
        company[stranger].refused("GET", f"{path}/attainment", status=404)
    company["sven.south"].refused("PATCH", path, {"amount": "1"}, status=404)
    company["sven.south"].refused("POST", "/v1/quotas", body, status=404)
    elsewhere = {**body, "unit_id": company.units["SOUTH"]["id"]}
    nora.refused("POST", "/v1/quotas", elsewhere, status=404)
    nils.refused("PATCH", path, {"amount": "1"}, status=403)
    nils.refused("POST", "/v1/quotas", body, status=403)
    own = asked(company, "nora.north", product_id=product)
    nora.refused("POST", "/v1/quotas", own, status=403, code="quota_of_ones_own")
    nora.refused("PATCH", path, {"amount": "3"}, headers={"If-Match": '"1"'}, status=412)


def test_a_quota_has_an_amount_and_a_period_that_is_not_over(company: Company) -> None:
    nora, product = company["nora.north"], product_of(company)
    body = asked(company, "nils.north", product_id=product)
    for wrong, pointer in (
        ({"amount": "0"}, "/amount"),
        ({"amount": 1.5}, "/amount"),
        ({"starts_on": "soon"}, "/starts_on"),
        ({"currency": "usd"}, "/currency"),
        ({"person_id": "nils"}, "/person_id"),
    ):
        problem = nora.refused("POST", "/v1/quotas", {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    for wrong, status, code in (
        ({"starts_on": day(2)}, 422, "quota_ends_before_start"),
        ({"ends_on": day(-1)}, 409, "quota_is_over"),
        ({"product_id": new_id()}, 422, "product_not_offered"),
        ({"person_id": new_id()}, 404, "not_found"),
        ({"unit_id": new_id()}, 404, "not_found"),
    ):
        nora.refused("POST", "/v1/quotas", {**body, **wrong}, status=status, code=code)
    assert nora.get("/v1/quotas", params={"filter[product_id][eq]": product})["data"] == []
