"""The terms of an order through the gateway: how it is to be shipped, and what the acceptance of its goods demands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.distribution.test_orders import new_product
from tests.end_to_end.distribution.test_stock import new_warehouse
from tests.end_to_end.gateway.test_undo import imported

TERMS = {
    "shipping_method": "freight",
    "partial_shipments": False,
    "ship_on": "2031-05-01",
    "ship_to": "Gate 7, Mill Lane 1",
    "acceptance_demands": ["received_by", "inspection_report"],
}
USUAL = {
    "shipping_method": None,
    "partial_shipments": True,
    "ship_on": None,
    "ship_to": None,
    "acceptance_demands": [],
}


@pytest.fixture(scope="module")
def product(company: Company) -> str:
    return new_product(company, new_warehouse(company["sara.south"]), 100)


def drafted(seller: Client, product: str, **terms: Any) -> Any:
    customer = seller.post("/v1/customers", {"name": f"Customer {new_id()}"})
    lines = [{"product_id": product, "quantity": 2, "unit_price": "10.00"} for _ in range(2)]
    return seller.post("/v1/orders", {"customer_id": customer["id"], "lines": lines, **terms})


def dispatched(seller: Client, order: Any) -> Any:
    """The dispatch of the order, once its goods are reserved."""
    path = f"/v1/orders/{order['id']}"
    seller.post(f"{path}/confirm")
    assert eventually(lambda: seller.get(f"{path}/tracking")["fulfilment"] == "reserved")
    return seller.get(f"{path}/fulfilment")


def terms_of(record: Any) -> dict[str, Any]:
    return {name: record[name] for name in TERMS}


@pytest.mark.feature("S-075")
def test_shipping_terms_are_stored_copied_to_the_dispatch_and_obeyed_there(company: Company, product: str) -> None:
    sara = company["sara.south"]
    plain = drafted(sara, product)
    assert terms_of(plain) == USUAL
    order = drafted(sara, product, ship_to="Gate 1")
    path = f"/v1/orders/{order['id']}"
    assert terms_of(sara.patch(path, TERMS)) == TERMS
    [*_, entry] = sara.get(f"{path}/history")["data"]
    assert entry["changes"]["ship_to"] == {"before": "Gate 1", "after": TERMS["ship_to"]}
    assert entry["changes"]["partial_shipments"] == {"before": True, "after": False}

    whole = dispatched(sara, order)
    assert terms_of(whole) == terms_of(sara.get(path)) == TERMS
    first, second = (line["line_id"] for line in whole["lines"])
    for part in ([{"line_id": first, "quantity": 2}], [{"line_id": one, "quantity": 1} for one in (first, second)]):
        body = {"lines": part}
        problem = sara.refused("POST", f"{path}/shipments", body, status=409, code="partial_shipment_forbidden")
    assert problem["left_behind"] == {first: 1, second: 1}
    shipped = sara.post(f"{path}/shipments", {"lines": [{"line_id": one, "quantity": 2} for one in (first, second)]})
    assert shipped["status"] == "posted"
    sara.refused("PATCH", path, {"partial_shipments": True}, status=409, code="order_state_forbids")

    parts = dispatched(sara, plain)
    assert terms_of(parts) == USUAL
    body = {"lines": [{"line_id": parts["lines"][0]["line_id"], "quantity": 1}]}
    assert sara.post(f"/v1/orders/{plain['id']}/shipments", body)["status"] == "posted"


def test_terms_are_of_the_kinds_that_there_are_and_of_ones_own_orders(company: Company, product: str) -> None:
    sara, nils = company["sara.south"], company["nils.north"]
    order = drafted(sara, product, **TERMS)
    path = f"/v1/orders/{order['id']}"
    wrong = {
        "shipping_method": "balloon", "partial_shipments": "perhaps", "ship_on": "soon", "ship_to": "",
        "acceptance_demands": ["applause"],
    }  # fmt: skip
    for name, value in wrong.items():
        problem = sara.refused("PATCH", path, {name: value}, status=400)
        assert [fault["pointer"].split("/")[1] for fault in problem["errors"]] == [name]
    nils.refused("PATCH", path, {"ship_to": "Mine"}, status=404)
    nils.refused("GET", f"{path}/fulfilment", status=404)
    assert terms_of(sara.get(path)) == TERMS


@pytest.mark.feature("S-076")
def test_a_shipment_is_not_accepted_without_what_the_terms_of_its_order_demand(company: Company, product: str) -> None:
    sara = company["sara.south"]
    order = drafted(sara, product, **TERMS)
    dispatched(sara, order)
    shipment = sara.post(f"/v1/orders/{order['id']}/shipments")
    path = f"/v1/shipments/{shipment['id']}/accept"
    for given, missing in (
        ({}, ["received_by", "inspection_report"]),
        ({"delivery_note": "LS 1", "inspection_report": "IR 1"}, ["received_by"]),
        ({"received_by": "Lucille"}, ["inspection_report"]),
    ):
        problem = sara.refused("POST", path, given, status=422, code="shipment_acceptance_incomplete")
        assert problem["missing"] == missing
    assert sara.get(f"/v1/shipments/{shipment['id']}") == shipment
    enough = {"received_by": "Lucille", "inspection_report": "IR 1"}
    tomorrow = str(today() + timedelta(days=2))
    sara.refused("POST", path, {**enough, "received_on": tomorrow}, status=422, code="shipment_accepted_in_future")
    for blank in ({"received_by": " "}, {"inspection_report": ""}, {"received_by": None}):
        sara.refused("POST", path, {**enough, **blank}, status=400)

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: sara.ask("POST", path, {**enough, "received_on": "2026-01-05"}), range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    accepted = sara.get(f"/v1/shipments/{shipment['id']}")
    assert (accepted["status"], accepted["received_on"]) == ("accepted", "2026-01-05")
    assert (accepted["received_by"], accepted["inspection_report"]) == ("Lucille", "IR 1")
    assert (accepted["delivery_note"], accepted["version"]) == (None, 2)
    sara.refused("POST", path, enough, status=409, code="shipment_is_accepted")
    back = (f"/v1/shipments/{shipment['id']}/void", {"reason": "too late"})
    sara.refused("POST", *back, status=409, code="shipment_is_accepted")
    [_, entry] = sara.get(f"/v1/shipments/{shipment['id']}/history")["data"]
    assert entry["type"].split(".")[3] == "accepted"
    assert entry["changes"]["received_by"] == {"before": None, "after": "Lucille"}


def test_a_shipment_without_demands_is_accepted_as_it_is_by_those_of_its_warehouse_once(
    company: Company, product: str
) -> None:
    sara, nina, sven = company["sara.south"], company["nina.north"], company["sven.south"]
    order = drafted(sara, product)
    dispatched(sara, order)
    one, other = (
        sara.post(f"/v1/orders/{order['id']}/shipments", {"lines": [{"line_id": line["id"], "quantity": 2}]})
        for line in order["lines"]
    )
    path = f"/v1/shipments/{one['id']}/accept"
    nina.refused("POST", path, status=404)
    sven.refused("POST", path, status=403)
    again = {"Idempotency-Key": new_id()}
    first, replayed = (sara.ok("POST", path, {}, headers=again) for _ in range(2))
    assert first == replayed
    assert (first["status"], first["received_on"], first["version"]) == ("accepted", str(today()), 2)
    sara.post(f"/v1/shipments/{other['id']}/void", {"reason": "wrong gate"})
    sara.refused("POST", f"/v1/shipments/{other['id']}/accept", {}, status=409, code="shipment_is_void")


def test_terms_of_orders_come_from_a_file_as_well(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    product = admin.post("/v1/products", {"code": f"P{mark}", "name": "Plough", "list_price": "5.00"})
    admin.post("/v1/customers", {"name": f"Farm {mark}", "external_id": f"c{mark}"})
    columns = ("external_id", "customer_external_id", "lines", "shipping_method", "partial_shipments", "ship_on")
    line = f'"[{{""code"":""{product["code"]}"",""quantity"":1}}]"'
    more = ("ship_to", "acceptance_demands")
    row = f'o{mark},c{mark},{line},parcel,false,2031-05-01,Gate 7,"[""delivery_note""]"'
    content = f"{','.join((*columns, *more))}\n{row}\n"
    created = imported(admin, "orders", content, (*columns, *more))
    assert created["counts"]["created"] == 1, admin.get(f"/v1/imports/{created['id']}/results")
    assert imported(admin, "orders", content, (*columns, *more))["counts"]["unchanged"] == 1
    changed = content.replace("parcel", "courier").replace("false", "true")
    assert imported(admin, "orders", changed, (*columns, *more))["counts"]["updated"] == 1
    [order] = admin.get("/v1/orders", params={"filter[external_id][eq]": f"o{mark}"})["data"]
    assert terms_of(order) == {
        "shipping_method": "courier",
        "partial_shipments": True,
        "ship_on": "2031-05-01",
        "ship_to": "Gate 7",
        "acceptance_demands": ["delivery_note"],
    }
