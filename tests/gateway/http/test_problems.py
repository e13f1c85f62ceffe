"""Everything that is refused is a problem with a stable code, and nothing inside the house is told."""

import time
from io import BytesIO
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from gateway.http.app import create_app
from gateway.http.problems import STATUS_OF
from shared.bus.refused import Refused, ServiceFailed
from shared.errors import Fault, Kind, Refusal, Stale, Throttled, Unavailable
from tests.gateway.http.stand_ins import TOY_ID, StandInAccess, StandInBus, StandInSettings, toy_routes

TOYS = "/v1/toys"
GOOD = {"Authorization": "Bearer good"}
TOY = f"/v1/toys/{TOY_ID}"


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.data
    assert answer.content_type == "application/problem+json"
    problem: dict[str, Any] = orjson.loads(answer.data)
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"/v1/errors/{code}"
    assert problem["title"]
    assert answer.headers["traceparent"].split("-")[1] == problem["trace_id"]
    return problem


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token_missing"),
        ("", "token_missing"),
        ("Bearer", "token_missing"),
        ("Basic YTpi", "token_missing"),
        ("Bearer two words", "token_missing"),
        ("Bearer nobody", "token_unknown"),
        ("Bearer expired", "token_expired"),
    ],
)
def test_who_shows_no_valid_token_is_not_let_in(
    stranger: FlaskClient, bus: StandInBus, header: str | None, code: str
) -> None:
    answer = stranger.get(TOYS, headers={} if header is None else {"Authorization": header})

    assert_problem(answer, 401, code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert not bus.calls


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1]",
        b'"text"',
        b"null",
        b'{"name": NaN}',
        b"\xff\xfe",
        b'{"a":1}x',
        b'{"name": "a\\u0000b"}',
        b'{"name": "\\ud800"}',
    ],
)
def test_a_body_that_is_no_json_object_is_malformed(client: FlaskClient, bus: StandInBus, body: bytes) -> None:
    assert_problem(client.post(TOYS, data=body, content_type="application/json"), 400, "malformed_json")
    assert not bus.calls


@pytest.mark.parametrize(
    "opening", ['{"a":' * 33 + "1" + "}" * 33, '{"a":' + "[" * 40 + "]" * 40 + "}", '{"a":' + "[" * 100_000]
)
def test_a_body_nested_too_deep_is_malformed(client: FlaskClient, bus: StandInBus, opening: str) -> None:
    assert_problem(client.post(TOYS, data=opening, content_type="application/json"), 400, "malformed_json")
    assert not bus.calls


def test_a_body_as_deep_as_allowed_goes_through(client: FlaskClient, bus: StandInBus) -> None:
    body = '{"a":' * 31 + "1" + "}" * 31

    assert client.post(TOYS, data=body, content_type="application/json").status_code == 201


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/xml"]
)
def test_another_content_type_is_not_understood(client: FlaskClient, bus: StandInBus, kind: str) -> None:
    assert_problem(client.post(TOYS, data=b'{"name": "a"}', content_type=kind), 415, "unsupported_type")
    assert not bus.calls


def test_a_compressed_body_is_not_understood(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.post(TOYS, data=b"\x1f\x8b", content_type="application/json", headers={"Content-Encoding": "gzip"})

    assert_problem(answer, 415, "unsupported_type")
    assert not bus.calls


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_is_understood_however_it_is_written(client: FlaskClient, kind: str) -> None:
    assert client.post(TOYS, data=b'{"name": "a"}', content_type=kind).status_code == 201


def test_ten_megabytes_are_too_large(client: FlaskClient, bus: StandInBus) -> None:
    body = b'{"name": "' + b"a" * 10_000_000 + b'"}'

    problem = assert_problem(client.post(TOYS, data=body, content_type="application/json"), 413, "body_too_large")
    assert problem["largest_body"] == 1024 * 1024
    assert not bus.calls


def test_a_body_that_does_not_say_its_length_is_measured_while_it_comes(client: FlaskClient, bus: StandInBus) -> None:
    environ = EnvironBuilder(TOYS, method="POST", content_type="application/json", headers=GOOD).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ |= {
        "wsgi.input": BytesIO(b'{"name": "' + b"a" * 2_000_000 + b'"}'),
        "wsgi.input_terminated": True,
    }

    answer = client.open(environ)

    assert_problem(answer, 413, "body_too_large")
    assert not bus.calls


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", TOYS), ("DELETE", TOYS), ("POST", TOY), ("OPTIONS", TOYS), ("TRACE", TOY)]
)
def test_a_method_that_is_not_answered_says_which_are(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)

    assert_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/nothing", "/v1/toys/", "/v1//toys", "/static/app.js", "/v1/toys/..%2f..%2fetc"]
)
def test_an_address_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), 404, "not_found")


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_of_refusal_has_its_status(client: FlaskClient, bus: StandInBus, kind: Kind) -> None:
    bus.answers["get_toy"] = Refused(kind, "toy_says_no", "No.", [Fault("/name", "is odd")], {"toys": [TOY_ID]})

    problem = assert_problem(client.get(TOY), STATUS_OF[kind], "toy_says_no")

    assert problem["detail"] == "No."
    assert problem["errors"] == [{"pointer": "/name", "detail": "is odd"}]
    assert problem["toys"] == [TOY_ID]


