"""Cross-selling and up-selling through the public API: what else to offer for a basket or a customer, and why."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company

PATH = "/v1/recommendations"


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


class Shop:
    """The products of one test, by name."""

    def __init__(self, company: Company) -> None:
        self.admin = company["admin"]
        self.ids: dict[str, str] = {}

    def stock(self, *names: str) -> list[str]:
        for name in names:
            body = {"code": f"{name}-{new_id()[-12:]}", "name": name, "list_price": "10.00"}
            self.ids[name] = self.admin.post("/v1/products", body)["id"]
        return [self.ids[name] for name in names]

    def names(self, told: Any) -> list[str]:
        by_id = {product_id: name for name, product_id in self.ids.items()}
        return [by_id[one["product"]["id"]] for one in told["data"]]


@pytest.fixture
def shop(company: Company) -> Shop:
    return Shop(company)


def customer_of(client: Client) -> str:
    return str(client.post("/v1/customers", {"name": f"Shop {new_id()}"})["id"])


def order(client: Client, customer_id: str, *product_ids: str) -> Any:
    lines = [{"product_id": product_id, "quantity": 1} for product_id in product_ids]
    made = client.post("/v1/orders", {"customer_id": customer_id, "lines": lines})
    return client.post(f"/v1/orders/{made['id']}/confirm")


def pair(client: Client, product_id: str, recommended_id: str, **fields: Any) -> Any:
    body = {"kind": "cross_sell", "reason": "They go together.", **fields}
    return client.post("/v1/product-pairs", {"product_id": product_id, "recommended_id": recommended_id, **body})


def visitor_of(company: Company, customer_id: str) -> Client:
    """Somebody of this customer, in the store."""
    login, admin = f"visitor{new_id()[-12:]}", company["admin"]
    body = {"login": login, "name": "Visitor", "unit_id": company.units["NORTH"]["id"], "groups": ["portal_customer"]}
    person = admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": customer_id})
    return company.stack.client(login, PASSWORD)


@pytest.mark.feature("S-117")
def test_for_a_basket_or_a_customer_products_are_recommended_with_the_reason_on_every_channel(
    company: Company, shop: Shop
) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    drill, bits, case, big = shop.stock("drill", "bits", "case", "big")
    pair(nils, drill, big, kind="up_sell", reason="Drills stone too.")
    buyer, other = customer_of(nils), customer_of(nils)
    order(nils, buyer, drill, bits)
    order(nils, other, drill, bits)
    order(nils, other, drill, case)
    draft = {"customer_id": other, "lines": [{"product_id": one, "quantity": 1} for one in (drill, case)]}
    nils.post("/v1/orders", draft)

    told = nils.post(PATH, {"basket": [drill]})
    assert shop.names(told) == ["big", "bits", "case"]
    assert [one["reasons"] for one in told["data"]] == [
        [{"kind": "up_sell", "product_id": drill, "text": "Drills stone too.", "orders": None}],
        [bought(drill, 2)],
        [bought(drill, 1)],
    ]
    assert (told["data"][0]["product"]["name"], told["data"][0]["product"]["list_price"]) == ("big", "10.00")
    assert shop.names(nils.post(PATH, {"basket": [drill, bits]})) == ["big", "case"]

    assert shop.names(nils.post(PATH, {"customer_id": buyer})) == ["big", "case"]
    assert shop.names(nils.post(PATH, {"customer_id": buyer, "basket": [case]})) == ["big"]
    visitor = visitor_of(company, buyer)
    assert shop.names(visitor.post(PATH, {"customer_id": buyer})) == ["big"]
    assert shop.names(visitor.post(PATH, {"basket": [bits]})) == ["drill"]

    assert shop.names(sara.post(PATH, {"basket": [drill]})) == ["big"]
    order(sara, customer_of(sara), drill, case)
    assert sara.post(PATH, {"basket": [drill]})["data"][1]["reasons"] == [bought(drill, 1)]
    assert nils.post(PATH, {"basket": [drill]}) == told
    for stranger in (sara, visitor_of(company, other)):
        stranger.refused("POST", PATH, {"customer_id": buyer}, status=404)
    assert company["helen.head"].post(PATH, {"basket": [drill]})["data"][2]["reasons"] == [bought(drill, 2)]


def bought(product_id: str, orders: int) -> dict[str, Any]:
    text = f"Bought together in {orders} of the latest orders."
    return {"kind": "bought_together", "product_id": product_id, "text": text, "orders": orders}


def test_what_is_voided_retired_or_over_is_not_recommended(company: Company, shop: Shop) -> None:
    nils = company["nils.north"]
    drill, bits, case, big = shop.stock("drill", "bits", "case", "big")
    buyer = customer_of(nils)
    made = order(nils, buyer, drill, bits)
    over, later = pair(nils, drill, case, ends_on=day(0)), pair(nils, drill, big, starts_on=day(1))
    assert shop.names(nils.post(PATH, {"basket": [drill]})) == ["case", "bits"]
    nils.patch(f"/v1/product-pairs/{over['id']}", {"starts_on": day(-2), "ends_on": day(-1)})
    assert shop.names(nils.post(PATH, {"basket": [drill]})) == ["bits"]
    nils.patch(f"/v1/product-pairs/{later['id']}", {"starts_on": None})
    assert shop.names(nils.post(PATH, {"basket": [drill]})) == ["big", "bits"]
    shop.admin.post(f"/v1/products/{big}/retire")
    assert shop.names(nils.post(PATH, {"basket": [drill]})) == ["bits"]
    nils.post(f"/v1/orders/{made['id']}/void", {"reason": "Sent back"})
    assert nils.post(PATH, {"basket": [drill]}) == nils.post(PATH, {"customer_id": buyer}) == {"data": []}
    for wrong, pointer in (
        ({}, "/basket"),
        ({"basket": []}, "/basket"),
        ({"basket": ["drill"]}, "/basket/0"),
        ({"basket": [new_id()] * 51}, "/basket"),
    ):
        problem = nils.refused("POST", PATH, wrong, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    key = {"Idempotency-Key": new_id()}
    first, again = (nils.ok("POST", PATH, {"basket": [bits]}, headers=key) for _ in range(2))
    assert first == again == {"data": []}
    assert nils.post(PATH, {"basket": [new_id()]}) == {"data": []}


def test_marketing_declares_a_pair_of_products_once_for_the_whole_company(company: Company, shop: Shop) -> None:
    nils, nina, sara = company["nils.north"], company["nina.north"], company["sara.south"]
    drill, bits = shop.stock("drill", "bits")
    made = pair(nils, drill, bits)
    path, body = f"/v1/product-pairs/{made['id']}", {"kind": "up_sell", "reason": "x"}
    named = {**body, "product_id": drill, "recommended_id": bits}
    sara.refused("POST", "/v1/product-pairs", named, status=409, code="product_pair_declared")
    changed = sara.patch(path, {"reason": "No hole without them.", "ends_on": day(9)})
    assert nina.get(path) == changed
    assert nina.get("/v1/product-pairs", params={"filter[product_id][eq]": drill})["data"] == [changed]
    [_, entry] = nina.get(f"{path}/history")["data"]
    assert entry["changes"]["reason"] == {"before": "They go together.", "after": "No hole without them."}
    for login in ("nina.north", "helen.head"):
        company[login].refused("PATCH", path, body, status=403)
        company[login].refused("POST", "/v1/product-pairs", named, status=403)
    nils.refused("PATCH", path, body, headers={"If-Match": '"1"'}, status=412)
    nils.refused("PATCH", path, {"starts_on": day(10)}, status=422, code="product_pair_ends_before_start")
    for wrong, code in (
        ({"recommended_id": drill}, "product_pair_of_itself"),
        ({"recommended_id": new_id()}, "product_not_offered"),
    ):
        nils.refused("POST", "/v1/product-pairs", {**named, **wrong}, status=422, code=code)
    for wrong, pointer in (
        ({"kind": "gift"}, "/kind"),
        ({"reason": " "}, "/reason"),
        ({"ends_on": "soon"}, "/ends_on"),
    ):
        problem = nils.refused("PATCH", path, wrong, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    nils.refused("GET", f"/v1/product-pairs/{new_id()}", status=404)
    assert nils.get(path) == changed
