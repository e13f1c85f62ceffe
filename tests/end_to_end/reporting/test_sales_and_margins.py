"""Sales of sellers and teams with margins and quotas, and key customers, through the public API."""

from decimal import Decimal
from typing import Any

import pytest

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.reporting.seller import LEVEL, QUOTA, Seller

FIGURES = ("orders", "amount", "costed_amount", "margin", "margin_rate", "target", "attained", "attainment")
MINE = (3, "300.00", "80.00", "56.00", "0.7000", QUOTA, "300.00", "0.3000")
"""Six lamps for 80.00 that cost 4.00 each; of chairs nobody knows the cost."""


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


@pytest.mark.feature("S-081")
def test_amount_count_margin_and_attainment_of_a_seller(company: Company, seller: Seller) -> None:
    answer = seller.ask("seller-sales", period=seller.month)
    assert table(answer, "time", "seller_id", "seller", *FIGURES) == [(seller.month, seller.id, seller.name, *MINE)]
    behind = seller.client.all(f"/v1/reports/seller-sales/records?{answer['rows'][0]['drill']}")
    assert {(one["kind"], one["id"]) for one in behind} == {
        *(("order", order) for order in seller.orders[:3]),
        ("quota", seller.quota),
    }
    by_year = seller.ask("seller-sales", grain="year", period=str(today().year))
    assert table(by_year, "time", "amount", "target") == [(str(today().year), "300.00", QUOTA)]
    assert seller.ask("seller-sales", period=str(today().year - 1))["rows"] == []
    seller.client.refused("GET", "/v1/reports/seller-sales", params={"grain": "day"}, status=400)
    company["sven.south"].refused("GET", "/v1/reports/seller-sales", params={"owner": seller.id}, status=404)


@pytest.mark.feature("S-082")
def test_the_same_by_team_and_unit_down_to_the_sellers(company: Company, seller: Seller) -> None:
    helen, east = company["helen.head"], company.units["EAST"]["id"]
    mine = {"owner": seller.id, "currency": "USD", "period": seller.month}
    of_team = helen.get("/v1/reports/team-sales", params=mine)
    columns = ("time", "unit_id", "unit", "team_id", "team")
    head = company.people["helen.head"]
    assert table(of_team, *columns, *FIGURES) == [(seller.month, east, "East", head["id"], head["name"], *MINE)]
    asked = {"org_unit": east, "currency": "USD", "period": seller.month}
    whole = helen.get("/v1/reports/team-sales", params=asked)
    parts = helen.get("/v1/reports/seller-sales", params={**asked, "limit": "200"})
    assert whole["totals"] == parts["totals"], "the unit is the sum of its sellers"
    for name in ("amount", "margin", "target"):
        assert sum(Decimal(row[name]) for row in parts["rows"]) == Decimal(whole["totals"][0][name])
    company["nora.north"].refused("GET", "/v1/reports/team-sales", params={"org_unit": east}, status=404)


def branch(company: Company) -> tuple[str, Any]:
    """A new branch that no other test looks at, and somebody who leads its team."""
    code = f"B-{new_id()[-10:].upper()}"
    body = {"code": code, "name": code, "kind": "branch", "parent_id": company.units["HQ"]["id"]}
    unit = company["admin"].post("/v1/org-units", body)["id"]
    return unit, hired(company, unit, company.people["helen.head"]["id"], "account_manager")


def hired(company: Company, unit: str, superior: str, group: str) -> Any:
    login = f"b.{new_id()[-12:]}"
    body = {"login": login, "name": login.title(), "unit_id": unit, "superior_id": superior, "groups": [group]}
    return company["admin"].post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})


@pytest.mark.feature("S-082")
def test_what_was_sold_stays_with_the_team_of_then(company: Company) -> None:
    admin, (here, leader), (there, other) = company["admin"], branch(company), branch(company)
    person = hired(company, here, leader["id"], "salesperson")
    mover = company.stack.client(person["login"], PASSWORD)
    cost = {"code": new_id(), "name": "Mill", "list_price": "10.00", "cost": "7.50"}
    product = admin.post("/v1/products", cost)
    customer = mover.post("/v1/customers", {"name": f"Miller {new_id()}"})

    def sell(pieces: int) -> None:
        lines = [{"product_id": product["id"], "quantity": pieces}]
        order = mover.post("/v1/orders", {"customer_id": customer["id"], "lines": lines})
        mover.post(f"/v1/orders/{order['id']}/confirm")

    def told() -> list[tuple[Any, ...]]:
        answer = company["helen.head"].get("/v1/reports/team-sales", params={"owner": person["id"]})
        return sorted(table(answer, "unit_id", "team", "orders", "amount", "margin"))

    sell(2)
    before = (here, leader["name"], 1, "20.00", "5.00")
    assert eventually(lambda: told() == [before], seconds=60)
    admin.post(f"/v1/people/{person['id']}/move", {"unit_id": there})
    admin.post(f"/v1/people/{person['id']}/place", {"superior_id": other["id"]})
    admin.patch(f"/v1/products/{product['id']}", {"cost": "1.00"})
    sell(1)
    after = (there, other["name"], 1, "10.00", "9.00")
    assert eventually(lambda: told() == sorted((before, after)), seconds=60)


@pytest.mark.feature("S-058")
def test_customers_above_a_level_or_a_revenue_with_their_margin(company: Company, seller: Seller) -> None:
    def customers(**asked: str) -> dict[str, Any]:
        columns = ("customer_id", "orders", "amount", "costed_amount", "margin", "margin_rate")
        answer = seller.ask("key-customer-margins", period=seller.month, **asked)
        return {one: figures for one, *figures in table(answer, *columns)}

    acme = [2, "150.00", "80.00", "56.00", "0.7000"]
    brown = [1, "150.00", "0.00", "0.00", None]
    both = {seller.customers["Acme"]: acme, seller.customers["Brown"]: brown}
    assert customers() == customers(revenue="150.00") == both
    assert customers(revenue="150.01") == customers(level=LEVEL) == {}
    touched, at = seller.customers["Brown"], {"kind": "call", "at": now().isoformat()}
    seller.client.post(f"/v1/customers/{touched}/touch", at)

    def last_touch() -> Any:
        return dict(table(seller.ask("key-customer-margins"), "customer_id", "last_touch_on"))[touched]

    assert eventually(lambda: last_touch() == at["at"][:10], seconds=60)
    seller.client.refused("GET", "/v1/reports/key-customer-margins", params={"revenue": "much"}, status=400)
