"""The organisation through the whole door: HTTP, the bus in memory, the gateway's service and its database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deploy.gateway import GatewayBus
from gateway.access.principals import Access
from gateway.http.app import create_app
from gateway.people.commands import ensure_first_administrator
from gateway.service import GatewayService
from shared.actor import system_actor
from shared.bus.host import Host
from shared.persistence.database import database_at
from shared.persistence.migrating import migrate
from shared.settings import Settings
from tests.gateway.organisation import PASSWORD

KINDS = ("branch", "office", "agent", "dealer")


@dataclass
class Caller:
    """Somebody with a token."""

    client: FlaskClient
    token: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, **content: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        if not content:
            return self.client.post(path, headers=headers)
        return self.client.post(path, headers=headers, json=content)

    def made(self, path: str, **content: Any) -> str:
        """The id of the record that this makes."""
        answer = self.post(path, **content)
        assert answer.status_code == 201, answer.text
        assert answer.headers["Location"] == f"{path}/{answer.json['id']}"  # type: ignore[index]
        return str(answer.json["id"])  # type: ignore[index]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    settings = Settings(data=tmp_path, secret="a secret for tests")
    url = settings.database_url("gateway")
    migrate("gateway", url)
    with database_at(url).write() as session:
        ensure_first_administrator(session, system_actor("gateway"), PASSWORD)
    host = Host(settings, subscriptions={})
    host.start([GatewayService])
    yield create_app(settings, GatewayBus(host), Access(database_at(url))).test_client()
    host.stop()
    database_at(url).close()


def sign_in(client: FlaskClient, login: str = "admin", password: str = PASSWORD) -> Caller:
    answer = client.post("/v1/tokens", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return Caller(client, answer.json["access_token"])


def person(admin: Caller, login: str, unit_id: str, *groups: str) -> str:
    return admin.made(
        "/v1/people",
        login=login,
        name=login.title(),
        unit_id=unit_id,
        groups=list(groups),
        password=PASSWORD,
        must_change_password=False,
    )


def head_office(admin: Caller) -> str:
    me = admin.get("/v1/me").json
    assert me is not None
    return str(me["org_unit"]["id"])


def unit(admin: Caller, code: str, kind: str, parent_id: str) -> str:
    return admin.made("/v1/org-units", code=code, name=code, kind=kind, parent_id=parent_id)


def problem(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    return answer.status_code, answer.json["code"]


@pytest.mark.feature("D-02")
def test_five_kinds_of_units_stand_only_where_they_may(client: FlaskClient) -> None:
    admin = sign_in(client)
    top = head_office(admin)
    ids = {"head_office": top} | {kind: unit(admin, kind.upper(), kind, top) for kind in KINDS}
    allowed = {
        "branch": {"head_office", "branch"},
        "office": {"head_office", "branch", "office"},
        "agent": {"head_office", "branch", "office"},
        "dealer": {"head_office", "branch", "office", "agent"},
        "head_office": set(),
    }
    for number, (kind, parents) in enumerate(allowed.items()):
        for parent, parent_id in ids.items():
            request = {"code": f"N{number}-{parent[:6].upper().replace('_', '-')}", "name": "New", "kind": kind}
            answer = admin.post("/v1/org-units", **request, parent_id=parent_id)
            if parent in parents:
                assert answer.status_code == 201, (kind, parent, answer.text)
            else:
                assert problem(answer) == (422, "unit_may_not_stand_there"), (kind, parent)


@pytest.mark.feature("X-12")
def test_a_new_unit_counts_at_once_and_a_moved_one_keeps_its_history(client: FlaskClient) -> None:
    admin = sign_in(client)
    top = head_office(admin)
    east, west = unit(admin, "EAST", "branch", top), unit(admin, "WEST", "branch", top)
    watchers = admin.made("/v1/groups", code="watchers", name="Watchers")
    admin.post(f"/v1/groups/{watchers}/grant", right="gateway.person:read", reach="subtree")
    person(admin, "eve", east, "watchers")
    eve = sign_in(client, "eve")

    deep = east
    for level in range(12):
        deep = unit(admin, f"OFFICE-{level}", "office", deep)
        newcomer = person(admin, f"new{level}", deep)
        found = eve.get(f"/v1/people?filter[org_unit_id][eq]={deep}&count=exact").json
        assert found is not None
        assert (found["count"], found["data"][0]["id"]) == (1, newcomer)
        assert eve.get(f"/v1/people/{newcomer}").status_code == 200

    history_before = admin.get(f"/v1/org-units/{deep}/history").json
    assert admin.post(f"/v1/org-units/{deep}/move", parent_id=west).status_code == 200
    assert problem(eve.get(f"/v1/people/{newcomer}")) == (404, "not_found")
    history = admin.get(f"/v1/org-units/{deep}/history").json
    assert history is not None
    assert history_before is not None
    assert history["data"][:1] == history_before["data"]
    assert [entry["type"].split(".")[3] for entry in history["data"]] == ["created", "moved"]
    assert history["data"][1]["changes"]["parent_id"]["after"] == west


def test_a_right_taken_away_a_second_ago_is_gone(client: FlaskClient) -> None:
    admin = sign_in(client)
    watchers = admin.made("/v1/groups", code="watchers", name="Watchers")
    grant = {"right": "gateway.person:read", "reach": "all"}
    admin.post(f"/v1/groups/{watchers}/grant", **grant)
    person(admin, "eve", head_office(admin), "watchers")
    eve = sign_in(client, "eve")
    assert eve.get("/v1/people").status_code == 200

    assert admin.post(f"/v1/groups/{watchers}/revoke", **grant).status_code == 200

    assert problem(eve.get("/v1/people")) == (403, "right_missing")


def test_each_thing_wrong_with_a_token_is_said(client: FlaskClient) -> None:
    admin = sign_in(client)
    assert problem(client.get("/v1/me")) == (401, "token_missing")
    assert problem(Caller(client, "tnn_guess").get("/v1/me")) == (401, "token_unknown")
    listed = admin.get("/v1/tokens").json
    assert listed is not None
    signed_out = client.delete(
        f"/v1/tokens/{listed['data'][0]['id']}", headers={"Authorization": f"Bearer {admin.token}"}
    )
    assert signed_out.status_code == 204
    answer = admin.get("/v1/me")
    assert problem(answer) == (401, "token_revoked")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_guessing_a_password_must_wait_and_a_key_does_not_help(client: FlaskClient) -> None:
    for number in range(5):
        answer = client.post(
            "/v1/tokens", json={"login": "admin", "password": "wrong"}, headers={"Idempotency-Key": f"guess-{number}"}
        )
        assert problem(answer) == (401, "sign_in_failed")
    answer = client.post("/v1/tokens", json={"login": "admin", "password": PASSWORD})
    assert problem(answer) == (429, "sign_in_throttled")
    assert int(answer.headers["Retry-After"]) >= 1


def test_a_password_set_by_another_opens_only_the_door_to_change_it(client: FlaskClient) -> None:
    admin = sign_in(client)
    eve_id = person(admin, "eve", head_office(admin), "salesperson")
    admin.post(f"/v1/people/{eve_id}/set-password", password="first and only once")
    eve = sign_in(client, "eve", "first and only once")
    assert problem(eve.get("/v1/tokens")) == (403, "password_change_required")
    assert eve.get("/v1/me").status_code == 200

    answer = eve.post("/v1/me/password", old_password="first and only once", password="my own, at last")

    assert answer.status_code == 200
    assert answer.json is not None
    assert Caller(client, answer.json["access_token"]).get("/v1/tokens").status_code == 200


def test_a_login_or_code_given_twice_conflicts(client: FlaskClient) -> None:
    admin = sign_in(client)
    top = head_office(admin)
    again = {"login": "ADMIN", "name": "Me too", "unit_id": top}
    assert problem(admin.post("/v1/people", **again)) == (409, "login_is_taken")
    request = {"code": "HQ", "name": "Again", "kind": "branch", "parent_id": top}
    assert problem(admin.post("/v1/org-units", **request)) == (409, "unit_code_is_taken")


def test_a_stale_version_is_refused_with_the_current_one(client: FlaskClient) -> None:
    admin = sign_in(client)
    headers = {"Authorization": f"Bearer {admin.token}", "If-Match": '"7"'}
    answer = client.patch(f"/v1/org-units/{head_office(admin)}", json={"name": "Top"}, headers=headers)
    assert problem(answer) == (412, "stale_version")
    assert answer.json is not None
    assert answer.json["current_version"] == 1
