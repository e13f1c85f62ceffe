"""Goods that come back, through the public API: from a shipment to the return, and what it takes of a commission."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_commissions import hired, lines, ordered, pay, plan_of, statement


def shipped(company: Company, seller: Any, keeper: Any, amount: str) -> Any:
    """An order of two pieces, both of which left."""
    order = ordered(company, seller, amount, keeper=keeper)
    whole = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 2}]}
    keeper.post(f"/v1/orders/{order['id']}/shipments", whole)
    path = f"/v1/orders/{order['id']}/tracking"
    assert eventually(lambda: seller.get(path)["lines"][0]["shipped"] == 2, 30)
    return order


@pytest.mark.feature("S-107")
def test_returns_take_back_the_part_that_they_are_of_what_was_earned_and_together_exactly_all(company: Company) -> None:
    person_id, seller = hired(company)
    plan = company["helen.head"].post("/v1/commission-plans", plan_of(company, person_id))
    order = shipped(company, seller, company["nina.north"], "2000.02")
    pay(company, order, "2000.02")
    statement(seller, plan, "150.00")
    path = f"/v1/orders/{order['id']}/returns"
    one = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}], "reason": "Cracked in transit"}
    first = seller.post(path, one)
    told = statement(seller, plan, "75.00")
    taken = [line for line in lines(seller, told) if line["kind"] == "returned"]
    assert {(line["source_kind"], line["source_id"], line["source_number"]) for line in taken} == {
        ("return", first["id"], first["number"])
    }
    second = seller.post(path, one)
    statement(seller, plan, "0.00")
    seller.refused("POST", path, one, status=409, code="order_return_above_shipped")
    seller.post(f"{path}/{second['id']}/void", {"reason": "Counted twice"})
    statement(seller, plan, "75.00")
    assert [(row["id"], row["status"]) for row in seller.get(path)["data"]] == [
        (second["id"], "voided"),
        (first["id"], "recorded"),
    ]
    entries = seller.get(f"/v1/orders/{order['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries][-3:] == ["returned", "returned", "return_voided"]


def test_a_return_is_recorded_by_those_who_may_with_a_key_and_once(company: Company) -> None:
    _, seller = hired(company)
    order = shipped(company, seller, company["nina.north"], "20")
    path, key = f"/v1/orders/{order['id']}/returns", {"Idempotency-Key": new_id()}
    body = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}], "reason": "Cracked"}
    made, again = (seller.post(path, body, headers=key) for _ in range(2))
    assert made == again
    assert len(seller.get(path)["data"]) == 1
    for stranger in ("sara.south", "sven.south"):
        company[stranger].refused("GET", path, status=404)
    for stranger in ("sara.south", "nina.north"):
        company[stranger].refused("POST", path, body, status=404)
    _, accountant = hired(company, "accountant")
    accountant.refused("POST", path, body, status=403)
    foreign = {**body, "lines": [{"line_id": new_id(), "quantity": 1}]}
    seller.refused("POST", path, foreign, status=422, code="order_return_line_unknown")
    wrongs: tuple[dict[str, Any], ...] = ({"lines": []}, {"lines": "all"}, {"reason": ""}, {"colour": "red"})
    for wrong in wrongs:
        seller.refused("POST", path, {**body, **wrong}, status=400)
