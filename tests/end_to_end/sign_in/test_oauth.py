"""OAuth 2 from outside: authorisation code with PKCE, refresh, revocation, client credentials, and their misuse."""

import base64
import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import bindparam, create_engine, text

from shared.clock import now
from shared.ids import new_id
from shared.persistence.types import UtcTime
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import Browser, new_person

BACK = "https://program.example/back"


class Program:
    """A client with its own verifier: what runs at the other end of the redirect address."""

    def __init__(self, company: Company, **more: Any) -> None:
        self.company = company
        body = {
            "name": "Program <b>&",
            "unit_id": company.units["EAST"]["id"],
            "confidential": True,
            "redirect_uris": [BACK],
            "scopes": ["sales.lead:*", "sales.customer:read"],
            **more,
        }
        self.registered = company["admin"].post("/v1/oauth-clients", body)
        self.id, self.secret = self.registered["id"], self.registered["client_secret"]
        self.verifier = secrets.token_urlsafe(48)

    def wish(self, **changed: Any) -> dict[str, Any]:
        hashed = hashlib.sha256(self.verifier.encode()).digest()
        wish = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": BACK,
            "state": "kept as it was",
            "code_challenge": base64.urlsafe_b64encode(hashed).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changed,
        }
        return {name: value for name, value in wish.items() if value is not None}

    def token(self, **form: Any) -> tuple[int, Any]:
        """Ask the token endpoint; with the secret by HTTP Basic where there is one."""
        known = (self.id, self.secret) if self.secret else None
        form = form if self.secret else {"client_id": self.id, **form}
        answer = requests.post(f"{self.company.stack.url}/v1/oauth/token", data=form, auth=known, timeout=30)
        return answer.status_code, answer.json()

    def redeem(self, code: str, **changed: Any) -> tuple[int, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": self.verifier}
        return self.token(**{**form, **changed})

    def refresh(self, token: str, **more: Any) -> tuple[int, Any]:
        return self.token(grant_type="refresh_token", refresh_token=token, **more)

    def get(self, token: str, path: str = "/v1/me") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.get(self.company.stack.url + path, headers=headers, timeout=30)
        return answer.status_code, answer.json()


def approve(client: Any, wish: dict[str, Any], *, approved: bool = True) -> dict[str, list[str]]:
    """What the person's browser brings back to the program."""
    answered = client.post("/v1/oauth/authorizations", {**wish, "approve": approved})
    assert answered["redirect_to"].startswith(f"{BACK}?")
    return parse_qs(urlsplit(answered["redirect_to"]).query)


@pytest.fixture
def person(company: Company) -> Any:
    return new_person(company, "EAST", "salesperson")


@pytest.fixture
def client(company: Company, person: Any) -> Any:
    return company.stack.client(person["login"], PASSWORD)


@pytest.fixture(scope="module")
def program(company: Company) -> Program:
    return Program(company)


def test_a_program_gets_what_the_person_allowed_and_no_more(company: Company, client: Any, program: Program) -> None:
    wish = program.wish(scope="sales.lead:*")
    shown = client.post("/v1/oauth/authorizations/preview", wish)
    assert shown == {"client": "Program <b>&", "scopes": ["sales.lead:*"], "redirect_uri": BACK}
    back = approve(client, wish)
    assert back["state"] == ["kept as it was"]
    status, given = program.redeem(back["code"][0])
    assert status == 200, given
    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "sales.lead:*")
    assert program.get(given["access_token"])[1]["login"] == client.login
    assert program.get(given["access_token"], "/v1/leads")[0] == 200
    assert program.get(given["access_token"], "/v1/customers")[1]["code"] == "scope_too_narrow"
    assert program.get(given["access_token"], "/v1/personal-tokens")[1]["code"] == "sign_in_yourself"


