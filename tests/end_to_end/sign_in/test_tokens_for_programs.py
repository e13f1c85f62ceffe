"""Personal tokens and service tokens: narrowed, ending, told once, revoked and rotated."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from shared.clock import now
from shared.ids import new_id
from tests.days import noon
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import new_person


def soon() -> str:
    return noon(30).isoformat()


def get(company: Company, token: str, path: str = "/v1/me") -> tuple[int, Any]:
    answer = requests.get(company.stack.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    return answer.status_code, answer.json()


def post(company: Company, token: str, path: str, body: Any) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.post(company.stack.url + path, json=body, headers=headers, timeout=30)
    return answer.status_code, answer.json()


@pytest.fixture
def person(company: Company) -> Any:
    return new_person(company, "EAST", "salesperson")


@pytest.fixture
def client(company: Company, person: Any) -> Any:
    return company.stack.client(person["login"], PASSWORD)


def test_a_personal_token_does_what_its_scope_and_its_person_may(client: Any, company: Company, person: Any) -> None:
    wanted = {"label": "Reporting", "scopes": ["sales.lead:*", "gateway.*"], "expires_at": soon()}
    made = client.post("/v1/personal-tokens", wanted)
    token = made["access_token"]
    assert get(company, token, "/v1/leads")[0] == 200
    assert get(company, token)[1]["rights"].keys() <= {
        right for right in client.me["rights"] if right.startswith(("sales.lead:", "gateway."))
    }
    status, problem = get(company, token, "/v1/customers")
    assert (status, problem["code"], problem["right"]) == (403, "scope_too_narrow", "sales.customer:read")
    assert get(company, token, "/v1/groups")[1]["code"] == "right_missing"  # in scope, but the person may not
    [listed] = client.get("/v1/personal-tokens")["data"]
    assert (listed["label"], listed["scopes"]) == ("Reporting", ["sales.lead:*", "gateway.*"])
    assert listed["last_used_at"] is not None
    assert token not in str(client.get("/v1/personal-tokens")) + str(client.get("/v1/tokens"))

    client.post(f"/v1/personal-tokens/{made['id']}/narrow", {"scopes": ["sales.lead:read"]})
    assert get(company, token, "/v1/leads")[0] == 200
    assert post(company, token, "/v1/leads", {"name": "Ada"})[1]["code"] == "scope_too_narrow"
    wider = {"scopes": ["sales.*"]}
    client.refused(
        "POST", f"/v1/personal-tokens/{made['id']}/narrow", wider, status=422, code="token_scope_would_widen"
    )
    client.ok("DELETE", f"/v1/personal-tokens/{made['id']}")
    assert get(company, token)[1]["code"] == "token_revoked"
    history = company["admin"].get(f"/v1/people/{person['id']}/history")["data"]
    told = [entry["type"].split(".")[3] for entry in history]
    assert told == ["created", "token_made", "token_narrowed", "token_revoked"]
    assert token not in str(history)


@pytest.mark.parametrize("scope", ["*", "gateway.*", "sales.*"])
def test_a_token_for_a_program_makes_no_other_and_does_not_touch_the_sign_in(
    client: Any, company: Company, scope: str
) -> None:
    token = client.post("/v1/personal-tokens", {"label": "x", "scopes": [scope], "expires_at": soon()})["access_token"]
    for path, body in (
        ("/v1/personal-tokens", {"label": "y", "scopes": ["*"], "expires_at": soon()}),
        ("/v1/me/password", {"old_password": PASSWORD, "password": "a stolen account"}),
        ("/v1/me/sign-out-everywhere", {}),
    ):
        assert post(company, token, path, body)[1]["code"] == "sign_in_yourself", path


def test_a_narrow_token_hands_nothing_on_that_it_was_not_made_for(company: Company) -> None:
    """Setting somebody's password would be a way to all that somebody may."""
    admin, victim = company["admin"], new_person(company, "EAST", "salesperson")
    wanted = {"label": "x", "scopes": ["gateway.person:*"], "expires_at": soon()}
    made = admin.post("/v1/personal-tokens", wanted)
    status, problem = post(
        company, made["access_token"], f"/v1/people/{victim['id']}/set-password", {"password": "a stolen account"}
    )
    assert (status, problem["code"]) == (403, "grants_more_than_you_hold")
    admin.ok("DELETE", f"/v1/personal-tokens/{made['id']}")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"expires_at": timedelta(days=367)}, 422, "token_lifetime_is_wrong"),
        ({"expires_at": timedelta(days=-1)}, 422, "token_lifetime_is_wrong"),
        ({"expires_at": None}, 400, "malformed"),
        ({"expires_at": "tomorrow"}, 400, "malformed"),
        ({"scopes": []}, 400, "malformed"),
        ({"scopes": ["sales lead"]}, 400, "malformed"),
        ({"scopes": ["sales.laed:read"]}, 422, "token_scope_is_empty"),
        ({"scopes": ["*"] * 51}, 400, "malformed"),
        ({"label": ""}, 400, "malformed"),
        ({"person_id": "x"}, 400, "malformed"),
    ],
)
def test_a_token_that_is_badly_wished_for_is_refused(client: Any, changed: Any, status: int, code: str) -> None:
    said = {name: (now() + one).isoformat() if isinstance(one, timedelta) else one for name, one in changed.items()}
    wish = {"label": "x", "scopes": ["*"], "expires_at": soon(), **said}
    client.refused("POST", "/v1/personal-tokens", wish, status=status, code=code)


