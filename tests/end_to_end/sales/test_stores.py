"""Stores through the public API: several from one catalogue, each set up and published by calls alone."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.sales.test_configurators import customer_of, visitor_of

THEME = {
    "colours": {"primary": "#112233", "background": "#ffffff"},
    "logo_url": "https://cdn.example.com/logo.svg",
    "texts": {"de": {"title": "Willkommen"}, "en": {"title": "Welcome", "welcome": "Look around"}},
}


def product_of(company: Company, **more: Any) -> Any:
    made = {"code": f"P-{new_id()[-12:]}", "name": "Plane", "list_price": "10.00", "currency": "USD", **more}
    return company["admin"].post("/v1/products", made)


def store_of(client: Client, **more: Any) -> Any:
    made = {"code": f"s-{new_id()[-12:]}", "name": "Tools", "languages": ["en", "de"], "currency": "USD", **more}
    return client.post("/v1/stores", made)


def listed_in(client: Client, store: Any, *products: Any, **more: Any) -> None:
    for product in products:
        client.post(f"/v1/stores/{store['id']}/list-product", {"product_id": product["id"], **more})


def published(client: Client, *products: Any, **more: Any) -> Any:
    store = store_of(client, **more)
    listed_in(client, store, *products)
    return client.post(f"/v1/stores/{store['id']}/publish")


@pytest.mark.feature("E-09")
def test_a_shop_with_its_own_catalogue_currency_and_theme_is_set_up_and_published_by_calls_alone(
    company: Company,
) -> None:
    nora, sara = company["nora.north"], company["sara.south"]
    plane, saw = product_of(company), product_of(company, name="Saw")
    prices = [{"product_id": plane["id"], "unit_price": "9.00"}, {"product_id": saw["id"], "unit_price": "20.00"}]
    listed = {"code": f"L-{new_id()[-12:]}", "name": "Euro", "currency": "EUR", "prices": prices}
    by = company["admin"].post("/v1/price-lists", listed)
    shop = store_of(nora, languages=["de", "en"], currency="EUR", price_list_id=by["id"], theme=THEME)
    path = f"/v1/stores/{shop['id']}"
    assert (shop["status"], shop["theme"], shop["currency"], shop["listed"]) == ("draft", THEME, "EUR", 0)
    nora.refused("POST", f"{path}/publish", {}, status=422, code="store_needs_products")
    names = {"de": {"name": "Hobel", "description": "Glatt"}}
    assert nora.post(f"{path}/list-product", {"product_id": plane["id"], "texts": names})["listed"] == 1
    sara.refused("GET", f"{path}/catalogue", status=404)
    [seen] = nora.get(f"{path}/catalogue")["data"]
    assert (seen["id"], seen["name"], seen["price"], seen["currency"], seen["basis"]) == (
        plane["id"], "Hobel", "9.00", "EUR", "price_list",
    )  # fmt: skip
    assert nora.post(f"{path}/publish")["status"] == "published"
    assert [row["id"] for row in sara.get(f"{path}/catalogue")["data"]] == [plane["id"]]
    assert (sara.get(path)["status"], sara.get("/v1/stores", params={"q": shop["code"]})["data"][0]["id"]) == (
        "published", shop["id"],
    )  # fmt: skip
    sara.refused("GET", f"{path}/history", status=404)
    sara.refused("GET", f"{path}/assortment", status=404)
    visitor = visitor_of(company, customer_of(company["nils.north"]))
    assert [row["name"] for row in visitor.get(f"{path}/catalogue")["data"]] == ["Hobel"]
    nora.refused("PATCH", path, {"currency": None}, status=422, code="store_needs_currency")
    out = {"product_id": plane["id"]}
    nora.refused("POST", f"{path}/delist-product", out, status=422, code="store_needs_products")
    assert nora.get(path)["listed"] == 1
    assert nora.post(f"{path}/withdraw")["status"] == "withdrawn"
    visitor.refused("GET", f"{path}/catalogue", status=404)
    assert nora.post(f"{path}/delist-product", out)["listed"] == 0
    nora.refused("POST", f"{path}/delist-product", out, status=409, code="store_does_not_list")
    told = [entry["type"].split(".")[3] for entry in nora.get(f"{path}/history")["data"]]
    assert told == ["created", "product_listed", "published", "withdrawn", "product_delisted"]


@pytest.mark.feature("E-06")
def test_several_stores_sell_from_one_catalogue_in_languages_currencies_and_assortments_of_their_own(
    company: Company,
) -> None:
    nora, category = company["nora.north"], f"tools {new_id()[-12:]}"
    plane, saw, _ = (product_of(company, name=name, category=category) for name in ("Plane", "Saw", "Rope"))
    prices = [{"product_id": one["id"], "unit_price": "7.00"} for one in (plane, saw)]
    listed = {"code": f"L-{new_id()[-12:]}", "name": "Euro", "currency": "EUR", "prices": prices}
    by = company["admin"].post("/v1/price-lists", listed)
    german = store_of(nora, languages=["de", "fr"], currency="EUR", price_list_id=by["id"])
    texts = {"de": {"name": "Hobel"}, "fr": {"name": "Rabot", "description": "Lisse"}}
    listed_in(nora, german, plane, texts=texts)
    listed_in(nora, german, saw)
    american = store_of(nora, languages=["en"])
    nora.post(f"/v1/stores/{american['id']}/list-product", {"category": category})
    for store in (german, american):
        nora.post(f"/v1/stores/{store['id']}/publish")

    def shown(store: Any, languages: str = "", **params: str) -> list[tuple[str, str, str, str]]:
        page = company["nils.north"].get(
            f"/v1/stores/{store['id']}/catalogue", params=params, headers={"Accept-Language": languages}
        )
        return [(row["name"], row["price"], row["currency"], row["language"]) for row in page["data"]]

    assert shown(german, sort="created_at") == [("Hobel", "7.00", "EUR", "de"), ("Saw", "7.00", "EUR", "de")]
    assert shown(german, "en, fr-CH;q=0.8, de;q=0.5", q="plane") == [("Rabot", "7.00", "EUR", "fr")]
    assert shown(american, "fr", sort="name") == [(name, "10.00", "USD", "en") for name in ("Plane", "Rope", "Saw")]
    late = product_of(company, name="Nail", category=category)
    assert ("Nail", "10.00", "USD", "en") in shown(american)
    company["admin"].post(f"/v1/products/{late['id']}/retire")
    assert [row[0] for row in shown(american, sort="-name", limit="2")] == ["Saw", "Rope"]
    entries = nora.all(f"/v1/stores/{german['id']}/assortment", params={"limit": "1", "sort": "created_at"})
    assert [(one["product_id"], one["texts"]) for one in entries] == [(plane["id"], texts), (saw["id"], {})]


def test_a_store_is_changed_by_its_unit_alone_and_only_into_what_it_can_be(company: Company) -> None:
    nora, nils, sven = company["nora.north"], company["nils.north"], company["sven.south"]
    plane = product_of(company)
    draft, store = store_of(nora), published(nora, plane)
    path = f"/v1/stores/{store['id']}"
    for stranger in (sven, company["sara.south"]):
        stranger.refused("PATCH", path, {"name": "Ours"}, status=404)
        stranger.refused("POST", f"{path}/withdraw", {}, status=404)
        for hidden in ("", "/catalogue"):
            stranger.refused("GET", f"/v1/stores/{draft['id']}{hidden}", status=404)
        assert draft["id"] not in {row["id"] for row in stranger.all("/v1/stores")}
    company["nina.north"].refused("POST", f"{path}/withdraw", {}, status=403)
    assert nils.get(path)["id"] == store["id"]
    prices = [{"product_id": plane["id"], "unit_price": "8.00"}]
    dollars = {"code": f"L-{new_id()[-12:]}", "name": "Dollars", "currency": "USD", "prices": prices}
    list_id = company["admin"].post("/v1/price-lists", dollars)["id"]
    for wrong, status, code in (
        ({"currency": "EUR", "price_list_id": list_id}, 422, "store_price_list_currency"),
        ({"price_list_id": new_id()}, 422, "store_price_list_unknown"),
        ({"theme": {"texts": {"fr": {"title": "Salut"}}}}, 422, "store_language_unknown"),
        ({"theme": {"colours": {"primary": "red"}}}, 400, "malformed"),
        ({"theme": {"script": "x"}}, 400, "malformed"),
        ({"theme": {"logo_url": "javascript:alert(1)"}}, 400, "malformed"),
        ({"languages": []}, 400, "malformed"),
        ({"languages": ["en", "en"]}, 400, "malformed"),
        ({"languages": ["English"]}, 400, "malformed"),
        ({"code": "other"}, 400, "malformed"),
        ({"status": "withdrawn"}, 400, "malformed"),
    ):
        nora.refused("PATCH", path, wrong, status=status, code=code)
    assert nora.get(path) == store
    nora.refused("POST", "/v1/stores", {"code": store["code"], "name": "x", "languages": ["en"]}, status=409)
    texts = {"fr": {"name": "Rabot"}}
    for wrong, status, code in (
        ({"product_id": new_id()}, 422, "product_not_offered"),
        ({"product_id": plane["id"], "texts": texts}, 422, "store_language_unknown"),
        ({"product_id": plane["id"], "category": "x"}, 400, "malformed"),
        ({"category": "x", "texts": {"en": {"name": "x"}}}, 400, "malformed"),
        ({}, 400, "malformed"),
    ):
        nora.refused("POST", f"{path}/list-product", wrong, status=status, code=code)
    nora.refused("POST", f"{path}/publish", {}, status=409, code="store_state_forbids")
    changed = nora.patch(path, {"name": "Better tools"})
    assert nora.ask("PATCH", path, {"name": "x"}, headers={"If-Match": f'"{store["version"]}"'}).status_code == 412
    assert [row["id"] for row in nora.get("/v1/stores", params={"q": store["code"]})["data"]] == [changed["id"]]
