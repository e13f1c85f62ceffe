"""What the door refuses: each as a problem that a program and a person can understand, and never as a failure."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine, text

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.company import PASSWORD, Company

JSON = {"Content-Type": "application/json"}
TRACE = re.compile(r"[0-9a-f]{32}")
TEN_MEGABYTES = 10 * 1024 * 1024


def problem_of(answer: requests.Response, status: int, code: str) -> Any:
    """The answer must be this refusal, complete."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text[:500]}"
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"/v1/errors/{code}")
    assert TRACE.fullmatch(problem["trace_id"])
    assert problem["title"]
    assert problem["detail"]
    return problem


def pointers(problem: Any) -> set[str]:
    return {fault["pointer"] for fault in problem["errors"]}


@pytest.fixture
def lead(company: Company) -> Any:
    return company["nils.north"].post("/v1/leads", {"name": "Ada"})


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b'{"name": ', JSON, 400, "malformed_json"),
        (b"[1]", JSON, 400, "malformed_json"),
        (b'{"name": "Ada", "name\\u0000": 1}', JSON, 400, "malformed_json"),
        (b'{"name": "A\\u0000da"}', JSON, 400, "malformed_json"),
        (b'{"a": ' * 60 + b"1" + b"}" * 60, JSON, 400, "malformed_json"),
        (b'{"name": "\xff"}', JSON, 400, "malformed_json"),
        (b"name=Ada", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "unsupported_type"),
        (b"<lead/>", {"Content-Type": "application/xml"}, 415, "unsupported_type"),
        (b'{"name": "Ada"}', {}, 415, "unsupported_type"),
        (b'{"name": "Ada"}', {**JSON, "Content-Encoding": "gzip"}, 415, "unsupported_type"),
        (b'{"note": "' + b"x" * TEN_MEGABYTES + b'"}', JSON, 413, "body_too_large"),
        (b'{"name": "Ada"}', {**JSON, "Idempotency-Key": "ä".encode()}, 400, "malformed_idempotency_key"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    company: Company, content: bytes, headers: dict[str, Any], status: int, code: str
) -> None:
    nils = company["nils.north"]
    problem_of(nils.ask("POST", "/v1/leads", data=content, headers=headers), status, code)


