"""Reports that people build, through the public API: changed, shared, run by others, drilled into, had as files."""

import csv
import io
import json
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.reporting.seller import Seller

PATH = "/v1/built-reports"
BY_STATUS = {
    "table": "deals",
    "filters": [{"column": "currency", "op": "eq", "values": ["USD"]}],
    "groups": [{"column": "status"}],
    "measures": [{"function": "count"}, {"function": "sum", "column": "amount"}],
    "sort": ["-sum_amount"],
    "chart": {"kind": "pie", "x": "status", "y": "sum_amount"},
}


@pytest.fixture(scope="module")
def seller(company: Company) -> Seller:
    return Seller(company)


def build(client: Client, **parts: Any) -> Any:
    return client.post(PATH, {"title": f"Built {new_id()}", **BY_STATUS, **parts})


def table(answer: Any) -> list[tuple[Any, ...]]:
    return [(row["status"], row["count"], row["sum_amount"]) for row in answer["rows"]]


@pytest.mark.feature("B-02")
def test_a_report_is_built_saved_changed_and_run_again(seller: Seller) -> None:
    client = seller.client
    built = build(client)
    assert built["owner"]["id"] == seller.id
    one = f"{PATH}/{built['id']}"
    expected = [("won", 3, "255300.00"), ("open", 3, "13060.00"), ("lost", 2, "780.00")]
    answer = client.get(f"{one}/rows")
    assert table(answer) == expected
    assert answer["totals"] == [{"count": 8, "sum_amount": "269140.00"}]
    assert answer["chart"] == {
        "kind": "pie",
        "x": ["won", "open", "lost"],
        "series": [{"name": "sum_amount", "values": ["255300.00", "13060.00", "780.00"]}],
    }
    for row in answer["rows"]:
        behind = client.get(f"{one}/records?{row['drill']}")["rows"]
        assert len(behind) == row["count"]
        assert {deal["id"] for deal in behind} <= set(seller.deals.values())
    client.refused("PATCH", one, {"sort": []}, status=428)
    client.refused("PATCH", one, {"sort": []}, status=412, headers={"If-Match": '"9"'})
    won = {"filters": [*BY_STATUS["filters"], {"column": "status", "op": "in", "values": ["won", "lost"]}]}
    client.patch(one, won, headers={"If-Match": '"1"'})
    assert table(client.get(f"{one}/rows")) == [expected[0], expected[2]]
    assert [entry["type"].split(".")[-2] for entry in client.get(f"{one}/history")["data"]] == ["created", "changed"]
    assert client.ask("DELETE", one).status_code == 204
    client.refused("GET", one, status=404)
    client.refused("GET", f"{one}/rows", status=404)


@pytest.mark.feature("B-02")
def test_whoever_it_is_shared_with_runs_it_over_their_own_facts(company: Company, seller: Seller) -> None:
    built, sara = build(seller.client), company["sara.south"]
    one = f"{PATH}/{built['id']}"
    sara.refused("GET", f"{one}/rows", status=404)
    sara.refused("GET", f"{one}/records", status=404)
    seller.client.post(f"{one}/shares", {"person_id": company.people["sara.south"]["id"]})
    counted = sum(row["count"] for row in sara.get(f"{one}/rows")["rows"])
    mine = sara.get("/v1/opportunities", params={"filter[currency][eq]": "USD", "count": "exact", "limit": "1"})[
        "count"
    ]
    assert counted <= mine, "her reports may lag behind, and never tell of others"
    behind = {deal["id"] for deal in sara.get(f"{one}/records", params={"limit": "200"})["rows"]}
    assert behind.isdisjoint(seller.ids)
    row = seller.client.get(f"{one}/rows")["rows"][0]
    stolen = sara.get(f"{one}/records?{row['drill']}")["rows"]
    assert {deal["id"] for deal in stolen}.isdisjoint(seller.ids), "a cell of another's answer opens nothing"


def test_a_report_comes_as_a_file_in_each_format(seller: Seller) -> None:
    one = f"{PATH}/{build(seller.client)['id']}/rows"
    rows = seller.client.get(one)["rows"]
    files = {kind: seller.client.ask("GET", one, params={"format": kind}) for kind in ("csv", "jsonl", "xlsx")}
    read = list(csv.DictReader(io.StringIO(files["csv"].content.decode("utf-8-sig"))))
    told = [{"status": row["status"], "count": str(row["count"]), "sum_amount": row["sum_amount"]} for row in rows]
    assert read == told
    assert [json.loads(line) for line in files["jsonl"].content.splitlines()] == rows
    assert files["xlsx"].content.startswith(b"PK")
    seller.client.refused("GET", one, params={"format": "pdf"}, status=400)


def test_building_twice_with_one_key_builds_once(seller: Seller) -> None:
    body, headers = {"title": f"Once {new_id()}", **BY_STATUS}, {"Idempotency-Key": new_id()}
    first, again = (seller.client.ask("POST", PATH, body, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    listed = seller.client.get(PATH, params={"filter[title][eq]": body["title"], "count": "exact"})
    assert listed["count"] == 1
    seller.client.refused("POST", PATH, {**body, "table": "orders"}, status=422, headers=headers)
