"""The walker itself: a route it cannot judge fails the build, and what leaks is caught. Both are planted."""

import copy
import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import requests

from gateway.http.discovery import all_routes
from gateway.http.openapi import describe
from tests.end_to_end.walker import test_reading as walk
from tests.end_to_end.walker.classes import NOUNS, Kind, Sight, Unclassified, classify, sight_of
from tests.end_to_end.walker.description import Description
from tests.end_to_end.walker.findings import Findings
from tests.end_to_end.walker.sight import Organisation, Viewer
from tests.end_to_end.walker.world import World

SHORTEST_REASON = 15
RIGHT = {"x-tenon-right": "sales.secret:read"}


@pytest.fixture(scope="module")
def document() -> Any:
    described = describe(tuple(all_routes()))
    return orjson.loads(orjson.dumps(described, option=orjson.OPT_NON_STR_KEYS))


@pytest.fixture
def planted(document: Any) -> Any:
    return copy.deepcopy(document)


def page_of(**members: Any) -> Any:
    rows = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}, **members}}}
    schema = {"type": "object", "properties": {"data": rows}}
    return {**RIGHT, "responses": {"200": {"content": {"application/json": {"schema": schema}}}}}


def test_every_operation_of_the_product_is_classified(document: Any) -> None:
    found = classify(Description(document))
    described = [method for item in document["paths"].values() for method in item if method != "parameters"]
    assert len(found) == len(described)
    assert {one.kind for one in found} == set(Kind)


def test_every_exception_is_a_list_that_exists_and_has_a_reason(document: Any) -> None:
    lists = {one.noun for one in classify(Description(document)) if one.kind is Kind.LIST}
    assert NOUNS.keys() <= lists
    assert all(len(reason) >= SHORTEST_REASON for _, reason in NOUNS.values())


@pytest.mark.parametrize(
    ("path", "method", "operation", "complaint"),
    [
        ("/v1/secrets", "get", page_of(), "tell neither owner nor unit"),
        ("/v1/secrets", "get", page_of(owner={"type": "object"}), "tell neither owner nor unit"),
        ("/v1/vaults/{vault_id}", "get", page_of(), "/v1/vaults is no list"),
        ("/v1/vaults/{vault_id}/open", "post", page_of(), "/v1/vaults is no list"),
        (
            "/v1/leads/{lead_id}/scan",
            "get",
            {**RIGHT, "responses": {"200": {"content": {"image/x-scan": {}}}}},
            "cannot read",
        ),
        ("/v1/scan", "get", {**RIGHT, "responses": {"200": {"content": {"image/x-scan": {}}}}}, "cannot read"),
        ("/v1/free", "get", {"responses": {"200": {}}}, "names no right"),
        (
            "/v1/leads/{lead_id}/tie",
            "post",
            {
                **page_of(),
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "properties": {"vault_id": {"type": "string"}}}
                        }
                    }
                },
            },
            "nothing tells what it names",
        ),
    ],
)
def test_a_route_that_cannot_be_classified_fails_the_build(
    planted: Any, path: str, method: str, operation: Any, complaint: str
) -> None:
    planted["paths"].setdefault(path, {})[method] = operation
    with pytest.raises(Unclassified, match=complaint):
        classify(Description(planted))


def test_a_new_list_that_says_whose_its_rows_are_is_walked_without_a_word_about_it(planted: Any) -> None:
    planted["paths"]["/v1/secrets"] = {"get": page_of(owner={"type": "object"}, org_unit={"type": "object"})}
    description = Description(planted)
    [found] = [one for one in classify(description) if one.operation.path == "/v1/secrets"]
    assert (found.kind, sight_of(description, found.operation)) == (Kind.LIST, Sight.OWNED)


ROWS = [
    {"id": "1", "owner": {"id": "nils"}, "org_unit": {"id": "north"}},
    {"id": "2", "owner": {"id": "sara"}, "org_unit": {"id": "south"}},
    {"id": "3", "owner": {"id": "olga"}, "org_unit": {"id": "office"}},
]
ORGANISATION = Organisation(
    parents={"head": None, "north": "head", "south": "head", "office": "north"},
    superiors={"helen": None, "nora": "helen", "nils": "nora", "sara": "helen", "olga": "nora"},
)


