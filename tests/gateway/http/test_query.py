"""The list grammar: what goes through to the service and what is refused with a pointer to it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.gateway.http.stand_ins import TOY_ID, StandInBus

PLAIN = {"filter": [], "limit": 50, "count": "none"}


@pytest.fixture(autouse=True)
def _a_page(bus: StandInBus) -> None:
    bus.answers["list_toys"] = {"data": [], "next": None, "prev": None}


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("", {}),
        ("filter[name][eq]=Top", {"filter": [["name", "eq", "Top"]]}),
        ("filter%5Bname%5D%5Beq%5D=a%26b", {"filter": [["name", "eq", "a&b"]]}),
        ("filter[name][in]=a,b", {"filter": [["name", "in", ["a", "b"]]]}),
        ("filter[amount][between]=1,2", {"filter": [["amount", "between", ["1", "2"]]]}),
        ("filter[amount][null]=true", {"filter": [["amount", "null", True]]}),
        ("filter[amount][gte]=1&filter[amount][lt]=9", {"filter": [["amount", "gte", "1"], ["amount", "lt", "9"]]}),
        (f"filter[owner_id][ne]={TOY_ID}", {"filter": [["owner_id", "ne", TOY_ID]]}),
        ("sort=-amount,id", {"sort": ["-amount", "id"]}),
        ("limit=1", {"limit": 1}),
        ("limit=200", {"limit": 200}),
        ("count=exact", {"count": "exact"}),
        ("totals=amount", {"totals": ["amount"]}),
        ("fields=id,name", {"fields": ["id", "name"]}),
        ("cursor=abc", {"cursor": "abc"}),
        ("q=red+ball", {"q": "red ball"}),
    ],
)
def test_a_well_formed_query_reaches_the_service(
    client: FlaskClient, bus: StandInBus, asked: str, understood: dict[str, Any]
) -> None:
    answer = client.get(f"/v1/toys?{asked}")

    assert answer.status_code == 200
    assert bus.last.arguments == {"query": PLAIN | understood}


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ("colour=red", "?colour"),
        ("filter=red", "?filter"),
        ("filter[name]=red", "?filter[name]"),
        ("filter[name][eq][x]=red", "?filter[name][eq][x]"),
        ("filter[colour][eq]=red", "?filter[colour][eq]"),
        ("filter[name][almost]=red", "?filter[name][almost]"),
        ("filter[name][gt]=red", "?filter[name][gt]"),
        ("filter[amount][like]=1*", "?filter[amount][like]"),
        ("filter[name][null]=perhaps", "?filter[name][null]"),
        ("filter[amount][between]=1", "?filter[amount][between]"),
        ("filter[amount][between]=1,2,3", "?filter[amount][between]"),
        ("filter[name][eq]=a&filter[name][eq]=b", "?filter[name][eq]"),
        ("filter[name][in]=" + ",".join("x" * 201), "?filter[name][in]"),
        ("sort=colour", "?sort"),
        ("sort=--name", "?sort"),
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("limit=-1", "?limit"),
        ("limit=ten", "?limit"),
        ("limit=%D9%A3", "?limit"),
        ("limit=5&limit=6", "?limit"),
        ("count=some", "?count"),
        ("totals=name", "?totals"),
        ("fields=id,secret", "?fields"),
        ("expand=owner", "?expand"),
        ("cursor=", "?cursor"),
        ("q=", "?q"),
    ],
)
def test_what_the_list_does_not_know_is_refused_by_name(
    client: FlaskClient, bus: StandInBus, asked: str, pointer: str
) -> None:
    answer = client.get(f"/v1/toys?{asked}")

    assert (answer.status_code, answer.json["code"]) == (400, "malformed_query")
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]
    assert not bus.calls


def test_all_that_is_wrong_is_told_at_once(client: FlaskClient) -> None:
    answer = client.get("/v1/toys?limit=0&sort=colour&shape=round")

    assert {fault["pointer"] for fault in answer.json["errors"]} == {"?limit", "?sort", "?shape"}


@pytest.mark.parametrize("query", ["filter[name][eq]=a%00", "%00=1", "q=%00"])
def test_the_character_that_no_database_keeps_is_refused(client: FlaskClient, bus: StandInBus, query: str) -> None:
    assert client.get(f"/v1/toys?{query}").status_code == 400
    assert not bus.calls


@pytest.mark.parametrize(
    "path", [f"/v1/toys/{TOY_ID}?colour=red", "/v1/my-toys?x=1", f"/v1/toys/{TOY_ID}/history?limit=3"]
)
def test_an_operation_without_a_query_refuses_one(client: FlaskClient, path: str) -> None:
    assert client.get(path).json["code"] == "malformed_query"


TREE = {
    "and": [
        {"field": "name", "op": "eq", "value": "Top"},
        {"or": [{"field": "amount", "op": "gt", "value": "5"}, {"not": {"field": "sold", "value": True}}]},
    ]
}


def test_a_search_takes_a_tree_and_the_members_of_a_query(client: FlaskClient, bus: StandInBus) -> None:
    answer = client.post(
        "/v1/toys/search", json={"filter": TREE, "sort": ["-amount", "id"], "limit": 7, "count": "exact"}
    )

    assert answer.status_code == 200
    assert bus.last.arguments == {
        "query": {"filter": TREE, "sort": ["-amount", "id"], "limit": 7, "count": "exact"},
    }
    assert bus.last.actor.right == "sales.toy:read"


DEEP: dict[str, Any] = {"field": "name", "value": "x"}
for _ in range(9):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"filter": {"and": []}}, "/filter"),
        ({"filter": {"and": {"field": "name"}}}, "/filter"),
        ({"filter": [["name", "eq", "x"]]}, "/filter"),
        ({"filter": "name=x"}, "/filter"),
        ({"filter": {"field": "colour", "op": "eq", "value": 1}}, "/filter"),
        ({"filter": {"field": ["name"], "op": "eq", "value": 1}}, "/filter"),
        ({"filter": {"field": "name", "op": {"a": 1}, "value": 1}}, "/filter"),
        ({"filter": {"field": "name", "op": "eq", "value": {"a": 1}}}, "/filter"),
        ({"filter": {"field": "name", "op": "in", "value": []}}, "/filter"),
        ({"filter": {"and": [{"field": "name", "value": "x"}], "or": []}}, "/filter"),
        ({"filter": {"or": [{"field": "name", "value": "x"}, {"field": "nose", "value": 1}]}}, "/filter/or/1"),
        ({"filter": DEEP}, "/filter/not/not/not/not/not/not/not/not"),
        ({"filter": {"or": [{"field": "name", "value": "x"}] * 60}}, "/filter/or/10"),
        ({"limit": "many"}, "/limit"),
        ({"limit": True}, "/limit"),
        ({"sort": {"name": 1}}, "/sort"),
        ({"where": {}}, "/where"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused_by_pointer(
    client: FlaskClient, bus: StandInBus, body: dict[str, Any], pointer: str
) -> None:
    answer = client.post("/v1/toys/search", json=body)

    assert answer.status_code == 400
    assert pointer in [fault["pointer"] for fault in answer.json["errors"]]
    assert not bus.calls


def test_a_history_is_read_on_from_a_sequence_number(client: FlaskClient, bus: StandInBus) -> None:
    bus.answers["list_toy_history"] = {"data": [], "next": "200", "prev": None}

    answer = client.get(f"/v1/toys/{TOY_ID}/history?cursor=17")

    assert bus.last.arguments == {"toy_id": TOY_ID, "after": 17}
    assert answer.headers["Link"] == f'</v1/toys/{TOY_ID}/history?cursor=200>; rel="next"'


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "", "1" * 16])
def test_a_cursor_that_is_none_is_refused(client: FlaskClient, bus: StandInBus, cursor: str) -> None:
    assert client.get(f"/v1/toys/{TOY_ID}/history?cursor={cursor}").status_code == 400
    assert not bus.calls