def test_nobody_sees_narrows_or_revokes_anothers_token(client: Any, company: Company) -> None:
    made = client.post("/v1/personal-tokens", {"label": "x", "scopes": ["*"], "expires_at": soon()})
    other = company["nils.north"]
    assert made["id"] not in str(other.get("/v1/personal-tokens"))
    other.refused("DELETE", f"/v1/personal-tokens/{made['id']}", status=404)
    other.refused("POST", f"/v1/personal-tokens/{made['id']}/narrow", {"scopes": ["*"]}, status=404)
    assert get(company, made["access_token"])[0] == 200


def test_an_expired_token_says_so(client: Any, company: Company) -> None:
    made = client.post("/v1/personal-tokens", {"label": "x", "scopes": ["*"], "expires_at": soon()})
    engine = create_engine(company.stack.database_url("gateway"))
    with engine.begin() as connection:
        number = made["id"] if engine.dialect.name == "postgresql" else made["id"].replace("-", "")
        ended = text("UPDATE access_tokens SET expires_at = created_at WHERE id = :id")
        connection.execute(ended, {"id": number})
    engine.dispose()
    assert get(company, made["access_token"])[1]["code"] == "token_expired"


def branch_administrator(company: Company, *rights: str) -> Any:
    """Who may look after service accounts of EAST and below, and hold the rights to hand on."""
    admin = company["admin"]
    group = admin.post("/v1/groups", {"code": f"g_{new_id()[-12:]}", "name": "East's administrators"})
    for right in ("gateway.service_account:*", "gateway.person:*", *rights):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "subtree"})
    person = new_person(company, "EAST", group["code"])
    return company.stack.client(person["login"], PASSWORD)


def account_of(company: Company, unit: str, *groups: str) -> dict[str, Any]:
    login = f"svc.{new_id()[-12:]}"
    return {"login": login, "name": "Shop", "unit_id": company.units[unit]["id"], "groups": list(groups)}