@pytest.mark.parametrize(
    ("person", "unit", "reach", "shared", "seen"),
    [
        ("nils", "north", ["own"], (), {"1"}),
        ("nora", "north", ["subordinates"], (), {"1", "3"}),
        ("nora", "north", ["unit"], (), {"1"}),
        ("nora", "north", ["subtree"], (), {"1", "3"}),
        ("helen", "head", ["all"], (), {"1", "2", "3"}),
        ("olga", "office", ["own"], ("olga",), {"1", "2", "3"}),
        ("olga", "office", ["own"], ("north",), {"1", "2", "3"}),
        ("nils", "north", ["own"], ("office",), {"1"}),
        ("nils", "north", [], ("nils",), set()),
    ],
)
def test_the_oracle_knows_who_sees_what(
    person: str, unit: str, reach: list[str], shared: tuple[str, ...], seen: set[str]
) -> None:
    viewer = Viewer(person, unit, {"secret:read": reach})
    found = {row["id"] for row in ROWS if viewer.sees(row, "secret:read", Sight.OWNED, ORGANISATION, frozenset(shared))}
    assert found == seen


class ToyClient:
    """Somebody at a product that lists secrets, and may be told to leak."""

    me = {"id": "nils", "org_unit": {"id": "north"}, "rights": {"sales.secret:read": ["own"]}}

    def __init__(self, leaking: str = "") -> None:
        self.leaking = leaking

    def get(self, path: str, **more: Any) -> Any:
        if path.startswith("/v1/secrets/"):
            return ROWS[0]
        rows = ROWS[: 2 if self.leaking == "list" else 1]
        return {"data": rows, "next": None, "count": len(ROWS) if self.leaking == "count" else len(rows)}

    def all(self, path: str, **more: Any) -> Any:
        return self.get(path)["data"]

    def ask(self, method: str, path: str, *_: Any, **__: Any) -> requests.Response:
        answer = requests.Response()
        if path == "/v1/secrets":
            answer.status_code, answer._content = 200, json.dumps(self.get(path)).encode()
            return answer
        exists = path.rpartition("/")[2] in {row["id"] for row in ROWS}
        answer.status_code = 403 if exists and self.leaking == "detail" else 404
        answer._content = json.dumps(ROWS[1] if self.leaking == "figures" else {}).encode()
        return answer


def toy_world(document: Any, client: ToyClient) -> World:
    listed = page_of(owner={"type": "object"}, org_unit={"type": "object"})
    listed["parameters"] = [{"name": name, "in": "query"} for name in ("cursor", "count", "limit")]
    document["paths"] = {
        "/v1/secrets": {"get": listed},
        "/v1/secrets/{secret_id}": {"get": page_of()},
        "/v1/secret-figures": {"get": {**RIGHT, "responses": {"200": {"content": {"application/json": {}}}}}},
    }
    description = Description(document)
    people: Any = {"nils": client}
    rows: dict[str, list[Any]] = {"/v1/secrets": ROWS, "/v1/people": [], "/v1/org-units": []}
    return World(people, description, classify(description), Findings("toy"), rows, {}, ORGANISATION)


CHECKS: dict[str, Callable[[World, str], None]] = {
    "list": walk.test_a_list_has_exactly_the_rows_in_sight_however_it_is_asked,
    "count": walk.test_a_list_has_exactly_the_rows_in_sight_however_it_is_asked,
    "detail": walk.test_a_record_is_there_for_whom_it_is_listed_and_for_nobody_else,
    "figures": walk.test_no_answer_names_a_record_out_of_sight,
}


@pytest.mark.parametrize("leaking", CHECKS)
def test_a_product_that_leaks_is_caught_and_one_that_does_not_passes(planted: Any, leaking: str) -> None:
    CHECKS[leaking](toy_world(planted, ToyClient()), "nils")
    with pytest.raises(AssertionError):
        CHECKS[leaking](toy_world(planted, ToyClient(leaking)), "nils")
