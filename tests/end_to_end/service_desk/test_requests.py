"""Requests through the door: queue, claim, solve, and the clock that does not forget."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


def ask(client: Client, **fields: Any) -> Any:
    return client.post("/v1/requests", {"description": "The boiler stays cold", "customer_name": "Joe", **fields})


def act(client: Client, request: Any, verb: str, body: Any = None) -> Any:
    return client.post(f"/v1/requests/{request['id']}/{verb}", body)


@pytest.mark.feature("V-18")
def test_a_request_is_claimed_once_by_a_skilled_agent(company: Company) -> None:
    nora, nils, nina = company["nora.north"], company["nils.north"], company["nina.north"]
    skill = f"gas-{new_id()[-8:]}"
    for login in ("nils.north", "nora.north"):
        nora.post(f"/v1/agents/{company.people[login]['id']}/skills", {"skills": [skill]})
    request = ask(nils, skill=skill)
    path = f"/v1/requests/{request['id']}/claim"

    nina.refused("POST", path, {}, status=403, code="agent_lacks_skill")
    claimed = nils.post(path)
    second = nora.refused("POST", path, {}, status=409, code="request_claimed_already")

    assert (claimed["status"], claimed["assignee"]["login"]) == ("claimed", "nils.north")
    assert second["assignee"]["name"] == "Nils North"
    assert nora.get(f"/v1/requests/{request['id']}")["assignee"]["login"] == "nils.north"


@pytest.mark.feature("V-25")
def test_a_customer_and_a_text_make_a_request_in_one_quick_call(company: Company) -> None:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Quick {new_id()[-8:]}"})
    body = {"customer_id": customer["id"], "description": "The boiler stays cold\nsince Monday"}
    request = eventually(
        lambda: (answer := nils.ask("POST", "/v1/requests", body)).status_code == 201 and answer.json()
    )
    assert request["customer"] == {"id": customer["id"], "name": customer["name"]}
    assert (request["subject"], request["severity"], request["status"]) == ("The boiler stays cold", "normal", "new")
    assert request["number"].startswith("RQ-NORTH-")
    seconds = []
    for _ in range(5):
        started = time.monotonic()
        nils.post("/v1/requests", body)
        seconds.append(time.monotonic() - started)
    assert min(seconds) < 0.2


@pytest.mark.feature("V-12")
def test_every_state_of_a_complaint_has_its_time(company: Company) -> None:
    nina = company["nina.north"]
    complaint = ask(nina, kind="complaint")
    for verb, status, body in (
        ("claim", "claimed", None),
        ("start", "in_progress", None),
        ("solve", "solved", {"solution": "Pressed the button"}),
        ("confirm", "confirmed", None),
        ("reopen", "reopened", {"reason": "Cold again"}),
    ):
        shown = act(nina, complaint, verb, body)
        assert shown["status"] == status
    names = ("created_at", "claimed_at", "started_at", "solved_at", "confirmed_at", "reopened_at")
    times = [datetime.fromisoformat(shown[name]) for name in names]
    assert times == sorted(times)
    told = nina.get(f"/v1/requests/{complaint['id']}/history")["data"]
    states = [entry["changes"]["status"]["after"] for entry in told]
    assert states == ["new", "claimed", "in_progress", "solved", "confirmed", "reopened"]


@pytest.mark.feature("V-05")
def test_a_complaint_is_due_by_its_severity_and_escalates_when_that_passes(company: Company) -> None:
    nils = company["nils.north"]
    for severity, hours in (("low", 72), ("normal", 24), ("high", 8), ("critical", 2)):
        complaint = ask(nils, kind="complaint", severity=severity)
        due = datetime.fromisoformat(complaint["due_at"]) - datetime.fromisoformat(complaint["created_at"])
        assert abs(due - timedelta(hours=hours)) < timedelta(seconds=5)
    late = ask(nils, kind="complaint", due_at=(now() + timedelta(seconds=0.5)).isoformat())
    assert late["level"] == 0

    risen = eventually(lambda: (found := nils.get(f"/v1/requests/{late['id']}"))["level"] and found, 20)

    assert (risen["level"], risen["owner"]["login"]) == (1, "nora.north")
    assert nils.get(f"/v1/requests/{complaint['id']}")["level"] == 0
    time.sleep(1.5)
    assert nils.get(f"/v1/requests/{late['id']}")["version"] == 2
    last = nils.get(f"/v1/requests/{late['id']}/history")["data"][-1]
    assert last["type"] == "tenon.service_desk.request.escalated.v1"
    assert last["changes"]["level"] == {"before": 0, "after": 1}


@pytest.mark.feature("V-28")
def test_requests_about_one_deal_or_order_are_found_by_it(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    deal, order = new_id(), new_id()
    about_deal = [ask(nils, opportunity_id=deal)["id"] for _ in range(2)]
    about_order = [ask(nils, opportunity_id=deal, order_id=order)["id"]]
    ask(nils)
    for field, value, wanted in (
        ("opportunity_id", deal, about_deal + about_order),
        ("order_id", order, about_order),
    ):
        params = {f"filter[{field}][eq]": value, "count": "exact"}
        found = nils.get("/v1/requests", params=params)
        assert (sorted(row["id"] for row in found["data"]), found["count"]) == (sorted(wanted), len(wanted))
        assert sara.get("/v1/requests", params=params)["count"] == 0


def test_another_branch_and_other_departments_are_kept_out(company: Company) -> None:
    request = ask(company["nils.north"])
    path = f"/v1/requests/{request['id']}"
    sara = company["sara.south"]
    sara.refused("GET", path, status=404)
    sara.refused("POST", f"{path}/claim", {}, status=404)
    company["olga.office"].refused("GET", path, status=403)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"description": "Help"}, 422, "request_customer_missing"),
        ({"description": "Help", "customer_id": new_id()}, 422, "request_customer_unknown"),
        ({"description": 7, "customer_name": "Joe"}, 400, "malformed"),
        ({"description": "Help", "customer_name": "Joe", "owner_id": new_id()}, 400, "malformed"),
        ({"description": "Help", "customer_name": "Joe", "severity": "dire"}, 400, "malformed"),
    ],
)
def test_what_is_no_request_is_refused(company: Company, body: Any, status: int, code: str) -> None:
    company["nils.north"].refused("POST", "/v1/requests", body, status=status, code=code)


def test_a_repeated_claim_with_the_same_key_is_answered_alike(company: Company) -> None:
    nina = company["nina.north"]
    request = ask(nina)
    key = {"Idempotency-Key": new_id()}
    path = f"/v1/requests/{request['id']}/claim"
    first, again = (nina.ask("POST", path, {}, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert again.headers["Idempotency-Replayed"] == "true"
