"""Carts through the public API: filled in a store, checked against stock and prices, and made into one order."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_configurators import asked, catalogue_of, customer_of, drawn_up, visitor_of
from tests.end_to_end.sales.test_partners import found_dealer
from tests.end_to_end.sales.test_stores import product_of, published


def stock(company: Company, pieces: dict[str, int]) -> None:
    """Lay so many of these products into a new warehouse of the northern branch."""
    nina = company["nina.north"]
    for product in pieces:
        assert eventually(lambda product=product: nina.ask("GET", f"/v1/items/{product}").status_code == 200)
    place = nina.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Shop"})
    lines = [{"item_id": product, "quantity": count} for product, count in pieces.items()]
    document = nina.post("/v1/inbound-documents", {"warehouse_id": place["id"], "lines": lines})
    nina.post(f"/v1/inbound-documents/{document['id']}/post")


def cart_of(client: Client, store: Any, **more: Any) -> str:
    """The address of a new cart."""
    return f"/v1/carts/{client.post('/v1/carts', {'store_id': store['id'], **more})['id']}"


def put(client: Client, path: str, product_id: str, quantity: int = 1, **more: Any) -> Any:
    return client.post(f"{path}/put", {"product_id": product_id, "quantity": quantity, **more})


@pytest.mark.feature("E-04")
def test_a_store_is_browsed_a_cart_filled_and_checked_out_into_an_order_if_there_is_stock(company: Company) -> None:
    nora, nils = company["nora.north"], company["nils.north"]
    plane, saw = product_of(company), product_of(company, name="Saw", list_price="4.50")
    store = published(nora, plane, saw)
    stock(company, {plane["id"]: 5, saw["id"]: 1})
    shown = {row["id"]: row["price"] for row in nils.get(f"/v1/stores/{store['id']}/catalogue")["data"]}
    assert shown == {plane["id"]: "10.00", saw["id"]: "4.50"}
    customer = customer_of(nils)
    path = cart_of(nils, store, customer_id=customer)
    put(nils, path, plane["id"], 1)
    put(nils, path, saw["id"], 3)
    cart = put(nils, path, plane["id"], 2)
    assert [(line["product_id"], line["quantity"], line["amount"]) for line in cart["lines"]] == [
        (plane["id"], 2, "20.00"), (saw["id"], 3, "13.50"),
    ]  # fmt: skip
    assert (cart["total"], cart["currency"], cart["status"], nils.get(path)) == ("33.50", "USD", "open", cart)
    short = nils.refused("POST", f"{path}/check-out", {"total": "33.50"}, status=409, code="cart_stock_short")
    assert short["lines"] == [cart["lines"][1]["id"]]
    assert short["short"] == [{"product_id": saw["id"], "wanted": 3, "available": 1, "missing": 2}]
    assert nils.get(path) == cart
    cart = nils.post(f"{path}/take-out", {"line_id": cart["lines"][1]["id"]})
    terms, key = {"total": cart["total"], "ship_to": "Mill Lane 1"}, {"Idempotency-Key": new_id()}
    done, again = (nils.ok("POST", f"{path}/check-out", terms, headers=key) for _ in range(2))
    assert (done, done["status"], done["total"]) == (again, "checked_out", "20.00")
    order = nils.get(f"/v1/orders/{done['order_id']}")
    assert (order["customer"]["id"], order["status"], order["amount"], order["ship_to"]) == (
        customer, "draft", "20.00", "Mill Lane 1",
    )  # fmt: skip
    assert [(line["product_id"], line["quantity"], line["unit_price"]) for line in order["lines"]] == [
        (plane["id"], 2, "10.00")
    ]
    told = nils.refused("POST", f"{path}/check-out", terms, status=409, code="cart_state_forbids")
    assert told["order_id"] == order["id"]
    nils.post(f"/v1/orders/{order['id']}/confirm")
    assert eventually(lambda: nils.get(f"/v1/orders/{order['id']}/tracking")["fulfilment"] == "reserved")
    entries = nils.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == [
        "opened", "changed", "changed", "changed", "changed", "checked_out",
    ]  # fmt: skip


def test_what_costs_or_offers_something_else_than_was_seen_is_not_bought(company: Company) -> None:
    nora, nils, admin = company["nora.north"], company["nils.north"], company["admin"]
    plane, saw = product_of(company), product_of(company, name="Saw")
    store = published(nora, plane, saw)
    stock(company, {plane["id"]: 5, saw["id"]: 5})
    path = cart_of(nils, store, customer_id=customer_of(nils))
    nils.refused("POST", f"{path}/check-out", {"total": "0"}, status=422, code="cart_empty")
    put(nils, path, plane["id"], 2)
    line = put(nils, path, saw["id"])["lines"][1]
    admin.patch(f"/v1/products/{saw['id']}", {"list_price": "11.00"})
    changed = nils.refused("POST", f"{path}/check-out", {"total": "30.00"}, status=409, code="cart_changed")
    assert (changed["total"], nils.get(path)["total"]) == ("31.00", "31.00")
    different = {"line_id": line["id"], "product_id": saw["id"], "put_at": "10.00"}
    assert changed["differences"] == [different | {"unit_price": "11.00"}]
    nora.post(f"/v1/stores/{store['id']}/delist-product", {"product_id": saw["id"]})
    gone = nils.refused("POST", f"{path}/check-out", {"total": "31.00"}, status=409, code="cart_changed")
    assert (gone["total"], gone["differences"]) == (None, [different | {"unit_price": None}])
    nils.post(f"{path}/take-out", {"line_id": line["id"]})
    nora.post(f"/v1/stores/{store['id']}/withdraw")
    nils.refused("POST", f"{path}/check-out", {"total": "20.00"}, status=409, code="store_closed")
    nils.refused("POST", f"{path}/put", {"product_id": plane["id"], "quantity": 1}, status=409, code="store_closed")
    nora.post(f"/v1/stores/{store['id']}/publish")
    key = [{"Idempotency-Key": new_id()} for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        answers = list(
            threads.map(lambda one: nils.ask("POST", f"{path}/check-out", {"total": "20"}, headers=one), key)
        )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    order_id = nils.get(path)["order_id"]
    assert {answer.json()["order_id"] for answer in answers} == {order_id}
    mine = {"filter[customer_id][eq]": nils.get(path)["customer"]["id"], "count": "exact"}
    assert nils.get("/v1/orders", params=mine)["count"] == 1


def test_what_was_seen_in_one_currency_is_not_bought_in_another(company: Company) -> None:
    nora, nils, plane = company["nora.north"], company["nils.north"], product_of(company)
    prices = [{"product_id": plane["id"], "unit_price": "10.00"}]
    listed = {"code": f"L-{new_id()[-12:]}", "name": "Euro", "currency": "EUR", "prices": prices}
    euro = company["admin"].post("/v1/price-lists", listed)["id"]
    store = published(nora, plane)
    stock(company, {plane["id"]: 1})
    path = cart_of(nils, store, customer_id=customer_of(nils))
    assert put(nils, path, plane["id"])["currency"] == "USD"
    nora.patch(f"/v1/stores/{store['id']}", {"currency": "EUR", "price_list_id": euro})
    nils.refused("POST", f"{path}/check-out", {"total": "10.00"}, status=409, code="cart_changed")
    again = cart_of(nils, store, customer_id=nils.get(path)["customer"]["id"])
    assert [put(nils, again, plane["id"])[name] for name in ("currency", "total")] == ["EUR", "10.00"]
    order_id = nils.post(f"{again}/check-out", {"total": "10.00"})["order_id"]
    assert nils.get(f"/v1/orders/{order_id}")["currency"] == "EUR"


def test_a_cart_is_for_whom_it_belongs_to_and_holds_what_its_store_sells(company: Company) -> None:
    nora, nils, sara = company["nora.north"], company["nils.north"], company["sara.south"]
    plane, other = product_of(company), product_of(company)
    store = published(nora, plane)
    customer = customer_of(nils)
    for body, status, code in (
        ({"store_id": new_id(), "customer_id": customer}, 404, "not_found"),
        ({"store_id": store["id"], "customer_id": customer_of(sara)}, 422, "cart_customer_missing"),
        ({"store_id": store["id"]}, 422, "cart_customer_missing"),
        ({"store_id": store["id"], "customer_id": customer, "status": "checked_out"}, 400, "malformed"),
    ):
        nils.refused("POST", "/v1/carts", body, status=status, code=code)
    path = cart_of(nils, store, customer_id=customer)
    for body, status, code in (
        ({"product_id": other["id"], "quantity": 1}, 422, "store_does_not_offer"),
        ({"product_id": plane["id"], "quantity": 0}, 400, "malformed"),
        ({"product_id": plane["id"], "quantity": 1.5}, 400, "malformed"),
        ({"product_id": plane["id"], "quantity": 1, "unit_price": "0.01"}, 400, "malformed"),
        ({"product_id": plane["id"], "quantity": 1, "choices": []}, 422, "product_not_configured"),
        ({"product_id": plane["id"], "quantity": 1, "configuration_id": new_id()}, 422, "product_not_configured"),
    ):
        nils.refused("POST", f"{path}/put", body, status=status, code=code)
    nils.refused("POST", f"{path}/take-out", {"line_id": new_id()}, status=422, code="cart_line_unknown")
    nils.refused("POST", f"{path}/check-out", {}, status=400, code="malformed")
    for stranger in (sara, company["nina.north"]):
        stranger.refused("GET", path, status=404)
        stranger.refused("POST", f"{path}/abandon", {}, status=404)
        stranger.refused("POST", f"{path}/check-out", {"total": "0"}, status=404)
        assert path.rpartition("/")[2] not in {row["id"] for row in stranger.all("/v1/carts")}
    assert nora.get(path)["customer"]["id"] == customer
    assert nils.post(f"{path}/abandon")["status"] == "abandoned"
    nils.refused("POST", f"{path}/put", {"product_id": plane["id"], "quantity": 1}, status=409)
    nils.refused("POST", f"{path}/check-out", {"total": "0"}, status=409, code="cart_state_forbids")


@pytest.mark.feature("E-17")
def test_a_customer_configures_and_orders_a_complex_product_by_a_reproducible_configuration(company: Company) -> None:
    nora, nils, ids = company["nora.north"], company["nils.north"], catalogue_of(company)
    made = company["admin"].post("/v1/configurators", drawn_up(ids))
    store = published(nora, {"id": ids["tractor"]})
    stock(company, {ids["tractor"]: 2, ids["big"]: 2, ids["cab"]: 1})
    customer = customer_of(nils)
    visitor = visitor_of(company, customer)
    [shown] = visitor.get(f"/v1/stores/{store['id']}/catalogue")["data"]
    assert shown["configurator_id"] == made["id"]
    wanted = asked(ids, made, customer, "big", "cab")
    known = visitor.post("/v1/configurations", wanted)["configuration_id"]
    path = cart_of(visitor, store)
    assert visitor.get(path).keys().isdisjoint({"owner", "org_unit"})
    wrong = asked(ids, made, customer, "small", "cab")["choices"]
    body = {"product_id": ids["tractor"], "quantity": 1, "choices": wrong}
    visitor.refused("POST", f"{path}/put", body, status=422, code="configuration_incompatible")
    cart = put(visitor, path, ids["tractor"], choices=wanted["choices"])
    again = put(visitor, path, ids["tractor"], 2, choices=wanted["choices"][::-1])
    assert [line["configuration_id"] for line in (*cart["lines"], *again["lines"])] == [known, known]
    assert again["lines"][0]["unit_price"] == visitor.post("/v1/configurations", wanted)["unit_price"] == "137.00"
    kept = visitor.get(f"/v1/configurations/{known}")
    assert kept["product_id"] == ids["tractor"]
    assert {one["product_id"] for one in kept["choices"]} == {ids["big"], ids["cab"]}
    short = visitor.refused("POST", f"{path}/check-out", {"total": "274.00"}, status=409, code="cart_stock_short")
    assert [(one["product_id"], one["missing"]) for one in short["short"]] == [(ids["cab"], 1)]
    cart = put(visitor, path, ids["tractor"], configuration_id=known)
    order_id = visitor.post(f"{path}/check-out", {"total": cart["total"]})["order_id"]
    order = visitor.get(f"/v1/orders/{order_id}")
    assert [(line["product_id"], line["unit_price"], line["configuration_id"]) for line in order["lines"]] == [
        (ids["tractor"], "100.00", known), (ids["big"], "30.00", known), (ids["cab"], "7.00", known),
    ]  # fmt: skip
    assert (order["amount"], order["customer"]["id"]) == ("137.00", customer)
    assert nora.get(f"/v1/orders/{order_id}")["owner"]["login"] == "nora.north"
    stranger = visitor_of(company, customer_of(nils))
    for hidden in (path, f"/v1/orders/{order_id}"):
        stranger.refused("GET", hidden, status=404)
    theirs = {"store_id": store["id"], "customer_id": customer}
    stranger.refused("POST", "/v1/carts", theirs, status=422, code="cart_customer_missing")


def test_what_goes_together_no_longer_is_not_bought_though_it_lies_in_a_cart(company: Company) -> None:
    nils, ids = company["nils.north"], catalogue_of(company)
    made = company["admin"].post("/v1/configurators", drawn_up(ids))
    store = published(company["nora.north"], {"id": ids["tractor"]})
    stock(company, {ids["tractor"]: 2, ids["big"]: 2, ids["cab"]: 1})
    customer = customer_of(nils)
    path = cart_of(nils, store, customer_id=customer)
    put(nils, path, ids["tractor"], choices=asked(ids, made, customer, "big", "cab")["choices"])
    law = {"kind": "excludes", "product_id": ids["cab"], "others": [ids["big"]], "explanation": "It broke."}
    company["admin"].patch(f"/v1/configurators/{made['id']}", {"rules": [law]})
    assert nils.get(path)["lines"][0]["unit_price"] is None
    told = nils.refused("POST", f"{path}/check-out", {"total": "137.00"}, status=409, code="cart_changed")
    assert told["differences"][0]["unit_price"] is None


def test_a_dealer_fills_and_checks_out_carts_for_customers_of_its_own_alone(company: Company) -> None:
    dealer, other, plane = found_dealer(company), found_dealer(company), product_of(company)
    store = published(company["nora.north"], plane)
    stock(company, {plane["id"]: 3})
    assert dealer.client.get(f"/v1/stores/{store['id']}")["status"] == "published"
    customer = dealer.customer()["id"]
    theirs = {"store_id": store["id"], "customer_id": other.customer()["id"]}
    dealer.client.refused("POST", "/v1/carts", theirs, status=422, code="cart_customer_missing")
    path = cart_of(dealer.client, store, customer_id=customer)
    cart = put(dealer.client, path, plane["id"], 2)
    other.client.refused("GET", path, status=404)
    other.client.refused("POST", f"{path}/check-out", {"total": cart["total"]}, status=404)
    done = dealer.client.post(f"{path}/check-out", {"total": cart["total"]})
    order = dealer.client.get(f"/v1/orders/{done['order_id']}")
    assert (order["amount"], order["status"], order["org_unit"]["id"]) == ("20.00", "draft", dealer.unit["id"])
    dealer.client.refused("POST", f"/v1/orders/{order['id']}/confirm", {}, status=403, code="right_missing")
