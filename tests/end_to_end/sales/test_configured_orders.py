"""Orders of products that are built of chosen parts, through the public API."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_configurators import asked, catalogue_of, customer_of, drawn_up

ORDERS = "/v1/orders"


class House:
    """A tractor with a cab, as a seller would order it for a customer."""

    def __init__(self, company: Company) -> None:
        self.seller: Client = company["nils.north"]
        self.ids = catalogue_of(company)
        self.configurator = company["admin"].post("/v1/configurators", drawn_up(self.ids))
        self.customer = customer_of(self.seller)
        self.choices = self.chosen("big", "cab")
        wanted = asked(self.ids, self.configurator, self.customer, "big", "cab")
        self.known: str = self.seller.post("/v1/configurations", wanted)["configuration_id"]

    def chosen(self, *parts: str) -> list[dict[str, str]]:
        choices: list[dict[str, str]] = asked(self.ids, self.configurator, self.customer, *parts)["choices"]
        return choices

    def line(self, name: str, **more: Any) -> dict[str, Any]:
        return {"product_id": self.ids[name], "quantity": 1, **more}

    def body(self, *lines: dict[str, Any]) -> dict[str, Any]:
        return {"customer_id": self.customer, "currency": "USD", "lines": list(lines)}

    def whole(self) -> dict[str, Any]:
        parts = (self.line(name, configuration_id=self.known) for name in ("big", "cab"))
        return self.body(self.line("tractor", choices=self.choices), *parts)


@pytest.fixture(scope="module")
def house(company: Company) -> House:
    return House(company)


def built(order: dict[str, Any]) -> list[str | None]:
    return [line["configuration_id"] for line in order["lines"]]


def test_an_order_names_what_its_product_is_built_of_and_keeps_it(company: Company) -> None:
    house = House(company)
    seller, known = house.seller, house.known
    lonely = house.body(house.line("big", configuration_id=known))
    seller.refused("POST", ORDERS, lonely, status=422, code="product_not_configured")
    seller.refused("GET", f"/v1/configurations/{known}", status=404)
    key = {"Idempotency-Key": new_id()}
    order, again = (seller.ok("POST", ORDERS, house.whole(), headers=key) for _ in range(2))
    assert order == again
    assert built(order) == [known] * 3
    assert {one["product_id"] for one in seller.get(f"/v1/configurations/{known}")["choices"]} == {
        house.ids["big"],
        house.ids["cab"],
    }
    second = seller.post(ORDERS, house.body(house.line("tractor", configuration_id=known), house.line("rack")))
    assert built(second) == [known, None]


def test_a_draft_stays_as_it_is_built_when_the_configurator_changes(company: Company) -> None:
    house = House(company)
    order = house.seller.post(ORDERS, house.whole())
    [engine, extras] = drawn_up(house.ids)["slots"]
    less = {"slots": [engine, {**extras, "options": [house.ids["rack"]]}], "rules": []}
    company["admin"].patch(f"/v1/configurators/{house.configurator['id']}", less)
    lines = [house.line(name, quantity=2, configuration_id=house.known) for name in ("tractor", "big", "cab")]
    changed = house.seller.patch(f"{ORDERS}/{order['id']}", {"lines": lines})
    assert (built(changed), changed["lines"][0]["quantity"]) == ([house.known] * 3, 2)
    code = "configuration_incompatible"
    house.seller.refused("POST", ORDERS, house.whole(), status=422, code=code)  # chosen anew they no longer go together
    plain = house.seller.patch(f"{ORDERS}/{order['id']}", {"lines": [house.line("tractor", configuration_id=None)]})
    assert built(plain) == [None]


def test_a_line_is_built_of_what_goes_together_and_of_what_is_its_own(house: House) -> None:
    house.seller.post(ORDERS, house.whole())
    small = house.chosen("small", "cab")
    for line, status, code in (
        (house.line("tractor", choices=small), 422, "configuration_incompatible"),
        (house.line("tractor", choices=[]), 422, "configuration_incompatible"),
        (house.line("rack", choices=house.choices), 422, "product_not_configured"),
        (house.line("rack", configuration_id=house.known), 422, "product_not_configured"),
        (house.line("tractor", configuration_id=new_id()), 422, "product_not_configured"),
        (house.line("tractor", configuration_id="none"), 400, "malformed"),
        (house.line("tractor", choices="all"), 400, "malformed"),
        (house.line("tractor", choices=house.choices, configuration_id=house.known), 400, "malformed"),
    ):
        house.seller.refused("POST", ORDERS, house.body(line), status=status, code=code)


def test_nobody_builds_for_a_customer_out_of_their_sight(company: Company, house: House) -> None:
    company["sara.south"].refused("POST", ORDERS, house.whole(), status=422, code="order_customer_missing")
