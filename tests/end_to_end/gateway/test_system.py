"""How the house runs, as an operator reads it, and the warnings when it comes to a limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, insert

from deploy.roster import EVERYBODY
from gateway.system.commands import note_backup
from shared.actor import system_actor
from shared.clock import now
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.platform import InboxEntry
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

STATUS, LIMITS = "/v1/system/status", "/v1/system/thresholds"
EXCEEDED, RESTORED = "tenon.gateway.system.capacity_exceeded.v1", "tenon.gateway.system.capacity_restored.v1"
WATCHED_SECONDS = 30


@pytest.fixture
def admin(company: Company) -> Iterator[Client]:
    """Nothing is watched at first, nor left behind."""
    nothing: dict[str, Any] = dict.fromkeys(("disk", "queue", "latency", "seats"))
    company["admin"].patch(LIMITS, nothing)
    assert eventually(lambda: company["admin"].get(STATUS)["alerts"] == [], WATCHED_SECONDS)
    yield company["admin"]
    company["admin"].patch(LIMITS, nothing)


def told(client: Client, kind: str, name: str) -> list[Any]:
    entries = client.get("/v1/audit", params={"filter[kind][eq]": kind, "limit": 200})["data"]
    return [entry for entry in entries if entry["details"]["name"] == name]


def warnings(client: Client, name: str) -> list[Any]:
    """The messages to this person about this limit."""
    messages = client.get("/v1/messages", params={"limit": 200})["data"]
    return [one for one in messages if one["kind"] == "capacity_exceeded" and name in one["title"]]


def raised(client: Client) -> dict[str, Any]:
    return {alert["name"]: alert for alert in client.get(STATUS)["alerts"]}


@pytest.mark.feature("B-10")
def test_the_status_shows_each_service_its_queue_lag_errors_and_the_last_backup(company: Company) -> None:
    status = company["admin"].get(STATUS)
    assert (status["status"], status["bus"]) == ("ok", "ok")
    assert status["services"].keys() == set(EVERYBODY)
    engine = "sqlite" if company.stack.profile == "embedded" else "postgresql"
    for name, service in status["services"].items():
        assert (service["status"], service["database"], service["engine"]) == ("ok", "ok", engine), name
        assert service["queue_depth"] >= 0
        assert service["outbox_lag"] >= 0
        assert service["inbox_waiting"] >= 0
        assert service["inbox_dead"] >= 0
        assert service["uptime_seconds"] >= 0
        assert service["database_bytes"] > 0
        assert 0 < service["disk_free_bytes"] <= service["disk_total_bytes"]
        assert service["version"] == status["version"]
    instances = {name: service["instances"] for name, service in status["services"].items()}
    assert instances["sales"] == (1 if company.stack.profile == "embedded" else 2)
    assert instances["gateway"] == 1
    assert status["errors"].keys() == {"dead_events", "failed_imports"}
    moment = now()
    with database_at(company.stack.database_url("gateway")).write() as session:
        note_backup(session, system_actor("gateway"), new_id(), moment.isoformat())
    assert datetime.fromisoformat(company["admin"].get(STATUS)["last_backup"]) == moment
    assert status["measured"]["seats"] >= len(company.people)
    company["nils.north"].refused("GET", STATUS, status=403, code="right_missing")


@pytest.mark.feature("B-10")
def test_dead_events_and_waiting_ones_are_counted(company: Company, admin: Client) -> None:
    before = admin.get(STATUS)
    with waiting_in(company, "reporting", dead=1, waiting=2):
        after = admin.get(STATUS)
    assert after["errors"]["dead_events"] == before["errors"]["dead_events"] + 1
    waited = [status["services"]["reporting"]["inbox_waiting"] for status in (before, after)]
    assert waited[1] >= waited[0] + 2


@pytest.mark.feature("B-11")
def test_crossing_a_limit_of_seats_warns_once_until_it_is_cleared(company: Company, admin: Client) -> None:
    seats = admin.get(STATUS)["measured"]["seats"]
    before = len(told(admin, EXCEEDED, "seats")), len(warnings(admin, "seats"))
    admin.patch(LIMITS, {"seats": seats})
    alert = eventually(lambda: raised(admin).get("seats"), WATCHED_SECONDS)
    assert alert["value"] >= alert["threshold"] == seats
    assert eventually(lambda: len(warnings(admin, "seats")) == before[1] + 1, WATCHED_SECONDS)
    admin.patch(LIMITS, {"latency": 1})  # a later look has compared everything anew once this one is raised
    assert eventually(lambda: "latency" in raised(admin), WATCHED_SECONDS)
    assert raised(admin)["seats"] == alert
    assert len(told(admin, EXCEEDED, "seats")) == before[0] + 1
    assert len(warnings(admin, "seats")) == before[1] + 1
    assert warnings(company["nils.north"], "seats") == []

    restored = len(told(admin, RESTORED, "seats"))
    admin.patch(LIMITS, {"seats": seats + 1000})
    assert eventually(lambda: "seats" not in raised(admin), WATCHED_SECONDS)
    assert len(told(admin, RESTORED, "seats")) == restored + 1
    admin.patch(LIMITS, {"seats": 1})
    assert eventually(lambda: "seats" in raised(admin), WATCHED_SECONDS)
    assert len(told(admin, EXCEEDED, "seats")) == before[0] + 2


@pytest.mark.feature("B-11")
def test_disk_queue_and_latency_warn_too(company: Company, admin: Client) -> None:
    counts = {name: len(told(admin, EXCEEDED, name)) for name in ("disk", "queue", "latency")}
    with waiting_in(company, "reporting", dead=0, waiting=60):
        admin.patch(LIMITS, {"disk": 1, "queue": 50, "latency": 1})
        assert eventually(lambda: raised(admin).keys() >= counts.keys(), WATCHED_SECONDS)
        assert raised(admin)["queue"]["value"] >= 60
    assert eventually(lambda: "queue" not in raised(admin), WATCHED_SECONDS)
    assert {name: len(told(admin, EXCEEDED, name)) - count for name, count in counts.items()} == dict.fromkeys(
        counts, 1
    )


def test_limits_are_refused_what_makes_no_sense_and_keep_their_history(company: Company, admin: Client) -> None:
    for body in ({"disk": 0}, {"disk": 101}, {"queue": -1}, {"seats": "ten"}, {"latency": 1.5}, {"memory": 1}):
        admin.refused("PATCH", LIMITS, body, status=400)
    version = admin.patch(LIMITS, {"queue": 1234})["version"]
    admin.refused("PATCH", LIMITS, {"queue": 9}, status=412, headers={"If-Match": f'"{version - 1}"'})
    company["nils.north"].refused("PATCH", LIMITS, {"queue": 9}, status=403, code="right_missing")
    newest = admin.get("/v1/audit", params={"filter[kind][eq]": "tenon.gateway.system.thresholds_changed.v1"})["data"][
        0
    ]
    assert newest["changes"]["queue"]["after"] == 1234


@contextmanager
def waiting_in(company: Company, service: str, *, dead: int, waiting: int) -> Iterator[None]:
    """Events that the service's handlers have not digested, put there by hand."""
    states = ["dead"] * dead + ["waiting"] * waiting
    later = now() + timedelta(days=1)
    rows = [
        {
            "event_id": new_id(),
            "handler": "planted",
            "subject": new_id(),
            "state": state,
            "attempts": 1,
            "received_order": 1,
            "envelope": {},
            "next_attempt_at": later,
        }
        for state in states
    ]
    engine = create_engine(company.stack.database_url(service))
    with engine.begin() as connection:
        connection.execute(insert(InboxEntry), rows)
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(delete(InboxEntry).where(InboxEntry.handler == "planted"))
        engine.dispose()
