"""Schedules and calendars through the public API: days with all that is in them, alone, with others and of others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

HERE = {"latitude": 52.520008, "longitude": 13.404954}


def moment(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour), UTC).isoformat()


def entry(client: Client, kind: str, starts_at: str, **more: Any) -> Any:
    return client.post("/v1/schedules", {"kind": kind, "title": f"{kind} {new_id()}", "starts_at": starts_at, **more})


def calendar(client: Client, day: date, **more: Any) -> Any:
    return client.get("/v1/calendar", params={"day": day.isoformat(), **more})


def visit(client: Client, starts_at: str) -> Any:
    customer = client.post("/v1/customers", {"name": f"Farm {new_id()}"})
    body = {"customer_id": customer["id"], "subject": "Show the plough", "starts_at": starts_at}
    return client.post("/v1/visits", body)


def sent_offer(company: Company, client: Client, last_day: date) -> Any:
    product = company["admin"].post("/v1/products", {"code": new_id()[-12:], "name": "Plough", "list_price": "10.00"})
    deal = client.post("/v1/opportunities", {"name": "Field", "amount": "27.00"})
    lines = [{"product_id": product["id"], "quantity": 1}]
    offer = {"opportunity_id": deal["id"], "valid_until": last_day.isoformat(), "lines": lines}
    return client.post(f"/v1/quotations/{client.post('/v1/quotations', offer)['id']}/send")


def free_day(client: Client, offset: int) -> date:
    """A day to come in which this person has nothing yet."""
    day = today() + timedelta(days=offset)
    while calendar(client, day)["data"]:
        day += timedelta(days=1)
    return day


@pytest.mark.feature("S-003")
def test_a_sellers_day_shows_visits_calls_due_follow_ups_and_quote_expiries_in_one_list(company: Company) -> None:
    nils = company["nils.north"]
    day = free_day(nils, 40)
    follow_up = entry(nils, "follow_up", moment(day, 15), plan="ask for the order")
    call = entry(nils, "call", moment(day, 8))
    paid = visit(nils, moment(day, 10))
    offer = sent_offer(company, nils, day)
    entry(nils, "call", moment(day + timedelta(days=1), 0))
    entry(company["sara.south"], "call", moment(day, 9))

    told = eventually(lambda: len(found := calendar(nils, day)["data"]) == 4 and found)
    assert told, calendar(nils, day)
    assert [one["kind"] for one in told] == ["call", "visit", "quote_expiry", "follow_up"]
    assert [told[0]["id"], told[3]["id"]] == [call["id"], follow_up["id"]]
    assert [told[1]["source_id"], told[2]["source_id"]] == [paid["id"], offer["id"]]
    assert (told[1]["title"], told[2]["title"]) == (
        f"{paid['customer']['name']}: Show the plough",
        f"{offer['number']} expires",
    )
    later = day + timedelta(days=3)
    nils.post(f"/v1/visits/{paid['id']}/reschedule", {"starts_at": moment(later, 10)})
    nils.post(f"/v1/quotations/{offer['id']}/revise", {"valid_until": later.isoformat()})
    assert eventually(lambda: [one["kind"] for one in calendar(nils, day)["data"]] == ["call", "follow_up"])
    moved = eventually(lambda: calendar(nils, later)["data"])
    assert [one["source_id"] for one in moved] == [paid["id"]]
    problem = {"status": 409, "code": "schedule_kept_elsewhere"}
    nils.refused("POST", f"/v1/schedules/{moved[0]['id']}/cancel", {"reason": "x"}, **problem)


@pytest.mark.feature("S-004")
def test_each_activity_has_a_plan_and_a_result_and_a_days_summary_lists_planned_done_and_missed(
    company: Company,
) -> None:
    nina = company["nina.north"]
    day = today() - timedelta(days=20)
    planned = entry(nina, "call", moment(day, 8), plan="agree on a price")
    done = entry(nina, "follow_up", moment(day, 9), plan="ask for the order")
    missed = entry(nina, "task", moment(day, 10), plan="write it down")
    cancelled = entry(nina, "task", moment(day, 11))
    paid, unpaid = visit(nina, moment(day, 12)), visit(nina, moment(day, 13))
    nina.refused("POST", f"/v1/schedules/{done['id']}/complete", {"result": " "}, status=400)
    nina.post(f"/v1/schedules/{done['id']}/complete", {"result": "They ordered."})
    nina.post(f"/v1/schedules/{missed['id']}/miss", {"reason": "no time"})
    nina.post(f"/v1/schedules/{cancelled['id']}/cancel", {"reason": "not needed"})
    nina.post(f"/v1/visits/{paid['id']}/check-in", {"device_at": moment(day, 12), **HERE})
    nina.post(f"/v1/visits/{paid['id']}/complete", {"outcome": "successful", "result": "Two ploughs."})
    nina.post(f"/v1/visits/{unpaid['id']}/miss", {"reason": "rain"})

    def summary() -> Any:
        told = nina.get("/v1/calendar/summary", params={"day": day.isoformat()})
        return [[len(told[part]) for part in ("planned", "done", "missed")] == [1, 2, 2], told]

    told = eventually(lambda: (found := summary())[0] and found[1])
    assert told, summary()
    assert [(one["id"], one["plan"], one["result"]) for one in told["planned"]] == [
        (planned["id"], "agree on a price", None)
    ]
    assert [(one["plan"], one["result"]) for one in told["done"]] == [
        ("ask for the order", "They ordered."),
        ("Show the plough", "Two ploughs."),
    ]
    assert [(one["plan"], one["reason"]) for one in told["missed"]] == [
        ("write it down", "no time"),
        ("Show the plough", "rain"),
    ]
    nina.refused("POST", f"/v1/schedules/{done['id']}/miss", {"reason": "x"}, status=409, code="schedule_state_forbids")
    moved = nina.post(f"/v1/schedules/{missed['id']}/move", {"starts_at": moment(today() + timedelta(days=9), 9)})
    assert (moved["status"], moved["reason"]) == ("planned", None)
    lies_ahead = {"status": 422, "code": "schedule_lies_ahead"}
    nina.refused("POST", f"/v1/schedules/{missed['id']}/miss", {"reason": "x"}, **lies_ahead)


@pytest.mark.feature("O-34")
def test_a_superior_reads_the_calendar_of_those_below_and_nobody_that_of_a_peer_or_a_superior(
    company: Company,
) -> None:
    olga, nora, helen = company["olga.office"], company["nora.north"], company["helen.head"]
    day = free_day(olga, 60)
    made = entry(olga, "call", moment(day, 9))
    for superior in (nora, helen, olga):
        told = calendar(superior, day, user=olga.me["id"])
        assert ([one["id"] for one in told["data"]], told["person"]["login"]) == ([made["id"]], "olga.office")
        assert made["id"] in [one["id"] for one in superior.all("/v1/schedules")]
        assert superior.get("/v1/calendar/summary", params={"user": olga.me["id"]})["person"]["id"] == olga.me["id"]
    for who, whose in (
        ("nils.north", "olga.office"),
        ("nils.north", "nina.north"),
        ("sven.south", "olga.office"),
        ("olga.office", "nora.north"),
        ("nora.north", "helen.head"),
    ):
        params = {"user": company.people[whose]["id"]}
        for path in ("/v1/calendar", "/v1/calendar/summary"):
            company[who].refused("GET", path, params=params, status=403, code="calendar_of_another")
    company["nils.north"].refused("GET", "/v1/calendar", params={"user": new_id()}, status=403)
    company["nils.north"].refused("GET", f"/v1/schedules/{made['id']}", status=404)


def test_whoever_takes_part_sees_the_entry_and_has_it_in_the_calendar_and_nobody_else_does(company: Company) -> None:
    nils, sara, nina, sven = (company[who] for who in ("nils.north", "sara.south", "nina.north", "sven.south"))
    day = free_day(sara, 80)
    made = entry(nils, "appointment", moment(day, 9), participants=[sara.me["id"], nils.me["id"]])
    path = f"/v1/schedules/{made['id']}"
    assert [one["login"] for one in made["participants"]] == ["sara.south"]
    assert sara.get(path)["title"] == made["title"]
    assert [one["id"] for one in calendar(sara, day)["data"]] == [made["id"]]
    assert [one["id"] for one in calendar(sven, day, user=sara.me["id"])["data"]] == [made["id"]]
    sara.refused("POST", f"{path}/cancel", {"reason": "x"}, status=403)
    nina.refused("GET", path, status=404)
    assert nils.get(f"{path}/participants")["data"] == [{"person_id": sara.me["id"]}]
    unknown = {"status": 422, "code": "schedule_participant_unknown"}
    nils.refused("PATCH", path, {"participants": [new_id()]}, **unknown)
    changed = nils.patch(path, {"participants": [nina.me["id"]]})
    assert [one["login"] for one in changed["participants"]] == ["nina.north"]
    [_, entry_of_change] = nils.get(f"{path}/history")["data"]
    assert entry_of_change["changes"]["participants"] == {"before": [sara.me["id"]], "after": [nina.me["id"]]}
    sara.refused("GET", path, status=404)
    assert calendar(sara, day)["data"] == []
    assert nina.get(path)["id"] == made["id"]


def test_a_day_is_that_of_the_time_zone_and_a_period_has_an_end(company: Company) -> None:
    olga = company["olga.office"]
    day = free_day(olga, 90)
    late = entry(olga, "call", moment(day, 20))
    shanghai = {"time_zone": "Asia/Shanghai"}
    assert calendar(olga, day, **shanghai)["data"] == []
    for told in (
        calendar(olga, day),
        calendar(olga, day + timedelta(days=1), **shanghai),
        calendar(olga, day, until=(day + timedelta(days=2)).isoformat()),
    ):
        assert [one["id"] for one in told["data"]] == [late["id"]]
    for wrong, pointer in (
        ({"time_zone": "Moon/North"}, "/time_zone"),
        ({"day": "2026-01-01", "until": "2026-12-31"}, "/until"),
        ({"day": "2026-01-02", "until": "2026-01-01"}, "/until"),
        ({"until": "2026-01-01"}, "/day"),
        ({"user": "me"}, "/user"),
    ):
        problem = olga.refused("GET", "/v1/calendar", params=wrong, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    for edge in ("0001-01-01", "9999-12-31"):
        assert olga.get("/v1/calendar", params={"day": edge, **shanghai})["data"] == []


def test_what_many_complete_at_once_is_done_once(company: Company) -> None:
    nils = company["nils.north"]
    path = f"/v1/schedules/{entry(nils, 'call', moment(today(), 1))['id']}/complete"
    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(lambda n: nils.ask("POST", path, {"result": f"{n}"}).status_code, range(4)))
    assert statuses == [200, 409, 409, 409]
    wrong = {"kind": "visit", "title": "x", "starts_at": moment(today(), 1)}
    nils.refused("POST", "/v1/schedules", wrong, status=400)
    backwards = {"title": "x", "starts_at": moment(today(), 9), "ends_at": moment(today(), 8)}
    nils.refused("POST", "/v1/schedules", backwards, status=422, code="schedule_ends_before_it_begins")


@pytest.mark.feature("O-43")
def test_what_moves_to_another_state_gives_each_who_takes_part_one_message(company: Company) -> None:
    nils, nina, sara, olga = (company[who] for who in ("nils.north", "nina.north", "sara.south", "olga.office"))

    def told(client: Client) -> list[str]:
        params = {
            "filter[about_id][eq]": made["id"],
            "filter[kind][eq]": "schedule_state_changed",
            "sort": "created_at",
        }
        return [message["title"] for message in client.get("/v1/messages", params=params)["data"]]

    made = entry(nils, "appointment", moment(today(), 0), participants=[nina.me["id"], sara.me["id"]])
    path, key = f"/v1/schedules/{made['id']}", {"Idempotency-Key": new_id()}
    nils.patch(path, {"place": "Room 7"})
    nils.post(f"{path}/move", {"starts_at": moment(today() - timedelta(days=1), 9)})
    for _ in range(2):
        assert nils.ask("POST", f"{path}/miss", {"reason": "rain"}, headers=key).status_code == 200
    nils.refused("POST", f"{path}/miss", {"reason": "rain"}, status=409)
    said = [f"{made['title']}: missed"]
    assert eventually(lambda: told(nina) == told(sara) == said)
    nils.post(f"{path}/move", {"starts_at": moment(today(), 0)})
    nils.post(f"{path}/complete", {"result": "They ordered."})
    said += [f"{made['title']}: planned", f"{made['title']}: done"]
    assert eventually(lambda: told(nina) == told(sara) == said), (told(nina), told(sara))
    assert told(nils) == told(olga) == []