def test_a_body_too_large_is_refused_without_telling_its_length(company: Company) -> None:
    nils = company["nils.north"]
    pieces = (b" " * 65536 for _ in range(TEN_MEGABYTES // 65536))
    problem_of(nils.ask("POST", "/v1/leads", data=pieces, headers=JSON), 413, "body_too_large")
    assert nils.ask("GET", "/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"/name"}),
        ({"name": 7, "email": "nobody", "owner_id": new_id()}, {"/name", "/email", "/owner_id"}),
        ({"name": "Ada", "version": 3, "org_unit_id": new_id()}, {"/version", "/org_unit_id"}),
        ({"name": "Ada", "id": "no id"}, {"/id"}),
        ({"name": None, "source_id": 12, "currency": "dollars"}, {"/name", "/source_id", "/currency"}),
        ({"name": "x" * 201, "company": ["Engines"], "surprise": {}}, {"/name", "/company", "/surprise"}),
    ],
)
def test_all_that_is_wrong_with_a_body_is_told_at_once(company: Company, body: Any, wrong: set[str]) -> None:
    problem = problem_of(company["nils.north"].ask("POST", "/v1/leads", body), 400, "malformed")
    assert pointers(problem) == wrong


@pytest.mark.parametrize("noun", ["leads", "opportunities", "orders", "requests", "campaigns", "warehouses", "people"])
@pytest.mark.parametrize("record_id", ["7", "no-id", "' or 1=1 --", "%00", "00000000-0000-0000-0000-00000000000Z"])
def test_what_is_no_id_names_nothing(company: Company, noun: str, record_id: str) -> None:
    answer = company["admin"].ask("GET", f"/v1/{noun}/{record_id}")
    assert answer.status_code in {400, 404}, answer.text
    problem_of(answer, answer.status_code, answer.json()["code"])


@pytest.mark.parametrize(
    "query",
    [
        {"filter[nonsense][eq]": "1"},
        {"filter[amount][gt]": "much"},
        {"filter[created_at][gt]": "yesterday"},
        {"filter[owner_id][eq]": "no id"},
        {"filter[amount][like]": "1"},
        {"sort": "nonsense"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "many"},
        {"cursor": "made up"},
        {"totals": "name"},
        {"count": "perhaps"},
        {"fields": "password"},
        {"surprise": "1"},
    ],
)
def test_a_query_that_a_list_does_not_know_is_refused(company: Company, query: dict[str, str]) -> None:
    answer = company["nils.north"].ask("GET", "/v1/opportunities", params=query)
    assert answer.status_code == 400, answer.text
    problem_of(answer, 400, answer.json()["code"])


def test_a_cursor_belongs_to_its_query_and_its_list(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    for number in range(3):
        nils.post("/v1/leads", {"name": f"{mark} {number}"})
    params = {"q": mark, "limit": "1", "sort": "name"}
    cursor = nils.get("/v1/leads", params=params)["next"]
    assert nils.get("/v1/leads", params={**params, "cursor": cursor})["data"][0]["name"] == f"{mark} 1"
    for other in ({"sort": "-name"}, {"q": "others"}, {"filter[status][eq]": "lost"}):
        answer = nils.ask("GET", "/v1/leads", params={**params, **other, "cursor": cursor})
        assert answer.status_code == 400, (other, answer.text)
    elsewhere = nils.ask("GET", "/v1/opportunities", params={"limit": "1", "cursor": cursor})
    problem_of(elsewhere, 400, elsewhere.json()["code"])


def test_a_token_that_is_unknown_missing_or_ended_opens_nothing(company: Company) -> None:
    url = f"{company.stack.url}/v1/me"
    missing = requests.get(url, timeout=30)
    problem_of(missing, 401, "token_missing")
    assert missing.headers["WWW-Authenticate"].startswith("Bearer")
    unknown = requests.get(url, headers={"Authorization": "Bearer tnn_nobody-has-this"}, timeout=30)
    problem_of(unknown, 401, "token_unknown")
    leaver = company.stack.client("nils.north", PASSWORD)
    own = max(leaver.get("/v1/tokens")["data"], key=lambda token: token["created_at"])
    assert leaver.ask("DELETE", f"/v1/tokens/{own['id']}").status_code == 204
    problem_of(leaver.ask("GET", "/v1/me"), 401, "token_revoked")
    problem_of(leaver.ask("POST", "/v1/leads", {"name": "Late"}), 401, "token_revoked")


def test_a_token_expires(company: Company) -> None:
    sleeper = company.stack.client("nils.north", PASSWORD)
    engine = create_engine(company.stack.database_url("gateway"))
    digest = hashlib.sha256(sleeper.token.encode()).hexdigest()
    moment = (now() - timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    statement = text("UPDATE access_tokens SET expires_at = :moment WHERE token_hash = :digest")
    with engine.begin() as connection:
        assert connection.execute(statement, {"moment": moment, "digest": digest}).rowcount == 1
    engine.dispose()
    problem_of(sleeper.ask("GET", "/v1/me"), 401, "token_expired")


def test_guessing_a_password_makes_the_account_wait(company: Company) -> None:
    admin, login = company["admin"], f"guessed.{new_id()[-8:]}"
    person = {"login": login, "name": "Guessed", "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
    admin.post("/v1/people", {**person, "must_change_password": False})
    url = f"{company.stack.url}/v1/tokens"

    def attempt(password: str) -> requests.Response:
        return requests.post(url, json={"login": login, "password": password}, timeout=30)

    answers = [attempt(f"wrong {number}") for number in range(8)]
    problem_of(answers[0], 401, "sign_in_failed")
    throttled = next(answer for answer in answers if answer.status_code == 429)
    problem_of(throttled, 429, "sign_in_throttled")
    assert int(throttled.headers["Retry-After"]) >= 1
    problem_of(attempt(PASSWORD), 429, "sign_in_throttled")
    assert company.stack.client("nina.north", PASSWORD).me["login"] == "nina.north"


def test_a_change_based_on_an_old_version_is_stale(company: Company, lead: Any) -> None:
    nils, path = company["nils.north"], f"/v1/leads/{lead['id']}"
    assert nils.ask("GET", path).headers["ETag"] == '"1"'
    assert nils.ask("PATCH", path, {"note": "first"}, headers={"If-Match": '"1"'}).status_code == 200
    stale = nils.ask("PATCH", path, {"note": "second"}, headers={"If-Match": '"1"'})
    problem = problem_of(stale, 412, stale.json()["code"])
    assert (problem["code"], problem["current_version"]) == ("stale_version", 2)
    assert nils.get(path)["note"] == "first"
    problem_of(
        nils.ask("PATCH", path, {"note": "third"}, headers={"If-Match": "yesterday's"}), 400, "malformed_precondition"
    )


def test_no_such_route_no_such_method(company: Company) -> None:
    nils = company["nils.north"]
    problem_of(nils.ask("GET", "/v1/unicorns"), 404, "not_found")
    problem_of(nils.ask("GET", "/etc/passwd"), 404, "not_found")
    wrong = nils.ask("DELETE", "/v1/leads")
    problem_of(wrong, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(wrong.headers["Allow"].split(", "))


def test_a_key_answers_alike_and_refuses_another_body(company: Company) -> None:
    nils, key, name = company["nils.north"], {"Idempotency-Key": new_id()}, f"Once {new_id()}"
    first, again = (nils.ask("POST", "/v1/leads", {"name": name}, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, again.text) == (201, 201, first.text)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    other = nils.ask("POST", "/v1/leads", {"name": "Another"}, headers=key)
    problem_of(other, 422, other.json()["code"])
    assert nils.get("/v1/leads", params={"filter[name][eq]": name, "count": "exact"})["count"] == 1
    stranger = company["sara.south"].ask("POST", "/v1/leads", {"name": "Mine"}, headers=key)
    assert stranger.status_code == 201, "keys are kept apart by token"


def test_a_key_used_twenty_times_at_once_makes_one_record(company: Company) -> None:
    nils, key, name = company["nils.north"], {"Idempotency-Key": new_id()}, f"Once {new_id()}"

    def ask(_: int) -> requests.Response:
        return nils.ask("POST", "/v1/leads", {"name": name}, headers=key)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    for answer in answers:
        if answer.status_code == 409:
            problem_of(answer, 409, "idempotency_key_in_use")
    assert nils.get("/v1/leads", params={"filter[name][eq]": name, "count": "exact"})["count"] == 1


def test_a_right_that_is_missing_is_told_apart_from_a_record_out_of_sight(company: Company, lead: Any) -> None:
    nina, sara = company["nina.north"], company["sara.south"]
    problem_of(nina.ask("POST", "/v1/products", {"code": new_id(), "name": "Saw"}), 403, "right_missing")
    for method, verb, body in (
        ("GET", "", None),
        ("PATCH", "", {"note": "x"}),
        ("POST", "/qualify", {"budget": "1.00"}),
    ):
        problem_of(sara.ask(method, f"/v1/leads/{lead['id']}{verb}", body), 404, "not_found")


def test_a_problem_speaks_the_language_of_its_reader(company: Company) -> None:
    def title(language: str) -> Any:
        answer = company["nils.north"].ask("GET", "/v1/unicorns", headers={"Accept-Language": language})
        return problem_of(answer, 404, "not_found")["title"]

    assert re.search("[\u4e00-\u9fff]", title("zh"))
    assert title("en").isascii()


def test_a_trace_is_taken_up_and_told_in_the_problem(company: Company) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    answer = company["nils.north"].ask("POST", "/v1/leads", {}, headers=headers)
    assert problem_of(answer, 400, "malformed")["trace_id"] == trace
    assert trace in answer.headers["traceparent"]
