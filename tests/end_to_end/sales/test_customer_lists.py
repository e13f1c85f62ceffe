"""What belongs to one customer, each kind in a list of its own under the customer's address."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_one_customer import insisting


@pytest.mark.feature("S-055")
def test_each_of_the_six_lists_is_reached_from_the_customer_and_pages_by_itself(company: Company) -> None:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}", "industry": "joinery"})
    other = nils.post("/v1/customers", {"name": f"Other {new_id()}"})
    path, expected = f"/v1/customers/{customer['id']}", {}
    for whose in (other, customer):
        expected = {noun: [one() for one in (make, make, make)] for noun, make in _makers(company, whose).items()}
    assert nils.get(path)["industry"] == "joinery"
    for noun, ids in expected.items():
        first = nils.get(f"{path}/{noun}", params={"limit": 2})
        assert (len(first["data"]), bool(first["next"])) == (2, True), noun
        after = {"before" if noun == "comments" else "cursor": first["next"], "limit": 2}
        second = nils.get(f"{path}/{noun}", params=after)
        assert (len(second["data"]), second["next"]) == (1, None), noun
        assert {row["id"] for row in first["data"] + second["data"]} == set(ids), noun
        company["sara.south"].refused("GET", f"{path}/{noun}", status=404)


def _makers(company: Company, customer: Any) -> dict[str, Any]:
    """How Nils makes one more of each kind for this customer; each gives the id."""
    nils, whose = company["nils.north"], {"customer_id": customer["id"]}
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"})
    lines = [{"product_id": product["id"], "quantity": 1}]
    term = {"coverage": "business_hours", "starts_on": "2026-01-01", "ends_on": "2030-12-31", "fee": "10.00"}

    def quotation() -> str:
        deal = nils.post("/v1/opportunities", {"name": "Quoted", **whose})
        body = {"opportunity_id": deal["id"], "valid_until": "2099-01-01", "lines": lines}
        made.append(deal["id"])
        return str(nils.post("/v1/quotations", body)["id"])

    def deal() -> str:
        return made.pop()

    made: list[str] = []
    visit = {"subject": "Look", "starts_at": datetime.now(UTC).isoformat(), **whose}
    return {
        "contacts": lambda: nils.post("/v1/contacts", {"name": "Ada", **whose})["id"],
        "visits": lambda: nils.post("/v1/visits", visit)["id"],
        "quotations": quotation,
        "opportunities": deal,
        "agreements": lambda: insisting(nils, "/v1/agreements", {"name": "Care", **term, **whose})["id"],
        "comments": lambda: nils.post(f"/v1/customers/{customer['id']}/comments", {"text": "Noted."})["id"],
    }


@pytest.mark.feature("S-064")
def test_the_orders_of_a_customer_show_status_and_what_is_shipped_paid_and_open(company: Company) -> None:
    nils, nina, helen = company["nils.north"], company["nina.north"], company["helen.head"]
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}"})
    path = f"/v1/customers/{customer['id']}/orders"
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"})
    assert eventually(lambda: nina.ask("GET", f"/v1/items/{product['id']}").status_code == 200, 60)
    place = nina.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Store"})
    goods = {"warehouse_id": place["id"], "lines": [{"item_id": product["id"], "quantity": 9}]}
    nina.post(f"/v1/inbound-documents/{nina.post('/v1/inbound-documents', goods)['id']}/post")
    lines = [{"product_id": product["id"], "quantity": 4}]
    order = nils.post("/v1/orders", {"customer_id": customer["id"], "lines": lines})
    draft = nils.post("/v1/orders", {"customer_id": customer["id"], "lines": lines})
    nils.post("/v1/orders", {"customer_id": nils.post("/v1/customers", {"name": new_id()})["id"], "lines": lines})
    at = f"/v1/orders/{order['id']}"
    nils.post(f"{at}/confirm")
    assert eventually(lambda: nils.get(f"{at}/tracking")["fulfilment"] == "reserved", 60)
    line = nils.get(at)["lines"][0]["id"]
    nina.post(f"{at}/shipments", {"lines": [{"line_id": line, "quantity": 3}]})
    helen.post(f"{at}/invoices", {"amount": "40.00"})
    helen.post(f"{at}/payments", {"amount": "15.00", "method": "cash"})
    expected = ("confirmed", "partly_shipped", "30.00", "15.00", "25.00")
    assert eventually(lambda: _shown(nils, path)[order["id"]] == expected, 60), _shown(nils, path)
    assert _shown(nils, path)[draft["id"]] == ("draft", "waiting", "0.00", "0.00", "40.00")
    assert set(_shown(nils, path)) == {order["id"], draft["id"]}
    company["sara.south"].refused("GET", path, status=404)


def _shown(client: Client, path: str) -> dict[str, tuple[str, ...]]:
    told = ("status", "fulfilment", "shipped_amount", "paid", "open_amount")
    return {row["id"]: tuple(row[name] for name in told) for row in client.get(path)["data"]}
