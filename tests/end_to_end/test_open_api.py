"""The description that outside programs are written against, held against the product that runs."""

from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from shared.ids import new_id
from tests.end_to_end.company import Company

VERBS = ("get", "post", "patch", "put", "delete")
PUBLIC = "public"
FIXED_POINTS = {
    "/v1/tokens": "post",
    "/v1/me": "get",
    "/v1/opportunities": "get",
    "/v1/reports/sales-funnel": "get",
    "/v1/openapi.json": "get",
    "/health/ready": "get",
}


@pytest.fixture(scope="module")
def described(company: Company) -> Any:
    return company["admin"].get("/v1/openapi.json")


def operations(described: Any) -> list[tuple[str, str, Any]]:
    """Method, path and operation; ids in the path are those of records that do not exist."""
    return [
        (method.upper(), path, item[method])
        for path, item in described["paths"].items()
        for method in VERBS
        if method in item
    ]


def nowhere(path: str) -> str:
    parts = [new_id() if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def call(company: Company, method: str, path: str, token: str | None) -> requests.Response:
    """With an empty body and no more; a stream is hung up as soon as it answers."""
    headers = {"Idempotency-Key": new_id(), "If-Match": "*"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body: dict[str, Any] | None = None if method == "GET" else {}
    url = company.stack.url + nowhere(path)
    with requests.request(method, url, json=body, headers=headers, stream=True, timeout=30) as answer:
        if not answer.headers.get("Content-Type", "").startswith("text/event-stream"):
            assert answer.content is not None
        return answer


def test_it_is_openapi_3_1_and_names_what_outside_programs_rely_on(described: Any) -> None:
    assert described["openapi"].startswith("3.1")
    for path, method in FIXED_POINTS.items():
        assert method in described["paths"][path], path
    opportunity = described["components"]["schemas"]["OpportunityView"]["properties"]
    promised = {"id", "name", "number", "stage", "status", "amount", "currency", "probability", "customer", "owner"}
    assert promised | {"org_unit", "expected_close_date", "closed_at"} <= opportunity.keys()


def test_every_operation_names_one_right_and_refuses_whoever_shows_no_token(company: Company, described: Any) -> None:
    for method, path, operation in operations(described):
        assert isinstance(operation["x-tenon-right"], str), path
        if operation["x-tenon-right"] == PUBLIC:
            continue
        answer = call(company, method, path, None)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_missing"), f"{method} {path}"
        assert str(answer.status_code) in operation["responses"], f"{method} {path}"


def test_what_is_read_is_as_described(company: Company, described: Any) -> None:
    tried = 0
    for method, path, operation in operations(described):
        content = operation["responses"].get("200", {}).get("content", {})
        if method != "GET" or "{" in path or "application/json" not in content:
            continue
        answer = company["admin"].ask("GET", path)
        if answer.status_code != 200:
            continue
        schema = {**content["application/json"]["schema"], "components": described["components"]}
        faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(answer.json())]
        assert faults == [], path
        tried += 1
    assert tried >= 20
