"""Quotations through the public API: prices that stay, and whose they are."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.days import iso_day
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def _product(company: Company, price: str = "10.00") -> Any:
    body = {"code": f"P-{new_id()}", "name": "Engine", "list_price": price}
    return company["admin"].post("/v1/products", body)


def _quotation(client: Client, product_id: str, opportunity_id: str | None = None) -> Any:
    deal_id = opportunity_id or client.post("/v1/opportunities", {"name": "Mill"})["id"]
    line = {"product_id": product_id, "quantity": 3, "discount_percent": "10", "tax_percent": "19"}
    return client.post("/v1/quotations", {"opportunity_id": deal_id, "valid_until": iso_day(30), "lines": [line]})


@pytest.mark.feature("S-041")
def test_a_line_keeps_its_price_and_is_flagged_when_the_catalogue_moves_on(company: Company) -> None:
    nils, product = company["nils.north"], _product(company)
    quotation = _quotation(nils, product["id"])
    path = f"/v1/quotations/{quotation['id']}"
    assert (quotation["net"], quotation["tax"], quotation["gross"]) == ("27.00", "5.13", "32.13")
    [issued] = nils.post(f"{path}/send")["versions"]
    assert (issued["lines"][0]["product_id"], issued["lines"][0]["catalogue_changed"]) == (product["id"], False)
    company["admin"].patch(f"/v1/products/{product['id']}", {"list_price": "12.00"})
    nils.refused("PATCH", path, {"note": "x"}, status=409, headers={"If-Match": '"2"'})
    [later] = nils.get(path)["versions"]
    assert later["lines"] == [{**issued["lines"][0], "catalogue_changed": True}]
    assert (later["net"], later["gross"]) == ("27.00", "32.13")


@pytest.mark.feature("S-042")
@pytest.mark.feature("S-043")
def test_a_seller_sees_own_quotations_and_the_manager_those_of_the_group(company: Company) -> None:
    product = _product(company)["id"]
    made = {login: _quotation(company[login], product)["id"] for login in ("nils.north", "nina.north", "sara.south")}

    def listed(login: str) -> set[str]:
        return {row["id"] for row in company[login].all("/v1/quotations")}

    for login, quotation_id in made.items():
        assert listed(login) & set(made.values()) == {quotation_id}
        others = set(made.values()) - {quotation_id}
        assert all(company[login].ask("GET", f"/v1/quotations/{other}").status_code == 404 for other in others)
    group = {company.units[code]["id"] for code in ("NORTH", "NORTH-1")}
    of_the_group = {row["id"] for row in company["admin"].all("/v1/quotations") if row["org_unit"]["id"] in group}
    assert listed("nora.north") == of_the_group >= listed("nils.north") | listed("nina.north") | listed("olga.office")


def test_versions_are_sent_revised_and_one_is_accepted(company: Company) -> None:
    nils, product = company["nils.north"], _product(company)["id"]
    first = _quotation(nils, product)
    rival = _quotation(nils, product, first["opportunity_id"])
    path = f"/v1/quotations/{first['id']}"
    nils.refused("POST", f"{path}/accept", {}, status=409, code="quotation_state_forbids")
    nils.post(f"{path}/send")
    revised = nils.post(f"{path}/revise")
    line = {"product_id": product, "quantity": 2, "unit_price": "9.00"}
    nils.refused("PATCH", path, {"lines": [line]}, status=428)
    nils.patch(path, {"lines": [line]}, headers={"If-Match": f'"{revised["version"]}"'})
    nils.post(f"{path}/send")
    accepted = nils.post(f"{path}/accept")
    shown = [(one["number"], one["status"], one["net"]) for one in accepted["versions"]]
    assert shown == [(1, "superseded", "27.00"), (2, "accepted", "18.00")]
    nils.post(f"/v1/quotations/{rival['id']}/send")
    body = nils.refused("POST", f"/v1/quotations/{rival['id']}/accept", {}, status=409)
    assert (body["code"], body["quotation_id"]) == ("quotation_another_accepted", first["id"])
