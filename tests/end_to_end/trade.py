"""A day of business: what the people of one branch make when they sell something."""

from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company


def trade(company: Company, word: str, seller_login: str, keeper_login: str, product: Any = None) -> Any:
    """One of every record, by people of one branch, of a product that is made unless there is one; the product."""
    seller, keeper, head = company[seller_login], company[keeper_login], company["helen.head"]
    product = product or company["admin"].post(
        "/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"}
    )
    assert eventually(lambda: keeper.ask("GET", f"/v1/items/{product['id']}").status_code == 200)
    place = keeper.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": f"Store {word}"})
    line = {"item_id": product["id"], "quantity": 9}
    goods = {"warehouse_id": place["id"], "lines": [line]}
    document = keeper.post("/v1/inbound-documents", goods)
    keeper.post(f"/v1/inbound-documents/{document['id']}/post")
    keeper.post("/v1/outbound-documents", {**goods, "lines": [{**line, "quantity": 1}]})
    keeper.post("/v1/items", {"code": new_id(), "name": f"Own {word}"})
    lead = seller.post("/v1/leads", {"name": f"Lead {word}", "company": f"{word} {new_id()}"})
    seller.post(f"/v1/leads/{lead['id']}/qualify", {"budget": "5.00"})
    became = seller.post(
        f"/v1/leads/{lead['id']}/convert", {"customer": {}, "contact": {}, "opportunity": {"amount": "90.00"}}
    )
    wanted = [{"product_id": product["id"], "quantity": 2}]
    deal = {"opportunity_id": became["opportunity_id"], "valid_until": "2099-01-01", "lines": wanted}
    seller.post("/v1/quotations", deal)
    order = seller.post("/v1/orders", {"customer_id": became["customer_id"], "lines": wanted})
    path = f"/v1/orders/{order['id']}"
    seller.post(f"{path}/confirm")
    assert eventually(lambda: seller.get(f"{path}/tracking")["fulfilment"] == "reserved", 20)
    keeper.post(f"{path}/shipments")
    head.post(f"{path}/invoices", {"amount": "20.00"})
    head.post(f"{path}/payments", {"amount": "20.00", "method": "cash"})
    seller.post("/v1/campaigns", {"name": f"Campaign {word}", "kind": "web", "budget": "3.00"})
    seller.post("/v1/requests", {"description": f"Help {word}", "customer_name": "Joe"})
    return product
