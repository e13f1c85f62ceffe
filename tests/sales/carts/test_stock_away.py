"""Checking out while distribution is away, or has too little: refused, and no half of an order is made."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from services.sales.orders.queries import Order
from services.sales.service import SalesService
from shared.errors import Conflict, Unavailable
from shared.ids import new_id
from tests.sales.desk import Desk, Office


@dataclass
class Answer:
    result: Any


@dataclass
class Depot:
    """Distribution as the bus shows it: away, or with its answer to what is asked."""

    short: list[dict[str, Any]] | None

    def on_behalf_of(self, *_: Any) -> "Depot":
        return self

    def call(self, service: str, method: str, /, request: Any) -> Answer:
        assert (service, method) == ("distribution", "check_availability")
        if self.short is None:
            raise Unavailable("distribution is away", retry_after=1)
        return Answer({"short": self.short})


def filled_cart(desk: Desk) -> tuple[Any, str]:
    product = desk.create_product(request={"code": new_id(), "name": "Plane", "list_price": "10.00"})["id"]
    made = {"code": new_id()[-12:], "name": "Tools", "languages": ["en"], "currency": "USD"}
    store = desk.create_store(request=made)["id"]
    desk.list_store_product(store_id=store, request={"product_id": product})
    desk.publish_store(store_id=store, request={})
    customer = desk.create_customer(request={"name": "Farm"})["id"]
    cart = desk.open_cart(request={"store_id": store, "customer_id": customer})["id"]
    return desk.put_into_cart(cart_id=cart, request={"product_id": product, "quantity": 2}), product


def orders(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


@pytest.fixture
def depot(monkeypatch: pytest.MonkeyPatch) -> Depot:
    stand_in = Depot(None)
    monkeypatch.setattr(SalesService, "bus", stand_in)
    return stand_in


def test_without_distribution_nothing_is_checked_out_and_later_all_of_it(office: Office, depot: Depot) -> None:
    helen = office("helen")
    cart, product = filled_cart(helen)
    for _ in range(2):
        with pytest.raises(Unavailable):
            helen.keyed("once").check_out_cart(cart_id=cart["id"], request={"total": "20.00"})
    assert (helen.get_cart(cart_id=cart["id"]), orders(helen)) == (cart, 0)
    depot.short = [{"item_id": product, "wanted": 2, "available": 1}]
    with pytest.raises(Conflict) as refused:
        helen.keyed("once").check_out_cart(cart_id=cart["id"], request={"total": "20.00"})
    assert refused.value.extra == {
        "lines": [cart["lines"][0]["id"]],
        "short": [{"product_id": product, "wanted": 2, "available": 1, "missing": 1}],
    }
    depot.short = []
    done, again = (helen.keyed("once").check_out_cart(cart_id=cart["id"], request={"total": "20.00"}) for _ in range(2))
    assert (done, orders(helen)) == (again, 1)
    assert helen.get_order(order_id=done["order_id"])["amount"] == "20.00"
