"""P-02: partner users have their own realm, lockout, reset, and cannot reach internal endpoints."""

from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import Browser, new_person, throttled_after

INTERNAL = (
    "/v1/org-units",
    "/v1/people",
    "/v1/groups",
    "/v1/rights",
    "/v1/imports",
    "/v1/service-accounts",
    "/v1/password-resets",
)
NEW = "a new password of the test"


@pytest.fixture(scope="module")
def partner_units(company: Company) -> dict[str, Any]:
    """An agent of EAST and a dealer of this agent."""
    code = new_id()[-8:].upper()
    parent, units = company.units["EAST"]["id"], {}
    for kind in ("agent", "dealer"):
        body = {"code": f"{kind[0].upper()}-{code}", "name": kind, "kind": kind, "parent_id": parent}
        units[kind] = company["admin"].post("/v1/org-units", body)
        parent = units[kind]["id"]
    return units


def partner(company: Company, unit: Any, *groups: str) -> Any:
    return new_person(company, "EAST", *groups, unit_id=unit["id"])


@pytest.mark.feature("P-02")
@pytest.mark.parametrize("kind", ["agent", "dealer"])
def test_partners_sign_in_by_browser_and_password_in_a_realm_of_their_own_and_reach_nothing_internal(
    company: Company, partner_units: Any, kind: str
) -> None:
    person = partner(company, partner_units[kind], "administrator")  # even with every right there is
    login, url = person["login"], company.stack.url
    browser = Browser(url, login, realm="partner")
    assert browser.opened.status_code == 201
    assert browser.ask("GET", "/v1/me").json()["realm"] == "partner"
    assert Browser(url, login, realm="internal").opened.json()["code"] == "sign_in_failed"
    assert Browser(url, "nils.north", realm="partner").opened.json()["code"] == "sign_in_failed"
    for path in INTERNAL:
        assert browser.code("GET", path) == (403, "internal_only"), path
    body = {"code": "OWN", "name": "Own", "kind": "dealer", "parent_id": partner_units["agent"]["id"]}
    assert browser.code("POST", "/v1/org-units", body) == (403, "internal_only")
    assert browser.code("POST", "/v1/org-units/bulk", {"operations": []}) == (403, "internal_only")
    assert browser.ask("POST", "/v1/leads", {"name": "A partner's"}).status_code == 201
    token = company.stack.client(login, PASSWORD)
    token.refused("GET", "/v1/people", status=403, code="internal_only")


@pytest.mark.feature("P-02")
def test_partners_who_mistype_wait_themselves_and_make_nobody_in_the_house_wait(
    company: Company, partner_units: Any
) -> None:
    unlucky = partner(company, partner_units["agent"], "salesperson")
    url = company.stack.url
    assert throttled_after(lambda: Browser(url, unlucky["login"], "wrong").opened.json()["code"]) >= 5
    assert Browser(url, partner(company, partner_units["agent"])["login"]).opened.status_code == 201
    assert Browser(url, new_person(company)["login"]).opened.status_code == 201


@pytest.mark.feature("P-02")
def test_a_partner_who_forgot_the_password_gets_in_again_by_a_reset(company: Company, partner_units: Any) -> None:
    person = partner(company, partner_units["dealer"], "salesperson")
    url = company.stack.url
    assert requests.post(f"{url}/v1/password-resets", json={"login": person["login"]}, timeout=30).status_code == 202
    resets = company["admin"].get("/v1/password-resets")["data"]
    [reset] = [one for one in resets if one["person"]["id"] == person["id"]]
    token = company["admin"].post(f"/v1/password-resets/{reset['id']}/hand-over")["reset_token"]
    body = {"token": token, "password": NEW}
    assert requests.post(f"{url}/v1/password-resets/redeem", json=body, timeout=30).status_code == 204
    assert Browser(url, person["login"], NEW, realm="partner").opened.status_code == 201


@pytest.mark.feature("P-02")
def test_the_realm_follows_the_person_to_another_unit_at_once(company: Company, partner_units: Any) -> None:
    person = new_person(company, "EAST", "account_manager")
    client = company.stack.client(person["login"], PASSWORD)
    assert client.me["realm"] == "internal"
    assert client.ask("GET", "/v1/people").status_code == 200
    company["admin"].post(f"/v1/people/{person['id']}/move", {"unit_id": partner_units["agent"]["id"]})
    assert client.get("/v1/me")["realm"] == "partner"
    client.refused("GET", "/v1/people", status=403, code="internal_only")
    company["admin"].post(f"/v1/people/{person['id']}/move", {"unit_id": company.units["EAST"]["id"]})
    assert client.ask("GET", "/v1/people").status_code == 200
