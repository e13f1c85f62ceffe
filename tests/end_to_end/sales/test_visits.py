"""Visits through the public API: planned, paid, missed, reported; and uploaded by a phone that was offline."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company

HERE = {"latitude": 52.520008, "longitude": 13.404954, "accuracy_m": 8.5}
BODY = {"subject": "Show the plough", "starts_at": "2026-01-05T09:00:00Z"}
RESULT = {"outcome": "successful", "result": "They ordered two."}


def at(**ago: float) -> str:
    return (now() - timedelta(**ago)).isoformat()


def visit(client: Client, **more: Any) -> Any:
    customer = client.post("/v1/customers", {"name": f"Farm {new_id()}"})
    body = {"customer_id": customer["id"], "subject": "Show the plough", "starts_at": at(hours=2)}
    return client.post("/v1/visits", {**body, **more})


@pytest.mark.feature("S-113")
def test_visits_are_planned_checked_in_with_time_and_place_and_their_results_recorded_and_reported(
    company: Company,
) -> None:
    olga, mark = company["olga.office"], new_id()
    planned = visit(olga, subject=mark, place="Field 7", starts_at=at(hours=3), ends_at=at(hours=2))
    path = f"/v1/visits/{planned['id']}"
    assert (planned["status"], planned["owner"]["login"], planned["place"]) == ("planned", "olga.office", "Field 7")
    moved = olga.post(f"{path}/reschedule", {"starts_at": at(hours=1)})
    assert (moved["status"], moved["ends_at"]) == ("planned", None)
    olga.refused("POST", f"{path}/complete", {"outcome": "successful", "result": "x"}, status=409)
    device_at = at(minutes=50)
    before = now()
    there = olga.post(f"{path}/check-in", {"device_at": device_at, **HERE})
    assert {name: there[name] for name in HERE} == HERE
    assert (there["status"], there["checked_in_device_at"]) == ("checked_in", device_at)
    assert before - timedelta(seconds=5) <= datetime.fromisoformat(there["checked_in_at"]) <= now()
    result = {"outcome": "follow_up", "result": "They want a bigger one.", "next_step": "quote the XL"}
    done = olga.post(f"{path}/complete", result)
    assert result.items() <= done.items()
    assert done["status"] == "completed"
    missed = visit(olga, subject=mark)
    olga.post(f"/v1/visits/{missed['id']}/miss", {"reason": "nobody there"})
    cancelled = visit(olga, subject=mark, starts_at=at(days=-1))
    olga.post(f"/v1/visits/{cancelled['id']}/cancel", {"reason": "they are ill"})

    entries = olga.get(f"{path}/history")["data"]
    assert [one["type"].split(".")[3] for one in entries] == ["planned", "rescheduled", "checked_in", "completed"]
    assert entries[2]["changes"]["latitude"] == {"before": None, "after": HERE["latitude"]}
    assert entries[3]["changes"]["result"] == {"before": None, "after": "They want a bigger one."}

    found = olga.get("/v1/visits", params={"filter[subject][eq]": mark, "sort": "starts_at", "count": "exact"})
    assert (found["count"], [row["status"] for row in found["data"]]) == (3, ["missed", "completed", "cancelled"])
    mine = {"since": str(today() - timedelta(days=1)), "until": str(today() + timedelta(days=2))}
    for who, params in (
        ("olga.office", {}),
        ("nora.north", {"owner": olga.me["id"]}),
        ("helen.head", {"by": "unit", "org_unit": company.units["NORTH-1"]["id"]}),
    ):
        told = company[who].get("/v1/visits/summary", params={**mine, **params})
        assert told["totals"].items() >= {
            "visits": 3, "planned": 0, "completed": 1, "missed": 1, "cancelled": 1, "follow_up": 1, "successful": 0,
        }.items()  # fmt: skip
        assert [row["visits"] for row in told["rows"]] == [3]


def test_a_visit_of_another_branch_is_neither_seen_nor_counted_nor_checked_in(company: Company) -> None:
    nils, sara, nora = company["nils.north"], company["sara.south"], company["nora.north"]
    made = visit(nils)
    path = f"/v1/visits/{made['id']}"
    sara.refused("GET", path, status=404)
    sara.refused("POST", f"{path}/check-in", {"device_at": at(), **HERE}, status=404)
    nora.refused("POST", f"{path}/check-in", {"device_at": at(), **HERE}, status=403, code="visit_of_another_person")
    period = {"since": str(today() - timedelta(days=1)), "until": str(today())}
    unit = company.units["NORTH"]["id"]
    for part in ({"owner": nils.me["id"]}, {"org_unit": unit}, {"org_unit": unit, "include_children": True}):
        sara.refused("GET", "/v1/visits/summary", params={**period, **part}, status=404)
    assert nils.me["id"] not in [row["id"] for row in sara.get("/v1/visits/summary", params=period)["rows"]]
    assert nils.get("/v1/visits/summary")["totals"]["visits"] > 0
    sara.refused("POST", "/v1/visits", {**BODY, "customer_id": made["customer"]["id"]}, status=422)
    problem = nils.refused("POST", f"{path}/check-in", {"device_at": at(), "latitude": 91, "longitude": 0}, status=400)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/latitude"]
    nils.refused("GET", "/v1/visits/summary", params={"since": "2026-01-01"}, status=400)


def test_many_check_ins_at_once_are_one(company: Company) -> None:
    nils = company["nils.north"]
    path = f"/v1/visits/{visit(nils)['id']}/check-in"
    body = {"device_at": at(), **HERE}
    with ThreadPoolExecutor(5) as threads:
        statuses = sorted(threads.map(lambda _: nils.ask("POST", path, body).status_code, range(5)))
    assert statuses == [200, 409, 409, 409, 409]


def uploaded(client: Client, noun: str, operations: list[Any], key: str) -> Any:
    answer = client.ask("POST", f"/v1/{noun}/bulk", {"operations": operations}, headers={"Idempotency-Key": key})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.feature("S-114")
def test_what_a_phone_recorded_offline_is_uploaded_with_keys_of_its_own_and_applied_once(company: Company) -> None:
    """A day without a line: a contact met, a visit from plan to result, an order written down; then the line drops
    again before the answer arrives, so that everything is sent a second and a third time.
    """
    nils, mark = company["nils.north"], new_id()
    product = company["admin"].post("/v1/products", {"code": mark[-12:], "name": "Plough", "list_price": "10.00"})
    customer = nils.post("/v1/customers", {"name": f"Farm {mark}"})["id"]
    contact, paid, order = new_id(), new_id(), new_id()
    met = {"id": contact, "name": f"Ada {mark}", "customer_id": customer}
    plan = {"id": paid, "customer_id": customer, "contact_id": contact, "subject": mark, "starts_at": at(hours=5)}
    bought = {"id": order, "customer_id": customer, "lines": [{"product_id": product["id"], "quantity": 2}]}
    arrived_at, left_at = at(hours=5), at(hours=4)
    day = {
        "contacts": [{"op": "create", "body": met}],
        "visits": [
            {"op": "create", "body": plan},
            {"op": "check-in", "id": paid, "body": {"device_at": arrived_at, **HERE}},
            {"op": "complete", "id": paid, "body": {**RESULT, "device_at": left_at}},
        ],
        "orders": [{"op": "create", "body": bought}],
    }
    keys = {noun: new_id() for noun in day}
    first = {noun: uploaded(nils, noun, operations, keys[noun]) for noun, operations in day.items()}
    assert {noun: answer.json()["failed"] for noun, answer in first.items()} == dict.fromkeys(day, 0)
    again = {noun: uploaded(nils, noun, operations, keys[noun]) for noun, operations in day.items()}
    assert {noun: answer.headers["Idempotency-Replayed"] for noun, answer in again.items()} == dict.fromkeys(
        day, "true"
    )
    assert {noun: answer.json() for noun, answer in again.items()} == {
        noun: answer.json() for noun, answer in first.items()
    }

    with ThreadPoolExecutor(3) as threads:
        under_new_keys = dict(threads.map(lambda noun: (noun, uploaded(nils, noun, day[noun], new_id())), day))
    told = {
        noun: [(one["status"], one["problem"]["code"]) for one in answer.json()["results"]]
        for noun, answer in under_new_keys.items()
    }
    taken, over = (409, "already_exists"), (409, "visit_state_forbids")
    assert told == {"contacts": [taken], "visits": [taken, over, over], "orders": [taken]}

    for noun, made in (("contacts", contact), ("visits", paid), ("orders", order)):
        found = nils.get(f"/v1/{noun}", params={"filter[customer_id][eq]": customer, "count": "exact"})
        assert (found["count"], found["data"][0]["id"]) == (1, made)
    kept = nils.get(f"/v1/visits/{paid}")
    assert (kept["status"], kept["version"], kept["contact_id"]) == ("completed", 3, contact)
    assert (kept["checked_in_device_at"], kept["completed_device_at"]) == (arrived_at, left_at)
    assert len(nils.get(f"/v1/visits/{paid}/history")["data"]) == 3


def test_a_row_of_an_upload_that_conflicts_is_told_by_itself_and_stops_none_of_the_others(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    theirs, mine, fresh = visit(sara), visit(nils), new_id()
    stale = nils.patch(f"/v1/visits/{mine['id']}", {"note": "from the desk"})["version"] - 1
    plan = {"id": fresh, "customer_id": mine["customer"]["id"], **BODY}
    arrived = {"device_at": at(), **HERE}
    operations = [
        {"op": "check-in", "id": theirs["id"], "body": arrived},
        {"op": "update", "id": mine["id"], "if_match": stale, "body": {"note": "from the phone"}},
        {"op": "create", "body": {**plan, "id": mine["id"]}},
        {"op": "create", "body": {**plan, "id": theirs["id"]}},
        {"op": "create", "body": plan},
        {"op": "complete", "id": fresh, "body": RESULT},
        {"op": "check-in", "id": fresh, "body": {**arrived, "longitude": 181}},
        {"op": "check-in", "id": fresh, "body": arrived},
    ]
    results = uploaded(nils, "visits", operations, new_id()).json()["results"]
    assert [one["status"] for one in results] == [404, 412, 409, 409, 201, 409, 400, 200]
    assert [one["index"] for one in results] == list(range(8))
    assert results[1]["problem"]["current_version"] == stale + 1
    assert {results[place]["problem"]["code"] for place in (2, 3)} == {"already_exists"}
    assert results[5]["problem"]["code"] == "visit_state_forbids"
    assert [fault["pointer"] for fault in results[6]["problem"]["errors"]] == ["/longitude"]
    assert nils.get(f"/v1/visits/{mine['id']}")["note"] == "from the desk"
    assert nils.get(f"/v1/visits/{fresh}")["status"] == "checked_in"
    assert sara.get(f"/v1/visits/{theirs['id']}") == theirs
