"""Segments through the door: who is in one follows the change of a customer within seconds, and each answer says as of
when.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.events.test_replay import replay

SOON = timedelta(seconds=5)
SECONDS = 20


def customer(client: Client, region: str, **fields: Any) -> Any:
    return client.post("/v1/customers", {"name": f"Of {region} {new_id()[-8:]}", "region": region, **fields})


def define(client: Client, region: str, **more: Any) -> Any:
    rule = {"and": [{"field": "region", "op": "eq", "value": region}, *more.pop("also", [])]}
    return client.post("/v1/segments", {"name": f"Those of {region}", "rule": rule, **more})


def members(client: Client, segment: Any) -> list[str]:
    page = client.get(f"/v1/segments/{segment['id']}/members", params={"count": "exact", "limit": 200})
    assert page["count"] == len(page["data"])
    assert page["as_of"]["position"] >= 0
    return sorted(row["customer"]["id"] for row in page["data"])


def become(client: Client, segment: Any, *expected: Any) -> None:
    ids = sorted(one["id"] for one in expected)
    assert eventually(lambda: members(client, segment) == ids, SECONDS)


def moves(client: Client, segment: Any) -> list[tuple[str, str]]:
    told, _ = replay(client, limit=200, type="tenon.reporting.segment_member.*")
    ours = [event for event in told if event["data"]["segment_id"] == segment["id"]]
    return [(event["type"].split(".")[3], event["data"]["customer_id"]) for event in ours]


@pytest.mark.feature("Z-12")
def test_who_is_in_a_segment_follows_the_change_of_a_customer_within_seconds(company: Company) -> None:
    nils, region = company["nils.north"], f"R-{new_id()[-8:]}"
    first, other = customer(nils, region), customer(nils, "elsewhere")
    segment = define(nils, region)
    assert segment["as_of"].keys() == {"position", "at", "stated_lag_seconds"}
    become(nils, segment, first)
    path = f"/v1/segments/{segment['id']}"
    assert eventually(lambda: nils.get(path)["state"] == "current", SECONDS)
    before = nils.get(path)["as_of"]["position"]

    changed = nils.patch(f"/v1/customers/{other['id']}", {"region": region})
    become(nils, segment, first, other)

    stays = nils.get(f"/v1/segments/{segment['id']}/stays", params={"sort": "-entered_at"})
    assert stays["as_of"]["position"] > before
    newest = stays["data"][0]
    lag = datetime.fromisoformat(newest["entered_at"]) - datetime.fromisoformat(changed["updated_at"])
    assert (newest["customer"]["id"], newest["left_at"]) == (other["id"], None)
    assert timedelta() <= lag < SOON
    nils.patch(f"/v1/customers/{first['id']}", {"region": "elsewhere"})
    become(nils, segment, other)
    assert eventually(lambda: len(moves(nils, segment)) == 3)
    assert moves(nils, segment) == [("entered", first["id"]), ("entered", other["id"]), ("left", first["id"])]
    assert nils.get("/v1/segments", params={"filter[id][eq]": segment["id"]})["as_of"]["position"] > before


@pytest.mark.feature("Z-12")
def test_each_sees_of_a_segment_the_customers_that_they_see(company: Company) -> None:
    helen, nora, nils, sara = (company[who] for who in ("helen.head", "nora.north", "nils.north", "sara.south"))
    region = f"R-{new_id()[-8:]}"
    north, south = customer(nils, region), customer(sara, region)
    whole, branch = define(helen, region), define(nora, region)
    become(helen, whole, north, south)
    become(nora, branch, north)
    for path in ("", "/members", "/stays", "/history"):
        sara.refused("GET", f"/v1/segments/{branch['id']}{path}", status=404)
    assert sara.get("/v1/segments", params={"filter[id][eq]": branch["id"], "count": "exact"})["count"] == 0
    sara.refused("DELETE", f"/v1/segments/{branch['id']}", status=404)
    assert eventually(lambda: moves(sara, whole)) == [("entered", south["id"])]
    assert {one for _, one in moves(helen, whole)} == {north["id"], south["id"]}


@pytest.mark.feature("Z-12")
def test_another_rule_holds_all_customers_against_it_anew(company: Company) -> None:
    nils, region = company["nils.north"], f"R-{new_id()[-8:]}"
    quiet, fresh = customer(nils, region), customer(nils, region, industry="energy")
    segment = define(nils, region)
    become(nils, segment, quiet, fresh)
    path, rule = f"/v1/segments/{segment['id']}", segment["rule"]
    energy = {"and": [rule, {"field": "industry", "op": "eq", "value": "energy"}]}
    changed = nils.patch(path, {"rule": energy}, headers={"If-Match": f'"{segment["version"]}"'})
    assert (changed["version"], changed["rule"]) == (2, energy)
    become(nils, segment, fresh)
    never = {"and": [rule, {"field": "days_without_order", "op": "gte", "value": 90}]}
    nils.patch(path, {"rule": never}, headers={"If-Match": '"2"'})
    become(nils, segment)
    history = nils.get(f"{path}/history")["data"]
    assert [one["type"].split(".")[3] for one in history] == ["created", "changed", "changed"]
    nils.ok("DELETE", path)
    nils.refused("GET", path, status=404)


@pytest.mark.feature("Z-12")
def test_many_at_once_enter_once_each_and_the_same_request_twice_makes_one_segment(company: Company) -> None:
    nils, region = company["nils.north"], f"R-{new_id()[-8:]}"
    body = {"name": "Twice", "rule": {"field": "region", "op": "eq", "value": region}}
    key = {"Idempotency-Key": new_id()}
    one, again = (nils.post("/v1/segments", body, headers=key) for _ in range(2))
    assert one["id"] == again["id"]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: customer(nils, region), range(20)))
    become(nils, one, *made)
    assert eventually(lambda: len(moves(nils, one)) == 20)
    assert sorted(moves(nils, one)) == sorted(("entered", each["id"]) for each in made)


@pytest.mark.feature("Z-12")
def test_a_rule_that_is_none_is_refused_and_says_why(company: Company) -> None:
    nils = company["nils.north"]
    days = {"field": "days_without_order", "op": "gte", "value": "ninety"}
    for rule, code in (
        ({"field": "won_amount", "op": "gte", "value": 1}, "bad_filter"),
        ({"and": [days]}, "segment_rule_bad"),
    ):
        problem = nils.refused("POST", "/v1/segments", {"name": "None", "rule": rule}, status=400, code=code)
        assert problem["errors"]
    for rule in ({}, [], "level", None, 7):
        nils.refused("POST", "/v1/segments", {"name": "None", "rule": rule}, status=400)
    for body in ({"name": "None"}, {"name": " ", "rule": days}):
        nils.refused("POST", "/v1/segments", body, status=400)
