"""Orders of deals through the public API: one that stands, from an accepted quotation, and again after a void."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company


@pytest.fixture
def product(company: Company) -> Any:
    body = {"code": f"P-{new_id()[-12:]}", "name": "Plough", "list_price": "10.00"}
    return company["admin"].post("/v1/products", body)


def won_deal(company: Company, product: Any) -> Any:
    """A deal of Nils, won with an accepted quotation of three ploughs at a discount and with tax."""
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Farm {new_id()}"})
    deal = nils.post("/v1/opportunities", {"name": "Field", "customer_id": customer["id"], "amount": "27.00"})
    line = {"product_id": product["id"], "quantity": 3, "discount_percent": "10", "tax_percent": "19"}
    quoted = {"opportunity_id": deal["id"], "valid_until": "2999-12-31", "lines": [line]}
    quotation = nils.post("/v1/quotations", quoted)
    for verb in ("send", "accept"):
        nils.post(f"/v1/quotations/{quotation['id']}/{verb}")
    return nils.post(f"/v1/opportunities/{deal['id']}/win")


def test_an_order_takes_the_accepted_lines_net_of_discount_and_shows_the_tax_beside(
    company: Company, product: Any
) -> None:
    nils = company["nils.north"]
    order = nils.post(f"/v1/opportunities/{won_deal(company, product)['id']}/order")
    [line] = order["lines"]
    assert (line["product_id"], line["quantity"], line["unit_price"]) == (product["id"], 3, "10.00")
    assert (line["discount_percent"], line["amount"], line["tax"]) == ("10.00", "27.00", "5.13")
    assert (order["amount"], order["tax"], order["open_amount"]) == ("27.00", "5.13", "27.00")


def test_a_deal_is_reopened_and_ordered_again_only_after_its_order_is_voided(company: Company, product: Any) -> None:
    nils, deal = company["nils.north"], won_deal(company, product)
    path = f"/v1/opportunities/{deal['id']}"
    first = nils.post(f"{path}/order")
    nils.post(f"/v1/orders/{first['id']}/confirm")
    problem = nils.refused("POST", f"{path}/reopen", {}, status=409, code="opportunity_has_order")
    assert problem["order_id"] == first["id"]
    company["sara.south"].refused("POST", f"{path}/reopen", {}, status=404)
    assert nils.get(path) == deal
    assert eventually(lambda: nils.get(f"/v1/orders/{first['id']}")["fulfilment"] == "short")
    nils.post(f"/v1/orders/{first['id']}/void", {"reason": "wrong goods"})
    assert eventually(lambda: nils.get(f"/v1/orders/{first['id']}")["status"] == "voided")
    second = nils.post(f"{path}/order")
    assert second["id"] != first["id"]
    nils.refused("POST", f"{path}/reopen", {}, status=409, code="opportunity_has_order")
    nils.post(f"/v1/orders/{second['id']}/void", {"reason": "wrong again"})
    assert nils.post(f"{path}/reopen")["status"] == "open"
    nils.refused("POST", f"{path}/order", {}, status=409, code="opportunity_not_won")
    orders = nils.get("/v1/orders", params={"filter[opportunity_id][eq]": deal["id"], "count": "exact"})
    assert (orders["count"], {row["status"] for row in orders["data"]}) == (2, {"voided"})


@pytest.mark.feature("S-073")
def test_a_won_deal_creates_one_order_and_the_same_key_returns_that_order(company: Company, product: Any) -> None:
    nils, deal, key = company["nils.north"], won_deal(company, product), {"Idempotency-Key": new_id()}
    path = f"/v1/opportunities/{deal['id']}/order"
    first, again = (nils.ask("POST", path, {}, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    orders = nils.get("/v1/orders", params={"filter[opportunity_id][eq]": deal["id"]})["data"]
    assert [order["id"] for order in orders] == [first.json()["id"]]


def test_a_won_deal_ordered_by_many_at_once_becomes_one_order_of_which_the_others_are_told(
    company: Company, product: Any
) -> None:
    nils, deal = company["nils.north"], won_deal(company, product)
    path = f"/v1/opportunities/{deal['id']}/order"
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: nils.ask("POST", path, {}), range(6)))
    [made] = nils.get("/v1/orders", params={"filter[opportunity_id][eq]": deal["id"]})["data"]
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {(one["code"], one["order_id"]) for one in refused} == {("opportunity_ordered_already", made["id"])}


@pytest.mark.feature("S-074")
def test_the_instalments_of_an_order_sum_to_its_total_or_it_is_not_saved(company: Company, product: Any) -> None:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Farm {new_id()}"})
    plan = [{"due_on": "2031-01-31", "amount": "10.00"}, {"due_on": "2031-02-28", "amount": "20.00"}]
    body = {"customer_id": customer["id"], "lines": [{"product_id": product["id"], "quantity": 3}]}
    for wrong in ("19.99", "20.01"):
        short = [plan[0], {**plan[1], "amount": wrong}]
        nils.refused("POST", "/v1/orders", {**body, "instalments": short}, status=422, code="order_instalments_sum")
    order = nils.post("/v1/orders", {**body, "instalments": plan})
    assert (order["amount"], order["instalments"]) == ("30.00", plan)
    path = f"/v1/orders/{order['id']}"
    nils.refused("PATCH", path, {"instalments": plan[:1]}, status=422, code="order_instalments_sum")
    dearer = [{"product_id": product["id"], "quantity": 4}]
    nils.refused("PATCH", path, {"lines": dearer}, status=422, code="order_instalments_sum")
    assert nils.get(path) == order
    later = [*plan, {"due_on": "2031-03-31", "amount": "10.00"}]
    assert nils.patch(path, {"lines": dearer, "instalments": later})["instalments"] == later
