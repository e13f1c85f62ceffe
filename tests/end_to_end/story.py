"""From a lead to a paid invoice with one token and plain requests: the shortest way through the house."""

from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually

SLOWEST_SECONDS = 30


def sell_and_ship(client: Client) -> dict[str, Any]:
    """What became of one lead: `lead`, `order`, `shipment` and `invoice` as they are at the end."""
    product = client.post("/v1/products", {"code": new_id(), "name": "Lathe", "list_price": "100.00"})
    lead = client.post("/v1/leads", {"name": f"Ada {new_id()}", "company": f"Engines {new_id()}"})
    client.post(f"/v1/leads/{lead['id']}/qualify", {"budget": "500.00"})
    parts = {"customer": {}, "opportunity": {"amount": "200.00"}}
    became = client.post(f"/v1/leads/{lead['id']}/convert", parts)
    client.post(f"/v1/opportunities/{became['opportunity_id']}/win", {"amount": "200.00"})
    stock(client, product["id"])
    lines = {"lines": [{"product_id": product["id"], "quantity": 2}]}
    order = client.post("/v1/orders", {"customer_id": became["customer_id"], **lines})
    path = f"/v1/orders/{order['id']}"
    client.post(f"{path}/confirm")
    assert eventually(lambda: client.get(f"{path}/tracking")["fulfilment"] == "reserved", SLOWEST_SECONDS)
    shipment = client.post(f"{path}/shipments")
    invoice = client.post(f"{path}/invoices", {"amount": "200.00"})
    client.post(f"{path}/payments", {"amount": "200.00", "method": "bank_transfer", "reference": new_id()})
    assert eventually(lambda: client.get(path)["status"] == "fulfilled", SLOWEST_SECONDS)
    return {
        "lead": client.get(f"/v1/leads/{lead['id']}"),
        "order": client.get(path),
        "shipment": client.get(f"/v1/shipments/{shipment['id']}"),
        "invoice": client.get(f"/v1/invoices/{invoice['id']}"),
    }


def stock(client: Client, item_id: str) -> None:
    """Ten pieces of the product in a new warehouse of the caller's unit."""
    assert eventually(lambda: client.ask("GET", f"/v1/items/{item_id}").status_code == 200, SLOWEST_SECONDS)
    code = f"W-{new_id()[-12:].upper()}"
    place = client.post("/v1/warehouses", {"code": code, "name": code})
    goods = {"warehouse_id": place["id"], "lines": [{"item_id": item_id, "quantity": 10}]}
    document = client.post("/v1/inbound-documents", goods)
    client.post(f"/v1/inbound-documents/{document['id']}/post")