def test_a_code_that_is_shown_twice_ends_the_tokens_made_of_it(client: Any, program: Program) -> None:
    [code] = approve(client, program.wish())["code"]
    given = program.redeem(code)[1]
    assert program.get(given["access_token"])[0] == 200
    assert program.redeem(code)[1]["error"] == "invalid_grant"
    assert program.get(given["access_token"])[1]["code"] == "token_revoked"
    assert program.refresh(given["refresh_token"])[1]["error"] == "invalid_grant"


def test_a_refresh_token_works_once_and_shown_again_ends_everything(client: Any, program: Program) -> None:
    first = program.redeem(approve(client, program.wish())["code"][0])[1]
    status, second = program.refresh(first["refresh_token"])
    assert status == 200, second
    assert second["refresh_token"] != first["refresh_token"]
    assert program.get(second["access_token"])[0] == 200
    assert program.refresh(first["refresh_token"])[1]["error"] == "invalid_grant"
    assert program.get(second["access_token"])[1]["code"] == "token_revoked"
    assert program.refresh(second["refresh_token"])[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "x" * 50}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "https://program.example/elsewhere"}, "invalid_grant"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_worth_nothing_to_who_cannot_show_the_rest(
    client: Any, program: Program, changed: Any, error: str
) -> None:
    [code] = approve(client, program.wish())["code"]
    status, told = program.redeem(**{"code": code, **changed})
    assert (status, told["error"]) == (400, error)


def test_a_code_ends_after_a_minute_and_is_no_other_programs(company: Company, client: Any, program: Program) -> None:
    [code] = approve(client, program.wish())["code"]
    other = Program(company)
    other.verifier = program.verifier
    assert other.redeem(code)[1]["error"] == "invalid_grant"
    engine = create_engine(company.stack.database_url("gateway"))
    with engine.begin() as connection:
        aged = text("UPDATE oauth_grants SET created_at = :moment").bindparams(bindparam("moment", type_=UtcTime()))
        connection.execute(aged, {"moment": now() - timedelta(seconds=61)})
    engine.dispose()
    assert program.redeem(code)[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"redirect_uri": f"{BACK}/"}, 400),
        ({"redirect_uri": "https://evil.example/back"}, 400),
        ({"client_id": new_id()}, 400),
        ({"code_challenge_method": "plain"}, 400),
        ({"code_challenge": None}, 400),
        ({"response_type": "token"}, 400),
        ({"scope": "gateway.*"}, 400),
        ({"prompt": "none"}, 400),
    ],
)
def test_a_wish_that_is_not_in_order_is_refused_and_nobody_is_sent_anywhere(
    client: Any, program: Program, changed: Any, status: int
) -> None:
    body = {**program.wish(**changed), "approve": True}
    client.refused("POST", "/v1/oauth/authorizations", body, status=status)


def test_whoever_does_not_allow_it_sends_the_program_away(client: Any, program: Program) -> None:
    back = approve(client, program.wish(), approved=False)
    assert (back["error"], "code" in back) == (["access_denied"], False)


