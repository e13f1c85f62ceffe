"""Clocks of requests through the door: they move within seconds of their moment, and each answer says as of when."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.clock import now
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.events.test_replay import replay

LATE_BY = timedelta(seconds=5)


def ask(client: Client, seconds: float) -> Any:
    due = (now() + timedelta(seconds=seconds)).isoformat()
    return client.post("/v1/requests", {"description": "Cold", "customer_name": "Joe", "due_at": due})


def clock(client: Client, request: Any) -> Any:
    return client.get(f"/v1/requests/{request['id']}/clock")


def moved(client: Client, request: Any) -> list[Any]:
    """What the caller hears of the moves of this clock."""
    told, _ = replay(client, limit=200, type="tenon.service_desk.request_clock.*")
    return [event["data"] for event in told if event["data"]["request_id"] == request["id"]]


def is_listed(client: Client, request: Any, state: str) -> bool:
    asked = {"filter[clock][eq]": state, "filter[id][eq]": request["id"], "count": "exact"}
    page = client.get("/v1/requests", params=asked)
    assert page["count"] == len(page["data"])
    return bool(page["data"])


@pytest.mark.feature("Z-12")
def test_the_clock_of_a_request_moves_within_seconds_of_its_moment_and_says_as_of_when(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    request = ask(nils, 8)
    assert (request["clock"], request["version"]) == ("running", 1)
    first = clock(nils, request)
    assert (first["state"], first["moves_at"]) == ("running", first["warns_at"])
    assert first["as_of"]["position"] >= 0

    eventually(lambda: is_listed(nils, request, "warned"), 20)
    shown = eventually(
        lambda: (found := nils.get(f"/v1/requests/{request['id']}"))["clock"] == "breached" and found, 20
    )

    assert shown["clock_moves_at"] is None
    late = datetime.fromisoformat(shown["clock_since"]) - datetime.fromisoformat(shown["due_at"])
    assert timedelta() <= late < LATE_BY
    told = clock(nils, request)
    assert told["as_of"]["position"] > first["as_of"]["position"]
    assert datetime.fromisoformat(told["as_of"]["at"]) > datetime.fromisoformat(first["as_of"]["at"])
    for move, at in zip(told["moves"], (first["warns_at"], request["due_at"]), strict=True):
        lag = datetime.fromisoformat(move["moved_at"]) - datetime.fromisoformat(at)
        assert timedelta() <= lag < LATE_BY
    assert [move["state"] for move in told["moves"]] == ["warned", "breached"]
    assert is_listed(nils, request, "breached")
    assert not is_listed(sara, request, "breached")
    sara.refused("GET", f"/v1/requests/{request['id']}/clock", status=404)


@pytest.mark.feature("Z-12")
def test_a_request_that_is_solved_in_time_has_met_its_deadline_at_once(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    request = ask(nils, 3600)
    path = f"/v1/requests/{request['id']}"
    nils.post(f"{path}/claim")
    solved = nils.post(f"{path}/solve", {"solution": "Lit it"})
    assert (solved["clock"], solved["clock_moves_at"]) == ("met", None)
    assert clock(nils, request)["moves"] == []
    reopened = nils.post(f"{path}/reopen", {"reason": "Cold again"})
    assert reopened["clock"] == "running"
    assert clock(nils, request)["since"] == reopened["clock_since"]
    sara.refused("GET", f"{path}/clock", status=404)


@pytest.mark.feature("Z-12")
def test_each_move_of_a_clock_is_told_once_to_those_who_see_the_request(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    requests = [ask(nils, 1) for _ in range(5)]
    eventually(lambda: all(clock(nils, one)["moves"] and clock(nils, one)["state"] == "breached" for one in requests))
    time.sleep(2.5)
    for request in requests:
        states = [one["state"] for one in moved(nils, request)]
        assert states in (["warned", "breached"], ["breached"])
        assert states == [move["state"] for move in clock(nils, request)["moves"]]
        assert moved(sara, request) == []
