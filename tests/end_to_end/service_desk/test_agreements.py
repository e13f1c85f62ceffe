"""Service agreements through the public API: what they say, how they are found, and whom their end is told."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

TARGETS = [
    {"severity": "critical", "respond_within_minutes": 60, "solve_within_minutes": 240},
    {"severity": "normal", "respond_within_minutes": 480, "solve_within_minutes": 2880},
]


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


def customer(client: Client) -> str:
    """One that the service desk has heard of."""
    made = str(client.post("/v1/customers", {"name": f"Farm {new_id()}"})["id"])
    body = {"customer_id": made, "description": "It squeaks"}
    assert eventually(lambda: client.ask("POST", "/v1/requests", body).status_code == 201)
    return made


def agreement(client: Client, **more: Any) -> Any:
    body = {"name": f"Care {new_id()}", "coverage": "business_hours", "starts_on": day(-30), "ends_on": day(300)}
    body |= {"fee": "100.00", **more}
    if "customer_id" not in body:
        body["customer_id"] = customer(client)
    return client.post("/v1/agreements", body)


def in_force(client: Client, **more: Any) -> Any:
    return client.post(f"/v1/agreements/{agreement(client, **more)['id']}/activate")


@pytest.mark.feature("V-14")
def test_an_agreement_has_coverage_term_response_targets_covered_products_and_a_fee(company: Company) -> None:
    nils, nina, sara, admin = (company[who] for who in ("nils.north", "nina.north", "sara.south", "admin"))
    products = [admin.post("/v1/products", {"code": new_id(), "name": f"P{n}", "list_price": "1.00"}) for n in range(2)]
    body = {
        "customer_id": customer(nils),
        "name": f"Full care {new_id()}",
        "coverage": "around_the_clock",
        "terms": "Oil is included.",
        "starts_on": day(0),
        "ends_on": day(364),
        "response_targets": TARGETS,
        "fee": "1200.00",
        "currency": "CNY",
        "fee_period": "year",
    }
    covering = {**body, "product_ids": [product["id"] for product in products]}
    assert eventually(lambda: nils.ask("POST", "/v1/agreements", covering).status_code == 201)
    made = nils.post("/v1/agreements", covering)
    path = f"/v1/agreements/{made['id']}"
    assert {name: made[name] for name in body if name != "customer_id"} | {
        "customer_id": made["customer"]["id"]
    } == body
    assert {one["id"] for one in made["products"]} == {product["id"] for product in products}
    assert {one["name"] for one in made["products"]} == {"P0", "P1"}
    assert (made["status"], made["days_left"], made["owner"]["login"]) == ("draft", 364, "nils.north")

    assert nils.ask("PATCH", path, {"fee": "1.00"}).status_code == 428
    stale = {"If-Match": '"7"'}
    assert nils.ask("PATCH", path, {"fee": "1.00"}, headers=stale).status_code == 412
    changed = nils.patch(path, {"fee": "990.00", "product_ids": [products[0]["id"]]}, headers={"If-Match": '"1"'})
    assert (changed["fee"], [one["id"] for one in changed["products"]]) == ("990.00", [products[0]["id"]])
    active = nils.post(f"{path}/activate")
    assert active["status"] == "active"
    again = {"status": 409, "code": "agreement_state_forbids"}
    nils.refused("POST", f"{path}/activate", {}, **again)
    nils.refused("PATCH", path, {"fee": "1.00"}, headers={"If-Match": f'"{active["version"]}"'}, **again)
    entries = nils.get(f"{path}/history")["data"]
    assert [one["type"].split(".")[3] for one in entries] == ["created", "changed", "activated"]
    assert entries[1]["changes"]["fee"] == {"before": "1200.00", "after": "990.00"}

    assert nina.get(path) == active
    sara.refused("GET", path, status=404)
    sara.refused("POST", f"{path}/end", {"reason": "x"}, status=404)
    company["olga.office"].refused("GET", path, status=403)
    ended = nils.post(f"{path}/end", {"reason": "The farm was sold."})
    assert (ended["status"], ended["ended_on"], ended["reason"]) == ("ended", day(0), "The farm was sold.")


def test_an_agreement_is_refused_with_what_is_out_of_sight_unknown_backwards_or_of_the_wrong_shape(
    company: Company,
) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    body = {"customer_id": customer(nils), "name": "Care", "coverage": "business_hours", "fee": "1.00"}
    body |= {"starts_on": day(0), "ends_on": day(1)}
    sara.refused("POST", "/v1/agreements", body, status=422, code="agreement_customer_unknown")
    for wrong, code in (
        ({"customer_id": new_id()}, "agreement_customer_unknown"),
        ({"product_ids": [new_id()]}, "agreement_product_unknown"),
        ({"ends_on": day(-1)}, "agreement_term_backwards"),
    ):
        nils.refused("POST", "/v1/agreements", {**body, **wrong}, status=422, code=code)
    for wrong, pointer in (
        ({"coverage": "sometimes"}, "/coverage"),
        ({"fee": -1}, "/fee"),
        ({"response_targets": [TARGETS[0], TARGETS[0]]}, "/response_targets"),
        ({"response_targets": [{**TARGETS[0], "solve_within_minutes": 1}]}, "/response_targets/0/solve_within_minutes"),
    ):
        problem = nils.refused("POST", "/v1/agreements", {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]


@pytest.mark.feature("V-15")
def test_a_saved_view_on_agreements_works_like_any_other_view(company: Company) -> None:
    nils, nina, sara = company["nils.north"], company["nina.north"], company["sara.south"]
    mine, theirs, mark = customer(nils), customer(sara), new_id()
    made = [
        agreement(nils, customer_id=mine, name=mark, fee=fee, coverage=coverage)["id"]
        for fee, coverage in (
            ("300.00", "around_the_clock"),
            ("100.00", "around_the_clock"),
            ("50.00", "business_hours"),
        )
    ]
    others = agreement(sara, customer_id=theirs, name=mark, coverage="around_the_clock")["id"]
    named, covered = {"field": "name", "value": mark}, {"field": "coverage", "value": "around_the_clock"}
    question = {"filter": {"and": [named, covered]}, "sort": ["fee"]}
    kept = nils.post(
        "/v1/views",
        {"name": f"Care {mark}", "noun": "agreements", **question, "columns": ["number", "fee", "ends_on"]},
    )
    path = f"/v1/views/{kept['id']}"
    answered = nils.get(f"{path}/results", params={"count": "exact", "totals": "fee"})
    adhoc = {**question, "fields": kept["columns"], "count": "exact", "totals": ["fee"]}
    assert answered == nils.post("/v1/agreements/search", adhoc)
    assert ([row["id"] for row in answered["data"]], answered["count"]) == ([made[1], made[0]], 2)
    assert answered["totals"] == {"fee": "400.00"}
    assert set(answered["data"][0]) == {"id", "number", "fee", "ends_on"}
    first = nils.get(f"{path}/results", params={"limit": 1})
    second = nils.get(f"{path}/results", params={"limit": 1, "cursor": first["next"]})
    assert [row["id"] for page in (first, second) for row in page["data"]] == [made[1], made[0]]
    sara.refused("GET", f"{path}/results", status=404)
    for grantee in (sara, nina):
        nils.post(f"{path}/shares", {"person_id": grantee.me["id"]})
    assert [row["id"] for row in sara.get(f"{path}/results")["data"]] == [others]
    assert [row["id"] for row in nina.get(f"{path}/results")["data"]] == [made[1], made[0]]
    narrower = nils.patch(path, {"filter": {"and": [named, {"not": covered}]}})
    assert [row["id"] for row in nils.get(f"/v1/views/{narrower['id']}/results")["data"]] == [made[2]]


def told_of(client: Client, agreement_id: str) -> list[Any]:
    params = {"filter[kind][eq]": "agreement_expiring", "filter[about_id][eq]": agreement_id, "sort": "created_at"}
    return list(client.get("/v1/messages", params=params)["data"])


def let_time_pass(company: Company, agreement_id: str, ends_on: str) -> None:
    """As if the days until this one were all that is left of it."""
    engine = create_engine(company.stack.database_url("service_desk"))
    key = agreement_id.replace("-", "") if engine.dialect.name == "sqlite" else agreement_id
    change = f"UPDATE agreements SET next_reminder_on = '{day(0)}', ends_on = '{ends_on}' WHERE id = '{key}'"
    with engine.begin() as connection:
        assert connection.execute(text(change)).rowcount == 1
    engine.dispose()


def expiring(client: Client, days: int) -> list[str]:
    """The ids of those that expire within so many days, the nearest first."""
    told = client.get("/v1/agreements/expiring", params={"within_days": days})
    assert told["count"] == len(told["agreements"])
    assert [one["days_left"] for one in told["agreements"]] == sorted(one["days_left"] for one in told["agreements"])
    return [one["id"] for one in told["agreements"]]


@pytest.mark.feature("V-40")
def test_agreements_that_expire_within_so_many_days_are_listed_and_told_of_once_a_threshold(company: Company) -> None:
    nils, nina, sara = company["nils.north"], company["nina.north"], company["sara.south"]
    mine = customer(nils)
    near = in_force(nils, customer_id=mine, ends_on=day(20), remind_days=[30, 7])
    far = in_force(nils, customer_id=mine, ends_on=day(200), remind_days=[30, 7])
    draft = agreement(nils, customer_id=mine, ends_on=day(3))
    theirs = in_force(sara, ends_on=day(10), remind_days=[])

    assert near["id"] not in expiring(nils, 19)
    assert near["id"] in expiring(nils, 20)
    assert far["id"] not in expiring(nils, 199)
    assert {near["id"], far["id"]} <= set(expiring(nils, 200))
    assert not {draft["id"], theirs["id"]} & set(expiring(nils, 3660))
    assert near["id"] not in expiring(sara, 3660)
    assert near["id"] in [one["id"] for one in nils.get("/v1/agreements/expiring")["agreements"]]
    nils.refused("GET", "/v1/agreements/expiring", params={"within_days": -1}, status=400)

    assert eventually(lambda: len(told_of(nils, near["id"])) == 1)
    time.sleep(1.5)  # three looks of the timer
    [message] = told_of(nils, near["id"])
    assert message["title"] == f"{near['name']} ends on {day(20)}"
    assert "20 days left" in message["body"]
    let_time_pass(company, near["id"], day(6))
    assert eventually(lambda: len(told_of(nils, near["id"])) == 2)
    time.sleep(1.5)
    assert [one["title"] for one in told_of(nils, near["id"])] == [
        f"{near['name']} ends on {day(20)}",
        f"{near['name']} ends on {day(6)}",
    ]
    history = nils.get(f"/v1/agreements/{near['id']}/history")["data"]
    assert [one["type"].split(".")[3] for one in history] == ["created", "activated", "expiring", "expiring"]
    assert told_of(nils, far["id"]) == told_of(nils, draft["id"]) == told_of(sara, theirs["id"]) == []
    assert told_of(nina, near["id"]) == []

    nils.refused("POST", f"/v1/agreements/{near['id']}/renew", {"ends_on": day(6)}, status=422)
    renewed = nils.post(f"/v1/agreements/{near['id']}/renew", {"ends_on": day(25), "fee": "120.00"})
    assert (renewed["ends_on"], renewed["fee"], renewed["status"]) == (day(25), "120.00", "active")
    assert eventually(lambda: len(told_of(nils, near["id"])) == 3)
    let_time_pass(company, near["id"], day(-1))
    assert eventually(lambda: nils.get(f"/v1/agreements/{near['id']}")["status"] == "expired")
    assert near["id"] not in expiring(nils, 3660)
    assert nils.post(f"/v1/agreements/{near['id']}/renew", {"ends_on": day(400)})["status"] == "active"
    assert len(told_of(nils, near["id"])) == 3


def test_many_renewals_at_once_extend_it_once(company: Company) -> None:
    nils = company["nils.north"]
    path = f"/v1/agreements/{in_force(nils)['id']}/renew"
    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(lambda _: nils.ask("POST", path, {"ends_on": day(500)}).status_code, range(4)))
    assert statuses == [200, 422, 422, 422]
