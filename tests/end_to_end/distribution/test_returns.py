"""Goods that come back, through the gateway: from the return that sales records to the stock and the credit note."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.distribution.test_orders import confirmed, new_product
from tests.end_to_end.distribution.test_stock import new_warehouse, stock


@pytest.fixture(scope="module")
def place(company: Company) -> str:
    return new_warehouse(company["sara.south"])


def shipped(company: Company, place: str, pieces: int = 4) -> tuple[Any, str]:
    """An order of so many pieces at ten each, all of which left, and its product, of which nothing is left."""
    sara = company["sara.south"]
    product = new_product(company, place, pieces)
    order = confirmed(sara, product, pieces)
    sara.post(f"/v1/orders/{order['id']}/shipments", {})
    path = f"/v1/orders/{order['id']}/tracking"
    assert eventually(lambda: sara.get(path)["lines"][0]["shipped"] == pieces, 30)
    return order, product


def given_back(sara: Client, order: Any, pieces: int) -> Any:
    """The return in sales, once the warehouse knows of it."""
    body = {"lines": [{"line_id": order["lines"][0]["line_id"], "quantity": pieces}], "reason": "Cracked"}
    made = sara.post(f"/v1/orders/{order['id']}/returns", body)
    assert eventually(lambda: sara.ask("GET", f"/v1/inbound-returns/{made['id']}").status_code == 200, 30)
    return made


def test_what_a_customer_sends_back_is_awaited_and_lies_on_stock_once_it_is_received(
    company: Company, place: str
) -> None:
    sara = company["sara.south"]
    order, product = shipped(company, place)
    made = given_back(sara, order, 3)
    path = f"/v1/inbound-returns/{made['id']}"
    awaited = sara.get(path)
    assert (awaited["status"], awaited["return_number"], awaited["reason"]) == ("awaited", made["number"], "Cracked")
    assert stock(sara, product) == (0, 0, 0)
    line = {"line_id": order["lines"][0]["line_id"], "good": 2, "scrapped": 1}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: sara.ask("POST", f"{path}/receive", {"lines": [line]}), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert stock(sara, product) == (2, 0, 2)
    (row,) = sara.get("/v1/stock", params={"filter[item_id][eq]": product})["data"]
    newest = sara.get(f"/v1/stock/{row['id']}/moves")["data"][0]
    assert (newest["kind"], newest["document_kind"], newest["document_id"]) == ("return", "return", made["id"])
    listed = sara.get(f"/v1/orders/{order['id']}/inbound-returns", params={"filter[status][eq]": "received"})
    assert [one["id"] for one in listed["data"]] == [made["id"]]
    assert sara.get(f"/v1/orders/{order['id']}/fulfilment")["lines"][0]["returned"] == 3
    entries = sara.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["awaited", "received"]


def test_a_voided_return_takes_its_goods_off_stock_or_is_disputed(company: Company, place: str) -> None:
    sara = company["sara.south"]
    order, product = shipped(company, place)
    kept, gone = given_back(sara, order, 1), given_back(sara, order, 2)
    for made in (kept, gone):
        sara.post(f"/v1/inbound-returns/{made['id']}/receive", {})
    assert stock(sara, product) == (3, 0, 3)
    returns = f"/v1/orders/{order['id']}/returns"
    sara.post(f"{returns}/{kept['id']}/void", {"reason": "Counted twice"})
    path = f"/v1/inbound-returns/{kept['id']}"
    assert eventually(lambda: sara.get(path)["status"] == "cancelled", 30)
    assert stock(sara, product) == (2, 0, 2)
    confirmed(sara, product, 1)
    assert eventually(lambda: stock(sara, product) == (2, 1, 1), 30)
    sara.post(f"{returns}/{gone['id']}/void", {"reason": "Never came"})
    path = f"/v1/inbound-returns/{gone['id']}"
    assert eventually(lambda: sara.get(path)["status"] == "disputed", 30)
    assert sara.get(path)["cancel_reason"] == "Never came"
    sara.refused("POST", f"{path}/reverse", {"reason": "Now"}, status=409, code="stock_short")
    assert stock(sara, product) == (2, 1, 1)


def test_who_may_not_and_what_is_wrong_is_refused(company: Company, place: str) -> None:
    sara = company["sara.south"]
    order, product = shipped(company, place)
    made = given_back(sara, order, 2)
    path, line = f"/v1/inbound-returns/{made['id']}", {"line_id": order["lines"][0]["line_id"]}
    company["nina.north"].refused("GET", path, status=404)
    company["nina.north"].refused("POST", f"{path}/receive", {}, status=404)
    company["sven.south"].refused("POST", f"{path}/receive", {}, status=403)
    wrongs: tuple[dict[str, Any], ...] = (
        {"lines": []},
        {"lines": "all"},
        {"lines": [{**line, "good": True}]},
        {"lines": [{**line, "good": -1}]},
        {"lines": [{**line, "good": 1.5}]},
        {"lines": [{**line, "good": 1}, {**line, "scrapped": 1}]},
        {"colour": "red"},
    )
    for wrong in wrongs:
        sara.refused("POST", f"{path}/receive", wrong, status=400)
    above = {"lines": [{**line, "good": 2, "scrapped": 1}]}
    sara.refused("POST", f"{path}/receive", above, status=409, code="inbound_return_above_awaited")
    foreign = {"lines": [{"line_id": new_id(), "good": 1}]}
    sara.refused("POST", f"{path}/receive", foreign, status=404, code="inbound_return_line_unknown")
    sara.refused("POST", f"{path}/reverse", {"reason": "No"}, status=409, code="inbound_return_state_forbids")
    assert stock(sara, product) == (0, 0, 0)
    sara.post(f"/v1/orders/{order['id']}/returns/{made['id']}/void", {"reason": "Never sent"})
    assert eventually(lambda: sara.get(path)["status"] == "cancelled", 30)
    sara.refused("POST", f"{path}/receive", {}, status=409, code="inbound_return_state_forbids")


def note_of(client: Client, made: Any) -> Any:
    """The credit note of a return, once there is one."""
    asked = {"filter[return_id][eq]": made["id"]}
    assert eventually(lambda: len(client.get("/v1/credit-notes", params=asked)["data"]) == 1, 30)
    return client.get("/v1/credit-notes", params=asked)["data"][0]


def test_a_return_of_invoiced_goods_is_credited_once_and_tracking_shows_it(company: Company, place: str) -> None:
    helen, sara = company["helen.head"], company["sara.south"]
    order, _ = shipped(company, place)
    helen.post(
        f"/v1/orders/{order['id']}/invoices", {"lines": [{"line_id": order["lines"][0]["line_id"], "quantity": 4}]}
    )
    made = given_back(sara, order, 3)
    note = note_of(helen, made)
    assert (note["status"], note["number"], note["amount"], note["credited"]) == ("draft", None, "30.00", "0.00")
    path = f"/v1/credit-notes/{note['id']}"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: helen.ask("POST", f"{path}/issue", {}), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    issued = helen.get(path)
    assert (issued["status"], issued["credited"], issued["number"][:9]) == ("issued", "30.00", "CN-SOUTH-")
    tracking = f"/v1/orders/{order['id']}/tracking"
    assert eventually(lambda: sara.get(tracking)["amounts"]["credited"] == "30.00", 30)
    told = sara.get(tracking)
    assert (told["lines"][0]["returned"], told["amounts"]["returned"], told["amounts"]["invoiced"]) == (
        3,
        "30.00",
        "40.00",
    )
    assert [step["step"] for step in told["steps"]][-2:] == ["returned", "credit_note_issued"]
    assert sara.get(f"/v1/orders/{order['id']}/fulfilment")["credited"] == "30.00"
    sara.post(f"/v1/orders/{order['id']}/returns/{made['id']}/void", {"reason": "Never sent"})
    assert eventually(lambda: helen.get(path)["status"] == "disputed", 30)
    helen.post(f"{path}/void", {"reason": "Never sent"})
    assert eventually(lambda: sara.get(tracking)["amounts"]["credited"] == "0.00", 30)
    assert sara.get(tracking)["lines"][0]["returned"] == 0
    entries = helen.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["drafted", "issued", "disputed", "voided"]


def test_nothing_is_credited_that_is_not_invoiced_nor_by_those_who_may_not(company: Company, place: str) -> None:
    helen, sara = company["helen.head"], company["sara.south"]
    order, _ = shipped(company, place)
    path = f"/v1/credit-notes/{note_of(helen, given_back(sara, order, 1))['id']}"
    helen.refused("POST", f"{path}/issue", {}, status=409, code="nothing_to_credit")
    helen.refused("POST", f"{path}/issue", {"amount": "1.00"}, status=400)
    invoices = f"/v1/orders/{order['id']}/invoices"
    problem = helen.refused("POST", invoices, {"amount": "30.01"}, status=409, code="invoice_above_kept")
    assert problem["open"] == "30.00"
    invoice = helen.post(invoices, {"amount": "30.00"})
    company["nina.north"].refused("GET", path, status=404)
    company["nina.north"].refused("POST", f"{path}/issue", {}, status=403)
    company["sven.south"].refused("POST", f"{path}/issue", {}, status=403)
    assert helen.post(f"{path}/issue")["credited"] == "10.00"
    void = {"reason": "Wrong name"}
    helen.refused("POST", f"/v1/invoices/{invoice['id']}/void", void, status=409, code="invoice_is_credited")
    assert helen.post(f"{path}/void", void)["status"] == "void"
    helen.refused("POST", f"{path}/void", void, status=409, code="credit_note_state_forbids")
    assert helen.post(f"/v1/invoices/{invoice['id']}/void", void)["status"] == "void"
