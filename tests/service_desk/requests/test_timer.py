"""The timer runs by itself inside the service, in every instance, and goes on after a run that failed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from services.service_desk.requests import commands, queries
from services.service_desk.service import ServiceDeskService
from shared.bus.host import Host
from shared.persistence.database import Database, database_at
from shared.settings import Settings
from tests.service_desk.desk import NILS, agent


def wait_for(look: Callable[[], bool], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while not look() and time.monotonic() < until:
        time.sleep(0.02)
    return look()


def test_two_instances_with_a_timer_each_escalate_an_overdue_request_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        late = commands.create_request(session, agent(NILS), "Late", customer_name="Joe").id
    settings = Settings(
        databases=(("service_desk", database.url),), secret="test", escalation_seconds=0.05, event_delays=(0.1,)
    )
    runs: list[bool] = []
    escalate = commands.escalate_overdue_requests

    def escalate_after_one_failure(*given: object) -> int:
        runs.append(True)
        if len(runs) == 1:
            raise RuntimeError("the database is away")
        return escalate(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(commands, "escalate_overdue_requests", escalate_after_one_failure)
    monkeypatch.setattr(commands, "now", lambda: datetime.now(UTC) + timedelta(hours=25))
    hosts = [Host(settings, {}), Host(settings, {})]
    try:
        for host in hosts:
            host.start([ServiceDeskService])
        assert wait_for(lambda: level(database, late) == 1)
        done = len(runs)
        assert wait_for(lambda: len(runs) > done + 6)
        assert level(database, late) == 1
    finally:
        for host in hosts:
            host.stop()
    stopped_at = len(runs)
    time.sleep(0.3)
    assert len(runs) == stopped_at
    database_at(database.url).close()


def level(database: Database, request_id: str) -> int:
    with database.read() as session:
        return queries.get_request(session, agent(NILS), request_id).level
