"""What a product costs a customer, and why: price lists, promotions, approved exceptions, and offers that agree."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


def product_of(company: Company, price: str = "100.00", name: str = "Press") -> Any:
    return company["admin"].post("/v1/products", {"code": f"P-{new_id()[-12:]}", "name": name, "list_price": price})


def customer_of(client: Client, **fields: Any) -> str:
    return str(client.post("/v1/customers", {"name": f"Forge {new_id()}", **fields})["id"])


def price_list(company: Company, product: Any, *steps: tuple[int, str], **fields: Any) -> Any:
    prices = [{"product_id": product["id"], "from_quantity": least, "unit_price": price} for least, price in steps]
    body = {"code": f"L-{new_id()[-12:]}", "name": "Forges", "currency": "USD", "prices": prices, **fields}
    return company["admin"].post("/v1/price-lists", body)


def price(client: Client, product: Any, customer_id: str, **query: Any) -> Any:
    return client.get(f"/v1/products/{product['id']}/price", params={"customer": customer_id, **query})


def quotation(client: Client, product: Any, customer_id: str, **line: Any) -> Any:
    deal = client.post("/v1/opportunities", {"name": "Hall", "customer_id": customer_id})
    lines = [{"product_id": product["id"], "quantity": 1, **line}]
    return client.post("/v1/quotations", {"opportunity_id": deal["id"], "valid_until": day(30), "lines": lines})


@pytest.mark.feature("S-002")
def test_the_effective_price_is_told_with_the_rule_that_makes_it(company: Company) -> None:
    nils, product = company["nils.north"], product_of(company)
    customer = customer_of(nils)
    plain = price(nils, product, customer)
    assert (plain["price"], plain["currency"], plain["date"]) == ("100.00", "USD", day(0))
    assert (plain["rule"]["basis"], plain["rule"]["code"]) == ("list", None)
    listed = price_list(company, product, (1, "95.00"), (5, "90.00"), ends_on=day(10))
    found = price(nils, product, customer, qty=7, date=day(10))
    assert (found["price"], found["list_price"], found["quantity"]) == ("90.00", "100.00", 7)
    rule = found["rule"]
    assert (rule["basis"], rule["code"], rule["from_quantity"], rule["ends_on"]) == (
        "price_list",
        listed["code"],
        5,
        day(10),
    )
    assert price(nils, product, customer, date=day(11))["rule"]["basis"] == "list"
    quoted = quotation(nils, product, customer, unit_price="93.00", discount_percent="10")
    nils.post(f"/v1/quotations/{quoted['id']}/send")
    found = price(nils, product, customer)
    assert (found["price"], found["rule"]["basis"], found["rule"]["quotation_number"]) == (
        "83.70",
        "quotation",
        quoted["number"],
    )
    path = f"/v1/products/{product['id']}/price"
    company["sara.south"].refused("GET", path, status=404, params={"customer": customer})
    nils.refused("GET", f"/v1/products/{new_id()}/price", status=404, params={"customer": customer})
    elsewhere = {"customer": customer, "currency": "CNY"}
    nils.refused("GET", path, status=422, code="price_not_in_currency", params=elsewhere)
    for wrong in ({}, {"customer": customer, "qty": "0"}, {"customer": customer, "date": "tomorrow"}):
        nils.refused("GET", path, status=400, params=wrong)


@pytest.mark.feature("S-115")
def test_prices_follow_level_quantity_day_and_currency_and_exceptions_are_approved(company: Company) -> None:
    nils, nora, product = company["nils.north"], company["nora.north"], product_of(company)
    levels = [row["code"] for row in company["admin"].all("/v1/picklists/customer_level/values") if not row["retired"]]
    level = levels[0] if levels else f"level {new_id()[-6:]}"
    usual, special = customer_of(nils), customer_of(nils, level=level)
    everybody = price_list(company, product, (1, "95.00"), (10, "90.00"))
    price_list(company, product, (1, "85.00"), customer_level=level)
    price_list(company, product, (1, "80.00"), currency="EUR")
    price_list(company, product, (1, "70.00"), kind="promotion", starts_on=day(5), ends_on=day(6))
    told = [
        price(nils, product, customer, **query)["price"]
        for customer, query in (
            (usual, {}),
            (usual, {"qty": 10}),
            (special, {}),
            (usual, {"currency": "EUR"}),
            (usual, {"date": day(4)}),
            (usual, {"date": day(5)}),
            (special, {"date": day(6)}),
            (usual, {"date": day(7)}),
        )
    ]
    assert told == ["95.00", "90.00", "85.00", "80.00", "95.00", "70.00", "70.00", "95.00"]
    for login in ("nils.north", "nora.north"):
        body = {"name": "Mine"}
        company[login].refused("PATCH", f"/v1/price-lists/{everybody['id']}", body, status=403)

    asked = {"customer_id": usual, "product_id": product["id"], "unit_price": "60.00", "currency": "USD"}
    asked |= {"ends_on": day(9), "reason": "A rival asks 61"}
    exception = nils.post("/v1/price-exceptions", asked)
    path = f"/v1/price-exceptions/{exception['id']}"
    assert price(nils, product, usual)["price"] == "95.00"
    nils.refused("POST", f"{path}/approve", {}, status=403, code="price_exception_of_ones_own")
    for stranger in ("nina.north", "sven.south"):
        company[stranger].refused("POST", f"{path}/approve", {}, status=404)
    assert nora.post(f"{path}/approve")["status"] == "approved"
    found = price(nils, product, usual)
    assert (found["price"], found["rule"]["basis"], found["rule"]["price_exception_id"]) == (
        "60.00",
        "exception",
        exception["id"],
    )
    assert price(nils, product, usual, date=day(10))["price"] == "95.00"
    assert price(nils, product, special)["price"] == "85.00"
    other = nils.post("/v1/price-exceptions", {**asked, "unit_price": "1.00"})
    nora.post(f"/v1/price-exceptions/{other['id']}/refuse", {"reason": "Below cost"})
    nora.refused("POST", f"/v1/price-exceptions/{other['id']}/approve", {}, status=409)
    assert price(nils, product, usual)["price"] == "60.00"
    verbs = [entry["type"].split(".")[3] for entry in nils.get(f"{path}/history")["data"]]
    assert verbs == ["requested", "approved"]


@pytest.mark.feature("S-046")
def test_below_the_price_of_an_offer_that_stands_nothing_is_sent_without_approval(company: Company) -> None:
    nils, nina, product = company["nils.north"], company["nina.north"], product_of(company)
    customer = customer_of(nils)
    nils.post(f"/v1/customers/{customer}/shares", {"person_id": nina.me["id"], "access": "read"})
    first = quotation(nils, product, customer, unit_price="90.00")
    nils.post(f"/v1/quotations/{first['id']}/send")
    lower = quotation(nina, product, customer, discount_percent="20")
    path = f"/v1/quotations/{lower['id']}"
    problem = nina.refused("POST", f"{path}/send", {}, status=409, code="quotation_price_conflict")
    assert problem["conflicts"] == [{"product_id": product["id"], "price": "80.00", "quoted": "90.00"}]
    assert nina.get(path)["status"] == "draft"
    same = quotation(nina, product, customer, unit_price="90.00")
    assert nina.post(f"/v1/quotations/{same['id']}/send")["status"] == "sent"
    asked = {"customer_id": customer, "product_id": product["id"], "unit_price": "80.00", "currency": "USD"}
    exception = nina.post("/v1/price-exceptions", {**asked, "ends_on": day(9), "reason": "They buy a hall"})
    nina.refused("POST", f"{path}/send", {}, status=409, code="quotation_price_conflict")
    company["nora.north"].post(f"/v1/price-exceptions/{exception['id']}/approve")
    assert nina.post(f"{path}/send")["status"] == "sent"


@pytest.mark.feature("S-047")
def test_what_is_found_in_the_price_library_becomes_lines_with_totals_in_one_call(company: Company) -> None:
    nils, word = company["nils.north"], f"w{new_id()[-10:]}"
    product, more = product_of(company, name=f"Press {word}"), product_of(company, "10.00", f"Oil {word}")
    price_list(company, product, (1, "95.00"), (2, "90.00"))
    customer = customer_of(nils)
    draft = quotation(nils, more, customer, unit_price="9.00")
    found = nils.get(f"/v1/customers/{customer}/prices", params={"q": word, "sort": "-list_price"})["data"]
    assert [(row["id"], row["price"], row["basis"]) for row in found] == [
        (product["id"], "95.00", "price_list"),
        (more["id"], "10.00", "list"),
    ]
    chosen = [{"product_id": row["id"], "quantity": 2} for row in found]
    body = {"products": chosen, "discount_percent": "10", "tax_percent": "20"}
    path = f"/v1/quotations/{draft['id']}/add-from-prices"
    key = {"Idempotency-Key": new_id()}
    first, again = (nils.ok("POST", path, body, headers=key) for _ in range(2))
    assert first == again
    lines = [(line["unit_price"], line["quantity"]) for line in first["lines"]]
    assert lines == [("9.00", 1), ("90.00", 2), ("10.00", 2)]
    assert (first["net"], first["tax"], first["gross"]) == ("189.00", "36.00", "225.00")
    company["nina.north"].refused("POST", path, body, status=404)
    unknown = {"products": [{"product_id": new_id()}]}
    nils.refused("POST", path, unknown, status=422, code="product_not_offered")
    nils.post(f"/v1/quotations/{draft['id']}/send")
    nils.refused("POST", path, body, status=409, code="quotation_version_fixed")
