"""An Idempotency-Key is scoped, fingerprinted, required where repeating hurts, and held while its request runs."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.bus.refused import Refused
from shared.errors import Kind, Unavailable
from tests.gateway.http.stand_ins import TOY_ID, Called, StandInAccess, StandInBus, StandInPrincipal

SELL = f"/v1/toys/{TOY_ID}/sell"
OTHER_ID = TOY_ID[:-1] + "2"


def context_of(client: FlaskClient, bus: StandInBus, key: str, **more: object) -> tuple[str, str]:
    client.post("/v1/toys", **{"json": {"name": "Top"}, "headers": {"Idempotency-Key": key}} | more)
    return bus.last.context["idempotency_key"], bus.last.context["fingerprint"]


def test_the_same_request_has_the_same_scope_and_fingerprint(client: FlaskClient, bus: StandInBus) -> None:
    assert context_of(client, bus, "k") == context_of(client, bus, "k")


def test_another_body_has_the_same_scope_and_another_fingerprint(client: FlaskClient, bus: StandInBus) -> None:
    first, second = context_of(client, bus, "k"), context_of(client, bus, "k", json={"name": "Ball"})

    assert first[0] == second[0]
    assert first[1] != second[1]


def test_another_record_has_the_same_scope_and_another_fingerprint(client: FlaskClient, bus: StandInBus) -> None:
    contexts = []
    for toy_id in (TOY_ID, OTHER_ID):
        client.post(f"/v1/toys/{toy_id}/sell", headers={"Idempotency-Key": "k"})
        contexts.append(bus.last.context)

    assert contexts[0]["idempotency_key"] == contexts[1]["idempotency_key"]
    assert contexts[0]["fingerprint"] != contexts[1]["fingerprint"]


def test_another_token_has_another_scope(client: FlaskClient, bus: StandInBus, access: StandInAccess) -> None:
    access.people["also"] = StandInPrincipal(TOY_ID, "token-9", access.people["good"].rights)

    mine = context_of(client, bus, "k")
    theirs = context_of(client, bus, "k", headers={"Idempotency-Key": "k", "Authorization": "Bearer also"})

    assert mine[0] != theirs[0]


def test_the_key_itself_does_not_travel(client: FlaskClient, bus: StandInBus) -> None:
    context_of(client, bus, "my-secret-key")

    assert "my-secret-key" not in str(bus.last.context)


def test_a_read_passes_a_key_over(client: FlaskClient, bus: StandInBus) -> None:
    client.get(f"/v1/toys/{TOY_ID}", headers={"Idempotency-Key": "k"})

    assert "idempotency_key" not in bus.last.context


def test_an_answer_that_is_a_secret_is_never_kept(stranger: FlaskClient, bus: StandInBus) -> None:
    stranger.post("/v1/toy-wishes", json={}, headers={"Idempotency-Key": "k"})

    assert "idempotency_key" not in bus.last.context


def test_a_request_that_must_not_run_twice_needs_a_key(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.post(SELL)

    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_required")
    assert not bus.calls


@pytest.mark.parametrize("key", ["", "two words", "ключ".encode().decode("latin-1"), "x" * 256, "tab\there"])
def test_a_malformed_key_is_refused(client: FlaskClient, bus: StandInBus, key: str) -> None:
    answer = client.post(SELL, headers={"Idempotency-Key": key})

    assert (answer.status_code, answer.json["code"]) == (400, "malformed_idempotency_key")
    assert not bus.calls


def test_a_key_with_another_body_is_refused_by_the_service(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["sell_toy"] = Refused(Kind.RULE_BROKEN, "idempotency_key_reused", "Make a new one.", [], {})

    answer = client.post(SELL, headers={"Idempotency-Key": "k"})

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")


def test_a_key_whose_request_still_runs_is_in_use(app: Flask, client: FlaskClient, bus: StandInBus) -> None:
    began, finish = threading.Event(), threading.Event()

    def slowly(_: Called) -> dict[str, object]:
        began.set()
        assert finish.wait(5)
        return {"id": TOY_ID, "version": 2}

    bus.answers["sell_toy"] = slowly
    first: list[int] = []
    headers = {"Idempotency-Key": "k", "Authorization": "Bearer good"}
    running = threading.Thread(target=lambda: first.append(app.test_client().post(SELL, headers=headers).status_code))
    running.start()
    assert began.wait(5)

    second = client.post(SELL, headers=headers)
    other = client.post("/v1/toys", json={"name": "a"}, headers=headers)
    finish.set()
    running.join(5)

    assert (second.status_code, second.json["code"]) == (409, "idempotency_key_in_use")
    assert other.status_code == 201
    assert first == [200]
    assert client.post(SELL, headers=headers).status_code == 200


def test_a_key_is_free_again_after_a_failure(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["sell_toy"] = Unavailable("Away.")
    assert client.post(SELL, headers={"Idempotency-Key": "k"}).status_code == 503

    del bus.answers["sell_toy"]

    assert client.post(SELL, headers={"Idempotency-Key": "k"}).status_code == 200