def test_signing_out_everywhere_and_a_closed_client_end_what_was_allowed(company: Company, person: Any) -> None:
    program = Program(company)
    client = company.stack.client(person["login"], PASSWORD)
    given = program.redeem(approve(client, program.wish())["code"][0])[1]
    client.ok("POST", "/v1/me/sign-out-everywhere")
    assert program.get(given["access_token"])[1]["code"] == "token_revoked"
    assert program.refresh(given["refresh_token"])[0] == 400
    client = company.stack.client(person["login"], PASSWORD)
    again = program.redeem(approve(client, program.wish())["code"][0])[1]
    company["admin"].post(f"/v1/oauth-clients/{program.id}/close")
    assert program.get(again["access_token"])[1]["code"] == "token_revoked"
    assert program.refresh(again["refresh_token"])[1]["error"] == "invalid_client"
    history = company["admin"].get(f"/v1/oauth-clients/{program.id}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["created", "closed"]


def test_a_token_is_revoked_by_its_program_and_by_no_other(company: Company, client: Any, program: Program) -> None:
    given = program.redeem(approve(client, program.wish())["code"][0])[1]
    url, other = f"{company.stack.url}/v1/oauth/revoke", Program(company)
    shown = {"token": given["access_token"]}
    assert requests.post(url, data=shown, auth=(other.id, other.secret), timeout=30).status_code == 400
    assert program.get(given["access_token"])[0] == 200
    assert requests.post(url, data=shown, auth=(program.id, program.secret), timeout=30).status_code == 200
    assert program.get(given["access_token"])[1]["code"] == "token_revoked"
    fresh = program.refresh(given["refresh_token"])[1]
    whole = {"token": fresh["refresh_token"]}
    assert requests.post(url, data=whole, auth=(program.id, program.secret), timeout=30).status_code == 200
    assert program.get(fresh["access_token"])[1]["code"] == "token_revoked"
    unknown = requests.post(url, data={"token": "tno_unknown"}, auth=(program.id, program.secret), timeout=30)
    assert unknown.status_code == 200  # RFC 7009: it is not there any more either way


def test_a_person_sees_which_programs_act_for_them_and_takes_it_back(
    company: Company, client: Any, person: Any, program: Program
) -> None:
    assert client.get("/v1/oauth-consents")["data"] == []
    _, given = program.redeem(approve(client, program.wish(scope="sales.lead:*"))["code"][0])
    assert program.get(given["access_token"])[0] == 200
    [consent] = client.get("/v1/oauth-consents")["data"]
    assert consent["client"] == {"id": program.id, "name": "Program <b>&"}
    assert consent["scopes"] == ["sales.lead:*"]
    assert eventually(lambda: client.get("/v1/oauth-consents")["data"][0]["last_used_at"], seconds=60)
    path = f"/v1/oauth-consents/{consent['id']}"
    other = company["nils.north"]
    assert consent["id"] not in str(other.get("/v1/oauth-consents"))
    other.refused("DELETE", path, status=404, code="oauth_consent_unknown")
    assert program.get(given["access_token"], "/v1/oauth-consents")[1]["code"] == "sign_in_yourself"
    key = {"Idempotency-Key": new_id()}
    for _ in range(2):
        client.ok("DELETE", path, headers=key)
    assert program.get(given["access_token"])[0] == 401
    assert program.refresh(given["refresh_token"])[1]["error"] == "invalid_grant"
    assert client.get("/v1/oauth-consents")["data"] == []
    client.refused("DELETE", path, status=404, code="oauth_consent_unknown")
    history = company["admin"].get(f"/v1/people/{person['id']}/history")["data"]
    assert [entry["type"] for entry in history].count("tenon.gateway.person.consent_revoked.v1") == 1


def test_a_public_program_has_no_secret_and_pkce_instead(company: Company, client: Any) -> None:
    app = Program(company, confidential=False)
    assert app.secret is None
    [code] = approve(client, app.wish())["code"]
    assert app.redeem(code, code_verifier="y" * 50)[1]["error"] == "invalid_grant"
    given = app.redeem(code)[1]
    assert app.get(given["access_token"])[0] == 200


def test_a_program_with_an_account_acts_as_it_in_its_unit(company: Company, program: Program) -> None:
    admin = company["admin"]
    login = f"svc.{new_id()[-12:]}"
    stands = {"login": login, "name": "Shop", "unit_id": company.units["EAST"]["id"], "groups": ["salesperson"]}
    account = admin.post("/v1/service-accounts", stands)
    shop = Program(company, service_account_id=account["id"], redirect_uris=[])
    status, given = shop.token(grant_type="client_credentials", scope="sales.lead:read")
    assert (status, "refresh_token" in given) == (200, False)
    me = shop.get(given["access_token"])[1]
    assert (me["login"], me["org_unit"]["code"]) == (login, "EAST")
    assert set(me["rights"]) == {"sales.lead:read"}
    assert shop.token(grant_type="client_credentials", scope="gateway.*")[1]["error"] == "invalid_scope"
    assert program.token(grant_type="client_credentials")[1]["error"] == "unauthorized_client"
    old = shop.secret
    shop.secret = admin.post(f"/v1/oauth-clients/{shop.id}/renew-secret")["client_secret"]
    assert shop.token(grant_type="client_credentials")[0] == 200
    shop.secret = old
    assert shop.token(grant_type="client_credentials")[1]["error"] == "invalid_client"
    admin.post(f"/v1/people/{account['id']}/deactivate")
    assert shop.get(given["access_token"])[1]["code"] == "token_revoked"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"redirect_uris": ["http://program.example/back"]}, 400),
        ({"redirect_uris": ["https://program.example/#x"]}, 400),
        ({"redirect_uris": ["https://*.example/"]}, 400),
        ({"redirect_uris": ["https://user@program.example/"]}, 400),
        ({"redirect_uris": ["javascript:alert(1)"]}, 400),
        ({"redirect_uris": []}, 422),
        ({"scopes": ["sales.laed:read"]}, 422),
        ({"client_secret": "mine"}, 400),
        ({"unit_id": new_id()}, 404),
    ],
)
def test_a_program_that_could_do_harm_is_not_registered(company: Company, changed: Any, status: int) -> None:
    body = {"name": "P", "unit_id": company.units["EAST"]["id"], "confidential": True, "redirect_uris": [BACK]}
    company["admin"].refused("POST", "/v1/oauth-clients", {**body, "scopes": ["*"], **changed}, status=status)


