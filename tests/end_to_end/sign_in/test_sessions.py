"""Console sessions: a cookie that scripts cannot read, a CSRF token with every write, an end to all of it."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import bindparam, create_engine, text

from shared.clock import now
from shared.persistence.types import UtcTime
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import SESSION_COOKIE, Browser, new_person

LEAD = {"name": "Ada"}


@pytest.fixture
def person(company: Company) -> Any:
    return new_person(company, "EAST", "salesperson")


@pytest.fixture
def browser(company: Company, person: Any) -> Browser:
    return Browser(company.stack.url, person["login"])


def age(company: Company, session_id: str, column: str, moment: Any) -> None:
    engine = create_engine(company.stack.database_url("gateway"))
    with engine.begin() as connection:
        number = session_id if engine.dialect.name == "postgresql" else session_id.replace("-", "")
        aged = text(f"UPDATE access_tokens SET {column} = :moment WHERE id = :id")
        connection.execute(aged.bindparams(bindparam("moment", type_=UtcTime())), {"moment": moment, "id": number})
    engine.dispose()


def test_a_session_is_a_cookie_and_the_body_tells_only_the_csrf_token(browser: Browser, person: Any) -> None:
    assert browser.opened.status_code == 201
    [header] = [value for name, value in browser.opened.raw.headers.items() if name == "Set-Cookie"]
    assert header.startswith(f"{SESSION_COOKIE}=tns_")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in header.split(";")}
    assert "Secure" not in header
    assert browser.opened.json().keys() == {"id", "csrf_token", "expires_at", "must_change_password"}
    assert browser.cookie not in browser.opened.text
    assert browser.ask("GET", "/v1/me").json()["login"] == person["login"]


def test_a_write_without_the_csrf_token_or_with_anothers_is_refused_and_nothing_happens(
    browser: Browser, company: Company
) -> None:
    own = browser.csrf
    other = Browser(company.stack.url, new_person(company)["login"]).csrf
    browser.csrf = None
    assert browser.code("POST", "/v1/leads", LEAD) == (403, "csrf_token_missing")
    for wrong in (other, "", "ä", f"{own}x"):
        got = browser.http.post(
            f"{browser.url}/v1/leads", json=LEAD, headers={"X-CSRF-Token": (wrong or "").encode()}, timeout=30
        )
        assert got.status_code == 403
        assert got.json()["code"] in {"csrf_token_missing", "csrf_token_wrong"}
    assert browser.ask("GET", "/v1/leads").json()["data"] == []
    browser.csrf = own
    assert browser.ask("POST", "/v1/leads", LEAD).status_code == 201
    assert browser.ask("GET", "/v1/sessions/current").json()["csrf_token"] == own


def test_a_bearer_token_needs_no_csrf_token_and_goes_before_the_cookie(browser: Browser, company: Company) -> None:
    nils = company["nils.north"]
    browser.csrf = None
    made = browser.ask("POST", "/v1/leads", LEAD, Authorization=f"Bearer {nils.token}")
    assert made.status_code == 201
    assert made.json()["owner"]["login"] == "nils.north"


def test_a_malformed_header_does_not_fall_back_to_the_cookie(browser: Browser, company: Company) -> None:
    token = company["nils.north"].token
    for header in ("Bearer", "Basic YTpi", f"Bearer {token} {token}", f"Bearer {token},Bearer {token}", "Bearer \x7f"):
        assert browser.code("GET", "/v1/me", Authorization=header) == (401, "token_missing"), header


def test_a_session_is_no_bearer_token_and_a_token_is_no_session(browser: Browser, company: Company) -> None:
    url = company.stack.url
    as_bearer = requests.get(f"{url}/v1/me", headers={"Authorization": f"Bearer {browser.cookie}"}, timeout=30)
    assert (as_bearer.status_code, as_bearer.json()["code"]) == (401, "token_unknown")
    as_cookie = requests.get(f"{url}/v1/me", cookies={SESSION_COOKIE: company["nils.north"].token}, timeout=30)
    assert (as_cookie.status_code, as_cookie.json()["code"]) == (401, "token_unknown")


def test_two_sessions_in_one_request_are_refused(browser: Browser, company: Company) -> None:
    cookie = f"{SESSION_COOKIE}=planted; {SESSION_COOKIE}={browser.cookie}"
    answer = requests.get(f"{company.stack.url}/v1/me", headers={"Cookie": cookie}, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ambiguous")


def test_ones_sessions_are_listed_with_device_address_and_last_use_and_ended_one_by_one(
    browser: Browser, company: Company, person: Any
) -> None:
    phone = Browser(company.stack.url, person["login"], label="Phone")
    listed = {one["device"]: one for one in browser.ask("GET", "/v1/sessions").json()["data"]}
    assert listed.keys() == {"Phone", "Browser of the test"}
    assert {one["address"] for one in listed.values()} == {"127.0.0.1"}
    assert listed["Browser of the test"]["last_used_at"] is not None
    stranger = Browser(company.stack.url, new_person(company)["login"])
    phone_id = listed["Phone"]["id"]
    assert stranger.code("DELETE", f"/v1/sessions/{phone_id}") == (404, "not_found")
    assert browser.ask("DELETE", f"/v1/sessions/{phone_id}").status_code == 204
    assert phone.code("GET", "/v1/me") == (401, "token_revoked")

    ended = browser.ask("DELETE", "/v1/sessions/current")
    assert ended.status_code == 204
    assert f"{SESSION_COOKIE}=;" in ended.headers["Set-Cookie"]
    assert browser.code("GET", "/v1/me") == (401, "token_missing")


def test_a_session_ends_when_nobody_uses_it_and_at_the_latest_after_half_a_day(
    browser: Browser, company: Company, person: Any
) -> None:
    session_id = browser.opened.json()["id"]
    assert browser.code("GET", "/v1/me")[0] == 200
    age(company, session_id, "last_used_at", now() - timedelta(minutes=61))
    assert browser.code("GET", "/v1/me") == (401, "session_idle")
    late = Browser(company.stack.url, person["login"])
    assert late.opened.json()["expires_at"] < (now() + timedelta(hours=12, minutes=1)).isoformat()
    age(company, late.opened.json()["id"], "expires_at", now())
    assert late.code("GET", "/v1/me") == (401, "token_expired")


def test_a_wrong_password_opens_no_session_and_sets_no_cookie(company: Company, person: Any) -> None:
    wrong = Browser(company.stack.url, person["login"], "not the password")
    assert (wrong.opened.status_code, wrong.opened.json()["code"]) == (401, "sign_in_failed")
    assert "Set-Cookie" not in wrong.opened.headers
    form = requests.post(f"{company.stack.url}/v1/sessions", data={"login": person["login"]}, timeout=30)
    assert form.status_code == 415


def test_signing_out_everywhere_ends_sessions_and_tokens_at_once(
    browser: Browser, company: Company, person: Any
) -> None:
    client = company.stack.client(person["login"], PASSWORD)
    assert browser.ask("POST", "/v1/me/sign-out-everywhere").status_code == 204
    client.refused("GET", "/v1/me", status=401, code="token_revoked")
    again, client = Browser(company.stack.url, person["login"]), company.stack.client(person["login"], PASSWORD)
    company["nils.north"].refused(
        "POST", f"/v1/people/{person['id']}/sign-out-everywhere", {}, status=403, code="right_missing"
    )
    company["admin"].post(f"/v1/people/{person['id']}/sign-out-everywhere")
    assert again.code("GET", "/v1/me") == (401, "token_revoked")
    client.refused("GET", "/v1/me", status=401, code="token_revoked")
    history = company["admin"].get(f"/v1/people/{person['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in history].count("signed_out_everywhere") == 2


def test_a_changed_password_keeps_the_session_that_changed_it_and_ends_all_others(
    browser: Browser, company: Company, person: Any
) -> None:
    other = Browser(company.stack.url, person["login"])
    change = {"old_password": PASSWORD, "password": "another password of the test"}
    assert browser.ask("POST", "/v1/me/password", change).status_code == 200
    assert browser.code("GET", "/v1/me")[0] == 200
    assert other.code("GET", "/v1/me") == (401, "token_revoked")


def test_the_session_of_somebody_deactivated_ends_and_of_somebody_moved_sees_from_the_new_place(
    browser: Browser, company: Company, person: Any
) -> None:
    admin = company["admin"]
    admin.post(f"/v1/people/{person['id']}/move", {"unit_id": company.units["SOUTH"]["id"]})
    assert browser.ask("GET", "/v1/me").json()["org_unit"]["code"] == "SOUTH"
    admin.post(f"/v1/people/{person['id']}/deactivate")
    assert browser.code("GET", "/v1/me") == (401, "token_revoked")