def test_a_service_token_belongs_to_a_unit_and_sees_what_a_person_there_would(company: Company) -> None:
    admin = company["admin"]
    account = admin.post("/v1/service-accounts", account_of(company, "NORTH", "account_manager"))
    assert (account["kind"], account["org_unit"]["code"]) == ("service", "NORTH")
    wanted = {"label": "Shop", "scopes": ["sales.*"], "expires_at": soon()}
    made = admin.post(f"/v1/service-accounts/{account['id']}/tokens", wanted)
    token = made["access_token"]
    lead = company["nils.north"].post("/v1/leads", {"name": "North's"})
    south = company["sara.south"].post("/v1/leads", {"name": "South's"})
    assert get(company, token, f"/v1/leads/{south['id']}")[0] == 404
    reaches = get(company, token)[1]["rights"]["sales.lead:read"]
    assert "all" not in reaches
    assert get(company, token, f"/v1/leads/{lead['id']}")[0] == (200 if {"unit", "subtree"} & set(reaches) else 404)
    assert get(company, token, "/v1/people")[1]["code"] in {"scope_too_narrow", "right_missing"}
    own = post(company, token, "/v1/leads", {"name": "From the shop"})[1]
    assert (own["owner"]["id"], own["org_unit"]["code"]) == (account["id"], "NORTH")

    admin.post(f"/v1/people/{account['id']}/move", {"unit_id": company.units["SOUTH"]["id"]})
    assert get(company, token)[1]["org_unit"]["code"] == "SOUTH"
    admin.post(f"/v1/people/{account['id']}/deactivate")
    assert get(company, token)[1]["code"] == "token_revoked"


def test_two_service_tokens_live_at_once_while_one_replaces_the_other(company: Company) -> None:
    admin = company["admin"]
    account = admin.post("/v1/service-accounts", account_of(company, "EAST", "salesperson"))
    tokens = f"/v1/service-accounts/{account['id']}/tokens"
    old = admin.post(tokens, {"label": "Shop", "scopes": ["sales.lead:*"], "expires_at": soon()})
    new = admin.post(f"{tokens}/{old['id']}/rotate", {"expires_at": soon()})
    assert [get(company, one["access_token"], "/v1/leads")[0] for one in (old, new)] == [200, 200]
    third = {"label": "Third", "scopes": ["*"], "expires_at": soon()}
    admin.refused("POST", tokens, third, status=409, code="two_tokens_are_live")
    listed = admin.get(tokens)["data"]
    assert {(one["label"], *one["scopes"]) for one in listed} == {("Shop", "sales.lead:*")}
    assert all(one["last_used_at"] for one in listed)
    admin.ok("DELETE", f"{tokens}/{old['id']}")
    assert get(company, old["access_token"])[1]["code"] == "token_revoked"
    admin.post(f"{tokens}/{new['id']}/narrow", {"scopes": ["sales.lead:read"]})
    assert post(company, new["access_token"], "/v1/leads", {"name": "x"})[1]["code"] == "scope_too_narrow"


def test_an_administrator_of_a_branch_makes_accounts_there_and_nowhere_else(company: Company) -> None:
    east = branch_administrator(company, "sales.lead:*")
    account = east.post("/v1/service-accounts", account_of(company, "EAST"))
    east.post(f"/v1/service-accounts/{account['id']}/tokens", {"label": "x", "scopes": ["*"], "expires_at": soon()})
    east.refused("POST", "/v1/service-accounts", account_of(company, "SOUTH"), status=404)
    above = account_of(company, "EAST", "administrator")
    east.refused("POST", "/v1/service-accounts", above, status=403, code="grants_more_than_you_hold")
    south = company["admin"].post("/v1/service-accounts", account_of(company, "SOUTH"))
    assert south["id"] not in {one["id"] for one in east.all("/v1/service-accounts")}
    wish = {"label": "x", "scopes": ["*"], "expires_at": soon()}
    east.refused("POST", f"/v1/service-accounts/{south['id']}/tokens", wish, status=404)
    mighty = company["admin"].post("/v1/service-accounts", account_of(company, "EAST", "administrator"))
    east.refused(
        "POST", f"/v1/service-accounts/{mighty['id']}/tokens", wish, status=403, code="grants_more_than_you_hold"
    )


def test_a_service_account_never_signs_in_by_password(company: Company) -> None:
    admin = company["admin"]
    account = admin.post("/v1/service-accounts", account_of(company, "EAST"))
    path = f"/v1/people/{account['id']}/set-password"
    admin.refused("POST", path, {"password": PASSWORD}, status=409, code="service_account_has_no_password")
    body = {"login": account["login"], "password": PASSWORD}
    answer = requests.post(f"{company.stack.url}/v1/tokens", json=body, timeout=30)
    assert answer.json()["code"] == "sign_in_failed"
    assert account["id"] not in {one["id"] for one in admin.all("/v1/people", params={"filter[kind][eq]": "person"})}
