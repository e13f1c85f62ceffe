"""All that was ever offered: states of a quotation, versions of a deal and of a customer, and their differences."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.sales.quotations.model import Quotation, QuotationVersion
from shared.clock import today
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def product_of(company: Company, price: str = "10.00") -> Any:
    body = {"code": f"P-{new_id()[-12:]}", "name": "Pump", "list_price": price}
    return company["admin"].post("/v1/products", body)


def deal_of(client: Client, customer_id: str | None = None) -> Any:
    customer_id = customer_id or client.post("/v1/customers", {"name": f"Waterworks {new_id()}"})["id"]
    return client.post("/v1/opportunities", {"name": "Wells", "customer_id": customer_id})


def quotation_of(client: Client, deal: Any, *lines: Any, **more: Any) -> Any:
    later = (today() + timedelta(days=30)).isoformat()
    body = {"opportunity_id": deal["id"], "valid_until": later, "lines": list(lines), **more}
    return client.post("/v1/quotations", body)


def revised(client: Client, quotation: Any, **fields: Any) -> Any:
    path = f"/v1/quotations/{quotation['id']}"
    version = client.post(f"{path}/revise")["version"]
    return client.patch(path, fields, headers={"If-Match": f'"{version}"'})


@pytest.mark.feature("S-040")
def test_a_quotation_has_all_that_an_offer_needs_and_is_sent_accepted_refused_and_expired(company: Company) -> None:
    nils, product = company["nils.north"], product_of(company)
    line = {"product_id": product["id"], "quantity": 2, "tax_percent": "10"}
    made = [quotation_of(nils, deal_of(nils), line, currency="USD") for _ in range(3)]
    first = made[0]
    assert first["number"].startswith("QT-")
    assert (first["latest_version"], first["status"], first["currency"]) == (1, "draft", "USD")
    assert first["valid_until"] == (today() + timedelta(days=30)).isoformat()
    [shown] = first["versions"][0]["lines"]
    assert (shown["product_id"], shown["quantity"], shown["net"], shown["gross"]) == (
        product["id"],
        2,
        "20.00",
        "22.00",
    )
    paths = [f"/v1/quotations/{one['id']}" for one in made]
    for verb, body in (("accept", {}), ("refuse", {"reason": "x"}), ("expire", {})):
        nils.refused("POST", f"{paths[0]}/{verb}", body, status=409, code="quotation_state_forbids")
    assert [nils.post(f"{path}/send")["status"] for path in paths] == ["sent"] * 3
    assert nils.post(f"{paths[0]}/accept")["status"] == "accepted"
    assert nils.post(f"{paths[1]}/refuse", {"reason": "too dear"})["status"] == "refused"
    nils.refused("POST", f"{paths[2]}/expire", {}, status=422, code="quotation_still_valid")
    yesterday = {"valid_until": today() - timedelta(days=1)}
    kept, versions = table_of(Quotation), table_of(QuotationVersion)
    with database_at(company.stack.database_url("sales")).write() as session:
        session.execute(update(kept).where(kept.c.id == made[2]["id"]).values(yesterday))
        session.execute(update(versions).where(versions.c.quotation_id == made[2]["id"]).values(yesterday))
    nils.refused("POST", f"{paths[2]}/accept", {}, status=422, code="quotation_validity_over")
    assert nils.post(f"{paths[2]}/expire")["status"] == "expired"
    for path in paths:
        nils.refused("POST", f"{path}/send", {}, status=409, code="quotation_state_forbids")
    assert revised(nils, made[2], valid_until=first["valid_until"])["latest_version"] == 2
    found = nils.get("/v1/quotations", params={"filter[number][eq]": first["number"]})["data"]
    assert [(row["id"], row["status"]) for row in found] == [(first["id"], "accepted")]


@pytest.mark.feature("S-022")
def test_all_versions_of_a_deal_are_listed_with_the_accepted_one_marked(company: Company) -> None:
    nils, product = company["nils.north"], product_of(company)
    deal, line = deal_of(nils), {"product_id": product["id"], "quantity": 1}
    first, second = quotation_of(nils, deal, line), quotation_of(nils, deal, line)
    other = quotation_of(nils, deal_of(nils), line)
    for quotation in (first, second):
        nils.post(f"/v1/quotations/{quotation['id']}/send")
    revised(nils, first, lines=[{**line, "unit_price": "11.00"}])
    nils.post(f"/v1/quotations/{first['id']}/send")
    nils.post(f"/v1/quotations/{first['id']}/accept")
    path = f"/v1/opportunities/{deal['id']}/quotations"
    page = nils.get(path, params={"count": "exact", "sort": "created_at"})
    assert ([row["id"] for row in page["data"]], page["count"]) == ([first["id"], second["id"]], 2)
    marked = [
        (row["number"], version["number"], version["status"], version["accepted"])
        for row in page["data"]
        for version in row["versions"]
    ]
    assert marked == [
        (first["number"], 1, "superseded", False),
        (first["number"], 2, "accepted", True),
        (second["number"], 1, "sent", False),
    ]
    assert other["id"] not in {row["id"] for row in page["data"]}
    company["nina.north"].refused("GET", path, status=404)
    nils.refused("GET", f"/v1/opportunities/{new_id()}/quotations", status=404)
    assert len(company["nora.north"].get(path)["data"]) == 2


@pytest.mark.feature("S-044")
def test_all_versions_to_a_customer_are_told_with_the_difference_of_any_two(company: Company) -> None:
    nils, pump, pipe = company["nils.north"], product_of(company), product_of(company, "2.50")
    deal = deal_of(nils)
    customer_id = deal["customer"]["id"]
    lines = [{"product_id": pump["id"], "quantity": 3}, {"product_id": pipe["id"], "quantity": 4}]
    first = quotation_of(nils, deal, *lines)
    nils.post(f"/v1/quotations/{first['id']}/send")
    cheaper = {"product_id": pump["id"], "quantity": 3, "discount_percent": "10"}
    revised(nils, first, lines=[cheaper], note="Without pipes")
    second = quotation_of(nils, deal_of(nils, customer_id), lines[1])
    path = f"/v1/customers/{customer_id}/quotations"
    rows = nils.all(path, params={"limit": "1", "sort": "created_at"})
    assert [(row["number"], len(row["versions"])) for row in rows] == [(first["number"], 2), (second["number"], 1)]
    [one, two], [three] = (row["versions"] for row in rows)
    assert [(one["net"], one["lines"][0]["quantity"]), (two["net"], two["note"])] == [
        ("40.00", 3),
        ("27.00", "Without pipes"),
    ]

    def diff(older: Any, newer: Any) -> Any:
        return nils.get(f"{path}/diff", params={"older": older["id"], "newer": newer["id"]})

    found = diff(one, two)
    assert [found[end]["number"] for end in ("older", "newer")] == [1, 2]
    assert found["changes"]["note"] == {"before": None, "after": "Without pipes"}
    assert found["changes"]["net"] == {"before": "40.00", "after": "27.00"}
    assert "valid_until" not in found["changes"]
    pumps, pipes = found["lines"]
    assert (pumps["code"], pumps["change"]) == (pump["code"], "changed")
    assert pumps["changes"]["discount_percent"] == {"before": "0.00", "after": "10.00"}
    assert "quantity" not in pumps["changes"]
    assert (pipes["code"], pipes["change"], pipes["changes"]["quantity"]) == (
        pipe["code"],
        "removed",
        {"before": 4, "after": None},
    )
    assert [(line["code"], line["change"]) for line in diff(two, three)["lines"]] == [
        (pump["code"], "removed"),
        (pipe["code"], "added"),
    ]
    assert diff(one, one)["lines"] == []
    of_another = quotation_of(nils, deal_of(nils), lines[0])["versions"][0]
    wanted = {"older": one["id"], "newer": of_another["id"]}
    nils.refused("GET", f"{path}/diff", status=404, params=wanted)
    nils.refused("GET", f"{path}/diff", status=400, params={"older": one["id"]})
    keep_strangers_out(company, customer_id, one, two)


def keep_strangers_out(company: Company, customer_id: str, one: Any, two: Any) -> None:
    path, nina, both = f"/v1/customers/{customer_id}/quotations", company["nina.north"], {"older": one, "newer": two}
    params = {end: version["id"] for end, version in both.items()}
    for stranger in (nina, company["sara.south"]):
        stranger.refused("GET", path, status=404)
        stranger.refused("GET", f"{path}/diff", status=404, params=params)
    # a customer that is shared opens none of the quotations to it
    share = {"person_id": nina.me["id"], "access": "read"}
    company["nils.north"].post(f"/v1/customers/{customer_id}/shares", share)
    assert nina.get(path)["data"] == []
    nina.refused("GET", f"{path}/diff", status=404, params=params)
