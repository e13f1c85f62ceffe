"""Call-backs through the public API: promised for a time and zone, in the agent's queue then, once, and told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

SHANGHAI = "Asia/Shanghai"
SOON = 3
"""Seconds in which a busy machine takes a promise in."""


def customer(client: Client) -> str:
    return str(client.post("/v1/customers", {"name": f"Mill {new_id()}"})["id"])


def wall(zone: str, **until_then: float) -> str:
    """What the clock shows there then."""
    return (now() + timedelta(**until_then)).astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()


def arranged(client: Client, **more: Any) -> Any:
    """In a moment, unless it is said when."""
    about = {"customer_id": customer(client), "time_zone": SHANGHAI}
    body = {**about, "at": wall(SHANGHAI, seconds=SOON), **more}
    return client.post("/v1/call-backs", body)


def times_in_queue(client: Client, call_back: Any) -> int:
    return sum(row["id"] == call_back["id"] for row in client.all("/v1/call-queue"))


def messages(client: Client, call_back: Any) -> list[Any]:
    about = {"filter[kind][eq]": "call_back_due", "filter[about_id][eq]": call_back["id"]}
    return list(client.get("/v1/messages", params=about)["data"])


def steps(client: Client, call_back: Any) -> list[str]:
    entries = client.get(f"/v1/call-backs/{call_back['id']}/history")["data"]
    return [entry["type"].split(".")[3] for entry in entries]


@pytest.mark.feature("C-05")
def test_a_call_back_at_a_time_and_zone_appears_in_the_agents_queue_then_once(company: Company) -> None:
    nils, nina, sara, olga = (company[who] for who in ("nils.north", "nina.north", "sara.south", "olga.office"))
    made = arranged(nils, subject="Prices", phone_number="+86 21 5555")
    at, due_at = made["local_time"], datetime.fromisoformat(made["due_at"])
    later = wall(SHANGHAI, hours=1)
    still_to_come = arranged(nils, at=later)
    assert still_to_come["local_time"] == later
    assert due_at == datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(SHANGHAI)).astimezone(UTC)
    assert (made["time_zone"], made["status"]) == (SHANGHAI, "waiting")
    assert made["agent_id"] == made["owner"]["id"] == nils.me["id"]
    assert eventually(lambda: times_in_queue(nils, made))
    assert now() >= due_at
    assert eventually(lambda: messages(nils, made))
    assert (times_in_queue(nils, still_to_come), messages(nils, still_to_come)) == (0, [])
    early = f"/v1/call-backs/{still_to_come['id']}/take"
    nils.refused("POST", early, {}, status=409, code="call_back_not_due")
    assert steps(nils, still_to_come) == ["arranged"]
    assert [times_in_queue(other, made) for other in (nils, nina, sara, olga)] == [1, 0, 0, 0]
    [message] = messages(nils, made)
    assert (message["title"], message["about"]) == (
        "Time to call back: Prices", {"type": "call_back", "id": made["id"]},
    )  # fmt: skip
    assert message["body"] == f"{at[:16].replace('T', ' ')} {SHANGHAI} · +86 21 5555"
    sara.refused("GET", f"/v1/call-backs/{made['id']}", status=404)
    sara.refused("POST", f"/v1/call-backs/{made['id']}/take", {}, status=404)

    key = {"Idempotency-Key": new_id()}
    taken = [nils.post(f"/v1/call-backs/{made['id']}/take", headers=key) for _ in range(2)]
    assert (taken[0], taken[0]["status"], times_in_queue(nils, made)) == (taken[1], "taken", 0)
    call = {"type": "call", "happened_at": now().isoformat(), "customer_id": made["customer_id"]}
    told = {"result": "Sends an order", "call_id": nils.post("/v1/activities", call)["id"]}
    done = nils.post(f"/v1/call-backs/{made['id']}/complete", told)
    assert done.items() >= {**told, "status": "completed"}.items()
    assert steps(nils, made) == ["arranged", "due", "taken", "completed"]
    assert (times_in_queue(nils, made), len(messages(nils, made)), messages(nina, made)) == (0, 1, [])


def test_of_all_who_share_a_units_queue_one_takes_it(company: Company) -> None:
    nils, nina, nora, sara = (company[who] for who in ("nils.north", "nina.north", "nora.north", "sara.south"))
    made = arranged(nils, unit_id=company.units["NORTH"]["id"])
    assert (made["agent_id"], made["queue"]) == (None, "unit")
    assert eventually(lambda: times_in_queue(nina, made))
    assert [times_in_queue(one, made) for one in (nils, nina, nora, sara)] == [1, 1, 1, 0]
    assert eventually(lambda: messages(nina, made))
    assert [len(messages(one, made)) for one in (nils, nina, nora, sara, company["helen.head"])] == [1, 1, 1, 0, 0]
    path = f"/v1/call-backs/{made['id']}"
    nils.refused("POST", f"{path}/complete", {}, status=409, code="call_back_not_taken")
    sara.refused("POST", f"{path}/take", {}, status=404)
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda one: one.ask("POST", f"{path}/take", {}), [nils, nina, nora] * 2))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"call_back_taken"}
    [won] = [answer.json() for answer in answers if answer.status_code == 200]
    assert won["agent_id"] == won["owner"]["id"] in {one.me["id"] for one in (nils, nina, nora)}
    assert [times_in_queue(one, made) for one in (nils, nina, nora)] == [0, 0, 0]


def test_a_call_back_is_postponed_handed_over_and_called_off(company: Company) -> None:
    nils, nina, nora = (company[who] for who in ("nils.north", "nina.north", "nora.north"))
    made = arranged(nils, at=wall("UTC", hours=1), time_zone="UTC")
    path = f"/v1/call-backs/{made['id']}"
    nils.post(f"{path}/postpone", {"at": (now() + timedelta(seconds=SOON)).isoformat()})
    assert eventually(lambda: messages(nils, made))
    nora.post(f"{path}/transfer", {"owner_id": nina.me["id"]})
    assert eventually(lambda: messages(nina, made))
    assert [times_in_queue(one, made) for one in (nils, nina)] == [0, 1]
    later = nina.post(f"{path}/postpone", {"at": wall(SHANGHAI, hours=3), "time_zone": SHANGHAI})
    assert (later["time_zone"], later["status"], times_in_queue(nina, made)) == (SHANGHAI, "waiting", 0)
    nina.patch(path, {"note": "Ask for Li"})
    nina.refused("PATCH", path, {"note": "x"}, headers={"If-Match": '"1"'}, status=412)
    gone = nina.post(f"{path}/cancel", {"reason": "She called"})
    assert (gone["status"], gone["reason"]) == ("cancelled", "She called")
    nina.refused("POST", f"{path}/take", {}, status=409, code="call_back_state_forbids")
    assert steps(nina, made) == [
        "arranged", "postponed", "due", "transferred", "due", "postponed", "changed", "cancelled",
    ]  # fmt: skip


def test_a_time_is_one_that_comes_once_in_a_zone_that_there_is(company: Company) -> None:
    nils, year = company["nils.north"], now().year + 1
    body = {"customer_id": customer(nils), "at": f"{year}-07-01T15:00:00", "time_zone": "Europe/Berlin"}
    for wrong, pointer in (
        ({"time_zone": "Berlin"}, "/time_zone"),
        ({"time_zone": 7}, "/time_zone"),
        ({"at": "tomorrow"}, "/at"),
        ({"at": "0001-01-01T00:00:00"}, "/at"),
        ({"person_id": nils.me["id"], "unit_id": company.units["NORTH"]["id"]}, "/unit_id"),
        ({"lead_id": new_id()}, "/customer_id"),
        ({"phone_number": 110}, "/phone_number"),
        ({"status": "taken"}, "/status"),
    ):
        problem = nils.refused("POST", "/v1/call-backs", {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    without = {name: value for name, value in body.items() if name != "time_zone"}
    problem = nils.refused("POST", "/v1/call-backs", without, status=400)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/time_zone"]
    spring, autumn = (_last_sunday(year, month) for month in (3, 10))
    for at, code in (
        (f"{spring}T02:30:00", "call_back_time_skipped"),
        (f"{autumn}T02:30:00", "call_back_time_ambiguous"),
        ("2026-01-01T12:00:00", "call_back_in_past"),
    ):
        nils.refused("POST", "/v1/call-backs", {**body, "at": at}, status=422, code=code)
    second = nils.post("/v1/call-backs", {**body, "at": f"{autumn}T02:30:00+01:00"})
    assert (second["local_time"], second["due_at"]) == (f"{autumn}T02:30:00", f"{autumn}T01:30:00+00:00")
    for unknown, code in (
        ({"person_id": new_id()}, "new_owner_unknown"),
        ({"unit_id": new_id()}, "call_back_unit_unknown"),
        ({"customer_id": customer(company["sara.south"])}, "call_back_about_unknown"),
    ):
        nils.refused("POST", "/v1/call-backs", {**body, **unknown}, status=422, code=code)


def _last_sunday(year: int, month: int) -> str:
    day = datetime(year, month, 31, tzinfo=UTC)
    return (day - timedelta(days=(day.weekday() + 1) % 7)).date().isoformat()