def test_programs_are_registered_by_administrators_and_seen_by_who_may(company: Company, program: Program) -> None:
    body = {"name": "P", "unit_id": company.units["EAST"]["id"], "confidential": True, "redirect_uris": [BACK]}
    company["nora.north"].refused("POST", "/v1/oauth-clients", {**body, "scopes": ["*"]}, status=403)
    shown = company["admin"].get(f"/v1/oauth-clients/{program.id}")
    assert program.secret not in str(shown)
    assert shown["org_unit"]["code"] == "EAST"


def test_the_page_asks_without_a_script_and_takes_no_answer_that_is_not_its_own(
    company: Company, person: Any, program: Program
) -> None:
    url, wish = f"{company.stack.url}/v1/oauth/authorize", program.wish(state='"><script>alert(1)</script>')
    assert requests.get(url, params=wish, timeout=30).status_code == 401
    browser = Browser(company.stack.url, person["login"])
    page = browser.http.get(url, params=wish, timeout=30)
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "Program &lt;b&gt;&amp;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    form = {**wish, "decision": "approve"}
    forged = browser.http.post(url, data=form, allow_redirects=False, timeout=30)
    assert (forged.status_code, forged.json()["code"]) == (403, "csrf_token_missing")
    [token] = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)
    sent = browser.http.post(url, data={**form, "csrf_token": token}, allow_redirects=False, timeout=30)
    assert sent.status_code == 303
    back = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert back["state"] == [wish["state"]]
    assert program.redeem(back["code"][0])[0] == 200


def test_the_server_says_where_everything_is_and_every_address_answers(company: Company) -> None:
    told = requests.get(f"{company.stack.url}/.well-known/oauth-authorization-server", timeout=30).json()
    assert told["issuer"] == company.stack.url
    assert told["code_challenge_methods_supported"] == ["S256"]
    for name in ("token_endpoint", "revocation_endpoint"):
        assert requests.post(told[name], data={"grant_type": "x"}, timeout=30).status_code in (400, 401)
        assert requests.post(told[name], json={"grant_type": "x"}, timeout=30).status_code == 415
        twice = [("grant_type", "x"), ("grant_type", "y")]
        assert requests.post(told[name], data=twice, timeout=30).status_code == 400
