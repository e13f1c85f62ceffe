"""An order through the gateway, from confirmation to the last cent: shipped, invoiced, paid, and each undone."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.distribution.test_stock import new_warehouse, stock


@pytest.fixture(scope="module")
def place(company: Company) -> str:
    """The one warehouse of the southern branch; its stock serves the orders of the branch."""
    return new_warehouse(company["sara.south"])


def new_product(company: Company, place: str, quantity: int) -> str:
    """A product with so many pieces in the warehouse."""
    admin, sara = company["admin"], company["sara.south"]
    product = admin.post("/v1/products", {"code": new_id(), "name": "Tenon saw", "list_price": "10.00"})
    assert eventually(lambda: sara.ask("GET", f"/v1/items/{product['id']}").status_code == 200)
    body = {"warehouse_id": place, "lines": [{"item_id": product["id"], "quantity": quantity}]}
    document = sara.post("/v1/inbound-documents", body)
    sara.post(f"/v1/inbound-documents/{document['id']}/post")
    return str(product["id"])


def confirmed(sara: Client, product_id: str, quantity: int) -> Any:
    customer = sara.post("/v1/customers", {"name": f"Customer {new_id()}"})
    lines = [{"product_id": product_id, "quantity": quantity, "unit_price": "10.00"}]
    order = sara.post("/v1/orders", {"customer_id": customer["id"], "lines": lines})
    sara.post(f"/v1/orders/{order['id']}/confirm")
    fulfilment = f"/v1/orders/{order['id']}/fulfilment"
    assert eventually(lambda: sara.ask("GET", fulfilment).status_code == 200)
    return sara.get(fulfilment)


@pytest.mark.feature("S-078")
def test_parallel_shipments_never_pass_what_was_ordered(company: Company, place: str) -> None:
    sara = company["sara.south"]
    product = new_product(company, place, 30)
    order = confirmed(sara, product, 10)
    assert (order["status"], order["lines"][0]["reserved"]) == ("reserved", 10)
    path = f"/v1/orders/{order['id']}/shipments"
    body = {"lines": [{"line_id": order["lines"][0]["line_id"], "quantity": 1}]}
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: sara.ask("POST", path, body), range(16)))
    assert sorted(answer.status_code for answer in answers) == [201] * 10 + [409] * 6
    assert {answer.json().get("code") for answer in answers if answer.status_code == 409} == {"shipment_above_ordered"}
    assert sara.get(f"/v1/orders/{order['id']}/fulfilment")["lines"][0]["shipped"] == 10
    assert stock(sara, product) == (20, 0, 20)
    assert len(sara.all(path)) == 10
    company["nina.north"].refused("GET", path, status=404)


@pytest.mark.feature("D-41")
def test_taking_goods_back_writes_the_reversing_move_and_reopens_the_line(company: Company, place: str) -> None:
    sara = company["sara.south"]
    product = new_product(company, place, 10)
    order = confirmed(sara, product, 4)
    shipment = sara.post(f"/v1/orders/{order['id']}/shipments", {})
    assert stock(sara, product) == (6, 0, 6)
    sara.post(f"/v1/shipments/{shipment['id']}/void", {"reason": "wrong address"})
    sara.refused("POST", f"/v1/shipments/{shipment['id']}/void", {"reason": "again"}, status=409)
    assert stock(sara, product) == (10, 4, 6)
    (row,) = sara.get("/v1/stock", params={"filter[item_id][eq]": product})["data"]
    reversal, outbound = sara.get(f"/v1/stock/{row['id']}/moves")["data"][:2]
    assert (outbound["kind"], outbound["physical"], reversal["kind"], reversal["physical"]) == (
        "outbound",
        -4,
        "reversal",
        4,
    )
    line = sara.get(f"/v1/orders/{order['id']}/fulfilment")["lines"][0]
    assert (line["reserved"], line["shipped"]) == (4, 0)
    assert sara.post(f"/v1/orders/{order['id']}/shipments", {})["status"] == "posted"


@pytest.mark.feature("S-080")
def test_the_invoiced_amount_never_exceeds_the_order_and_voiding_frees_it(company: Company, place: str) -> None:
    helen, sara = company["helen.head"], company["sara.south"]
    order = confirmed(sara, new_product(company, place, 10), 10)
    path = f"/v1/orders/{order['id']}/invoices"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: helen.ask("POST", path, {"amount": "30.00"}), range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    problem = helen.refused("POST", path, {"amount": "10.01"}, status=409, code="invoice_above_order")
    assert problem["open"] == "10.00"
    invoice = next(answer.json() for answer in answers if answer.status_code == 201)
    helen.post(f"/v1/invoices/{invoice['id']}/void", {"reason": "wrong name"})
    assert sara.get(f"/v1/orders/{order['id']}/fulfilment")["invoiced"] == "60.00"
    assert helen.post(path, {"amount": "40.00"})["status"] == "issued"


@pytest.mark.feature("D-86")
def test_a_payment_has_method_date_and_payer_and_is_posted_once_a_bank_reference(company: Company, place: str) -> None:
    helen, sara = company["helen.head"], company["sara.south"]
    order = confirmed(sara, new_product(company, place, 10), 10)
    path = f"/v1/orders/{order['id']}/payments"
    body = {
        "amount": "60.00",
        "method": "bank_transfer",
        "paid_on": "2026-03-01",
        "payer": "Lucille",
        "reference": f"MT940-{new_id()}",
    }
    first, again = helen.post(path, body), helen.post(path, body)
    assert first == again
    assert (first["method"], first["paid_on"], first["payer"]) == ("bank_transfer", "2026-03-01", "Lucille")
    assert sara.get(f"/v1/orders/{order['id']}/fulfilment")["paid"] == "60.00"
    helen.refused("POST", path, {**body, "amount": "1.00"}, status=409, code="payment_reference_used")
    helen.refused("POST", path, {"amount": "40.01", "method": "cash"}, status=409, code="payment_above_order")


@pytest.mark.feature("D-24")
@pytest.mark.feature("D-88")
def test_a_reversal_nets_to_zero_and_the_list_equals_what_is_paid(company: Company, place: str) -> None:
    helen, sara = company["helen.head"], company["sara.south"]
    order = confirmed(sara, new_product(company, place, 10), 10)
    path = f"/v1/orders/{order['id']}/payments"
    helen.post(path, {"amount": "25.00", "method": "cash"})
    paid = helen.post(path, {"amount": "60.00", "method": "cash"})
    reversal = helen.post(f"/v1/payments/{paid['id']}/reverse", {"reason": "bounced"})
    assert (reversal["amount"], reversal["reverses_id"]) == ("-60.00", paid["id"])
    listed = helen.get(path, params={"totals": "amount", "sort": "number"})
    assert [row["status"] for row in listed["data"]] == ["posted", "reversed", "reversal"]
    assert listed["totals"] == {"amount": "25.00"}
    assert sara.get(f"/v1/orders/{order['id']}/fulfilment")["paid"] == "25.00"


def test_a_void_releases_what_was_reserved_until_something_has_left(company: Company, place: str) -> None:
    sara = company["sara.south"]
    product = new_product(company, place, 10)
    undone, shipped = confirmed(sara, product, 4), confirmed(sara, product, 4)
    assert stock(sara, product) == (10, 8, 2)
    sara.post(f"/v1/orders/{shipped['id']}/shipments", {})
    for order in (undone, shipped):
        sara.post(f"/v1/orders/{order['id']}/void", {"reason": "changed their mind"})
    assert eventually(lambda: stock(sara, product) == (6, 0, 6))
    assert sara.get(f"/v1/orders/{undone['id']}/fulfilment")["status"] == "released"
    assert sara.get(f"/v1/orders/{shipped['id']}/fulfilment")["status"] == "shipped"
    assert eventually(lambda: sara.get(f"/v1/orders/{undone['id']}")["status"] == "voided")
    assert eventually(lambda: sara.get(f"/v1/orders/{shipped['id']}")["status"] == "confirmed")