def test_no_extra_member_can_take_the_place_of_a_standard_one(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["get_toy"] = Refusal("No.", status=200, type="about:blank", trace_id="x")

    assert_problem(client.get(TOY), 422, "refused")


def test_a_stale_version_is_told_the_current_one(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["change_toy"] = Stale("It has changed.", version=7)

    answer = client.patch(TOY, json={"name": "B"}, headers={"If-Match": '"4"'})

    assert assert_problem(answer, 412, "stale_version")["version"] == 7


@pytest.mark.parametrize("refusal", [Unavailable("Away.", retry_after=7), Throttled("Slow down.", retry_after=6.6)])
def test_what_may_succeed_later_says_when(client: FlaskClient, bus: StandInBus, refusal: Refusal) -> None:
    bus.answers["get_toy"] = refusal

    answer = client.get(TOY)

    assert answer.status_code in {429, 503}
    assert answer.headers["Retry-After"] == "7"


def test_the_bus_away_answers_503_and_recovers_by_itself(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["get_toy"] = Unavailable("The message bus is away.")
    assert_problem(client.get(TOY), 503, "unavailable")

    del bus.answers["get_toy"]

    assert client.get(TOY).status_code == 200


def test_a_service_away_takes_only_its_own_routes_with_it(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["sales.get_toy"] = Unavailable("The sales service is away.")

    assert client.get(TOY).status_code == 503
    assert client.get("/v1/my-toys").status_code == 200


@pytest.mark.parametrize("fault", [ServiceFailed("IntegrityError: secret table"), RuntimeError("password=hunter2")])
def test_a_failure_of_ours_tells_nothing_but_its_trace(client: FlaskClient, bus: StandInBus, fault: Exception) -> None:
    bus.answers["get_toy"] = fault

    answer = client.get(TOY)

    assert_problem(answer, 500, "internal_error")
    assert b"secret" not in answer.data
    assert b"hunter2" not in answer.data


def test_an_open_route_needs_no_token_and_is_throttled_by_address(stranger: FlaskClient, bus: StandInBus) -> None:
    answers = [stranger.post("/v1/toy-wishes", json={"name": "Top"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert_problem(answers[3], 429, "throttled")
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 21
    assert bus.last.arguments == {"request": {"name": "Top"}, "address": "127.0.0.1"}
    assert not bus.last.actor.reaches


def test_another_address_is_not_throttled_with_it(stranger: FlaskClient) -> None:
    for _ in range(4):
        stranger.post("/v1/toy-wishes", json={})

    answer = stranger.post("/v1/toy-wishes", json={}, environ_overrides={"REMOTE_ADDR": "10.0.0.9"})

    assert answer.status_code == 200


@pytest.mark.parametrize(("proxies", "statuses"), [(1, {200}), (0, {200, 429})])
def test_the_address_that_counts_is_the_callers_only_behind_trusted_proxies(
    bus: StandInBus, access: StandInAccess, proxies: int, statuses: set[int]
) -> None:
    stranger = create_app(StandInSettings(trusted_proxies=proxies), bus, access, [toy_routes()]).test_client()

    answers = [
        stranger.post("/v1/toy-wishes", json={}, headers={"X-Forwarded-For": f"10.0.0.{number}"}) for number in range(9)
    ]

    assert {answer.status_code for answer in answers} == statuses


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [("zh-CN,zh;q=0.9", "zh", "请先登录"), ("de,en;q=0.5", "en", "Sign in first"), ("fr", "en", "Sign in first")],
)
def test_a_title_is_in_the_language_asked_for(stranger: FlaskClient, asked: str, language: str, title: str) -> None:
    answer = stranger.get(TOYS, headers={"Accept-Language": asked})

    assert assert_problem(answer, 401, "token_missing")["title"] == title
    assert answer.headers["Content-Language"] == language


def test_who_guesses_tokens_is_slowed_down(stranger: FlaskClient) -> None:
    answers = [stranger.get(TOYS, headers={"Authorization": f"Bearer guess{n}"}).status_code for n in range(60)]

    assert answers[:50] == [401] * 50
    assert 429 in answers[50:]


def test_every_request_is_answered_in_its_deadline_by_the_bus(app: Flask, client: FlaskClient, bus: StandInBus) -> None:
    client.get(TOY)

    assert bus.last.deadline - time.time() <= 2
