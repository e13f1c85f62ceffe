"""Two at once: one claim wins, and no request rises twice for one step."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from services.service_desk.requests import commands, queries
from shared.errors import Conflict
from shared.ids import new_id
from shared.persistence.database import Database
from tests.service_desk.desk import NILS, NINA, NORA, SYSTEM, agent


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gives or raises, started together on threads of their own."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        gate.wait(10)
        try:
            return work()
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("attempt", range(3))
def test_of_many_agents_who_claim_at_once_one_wins(database: Database, attempt: int) -> None:
    with database.write() as session:
        request_id = commands.create_request(session, agent(NILS), f"Help {attempt}", customer_name="Joe").id

    def claim(person: str) -> str:
        with database.write() as session:
            return str(commands.claim_request(session, agent(person), request_id).assignee_id)

    outcomes = at_once(*(lambda person=person: claim(person) for person in (NILS, NINA, NORA, NILS, NINA)))
    winners = [outcome for outcome in outcomes if isinstance(outcome, str)]
    losers = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(winners), len(losers)) == (1, 4)
    assert {loser.extra["assignee"]["id"] for loser in losers} == set(winners)
    with database.read() as session:
        request = queries.get_request(session, agent(NILS), request_id)
        assert (request.assignee_id, request.version) == (winners[0], 2)


def test_two_instances_escalate_each_overdue_request_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [new_id() for _ in range(30)]
    with database.write() as session:
        for request_id in ids:
            commands.create_request(
                session, agent(NILS), "Late", customer_name="Joe", severity="critical", id=request_id
            )
        commands.create_request(session, agent(NILS), "In time", customer_name="Joe", severity="low")
    later = datetime.now(UTC) + timedelta(hours=3)
    monkeypatch.setattr(commands, "now", lambda: later)

    def escalate() -> int:
        with database.write() as session:
            return commands.escalate_overdue_requests(session, SYSTEM)

    assert sum(at_once(escalate, escalate, escalate)) == 30
    assert escalate() == 0
    with database.read() as session:
        rows = queries.list_requests(session, agent(NILS), {"filter": [["level", "gte", 1]], "limit": 200})["data"]
        assert {(row["level"], row["version"], row["owner"]["login"]) for row in rows} == {(1, 2, "nora")}
        assert {row["id"] for row in rows} == set(ids)


def test_a_request_rises_once_a_step_and_no_higher_than_the_top(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as session:
        request_id = commands.create_request(session, agent(NILS), "Late", customer_name="Joe", severity="critical").id
    start = datetime.now(UTC)
    levels = []
    for hours in (1, 3, 3.5, 4.1, 5.2, 50, 100):
        monkeypatch.setattr(commands, "now", lambda hours=hours: start + timedelta(hours=hours))
        with database.write() as session:
            commands.escalate_overdue_requests(session, SYSTEM)
            levels.append(queries.get_request(session, agent(NORA), request_id).level)
    assert levels == [0, 1, 1, 2, 3, 3, 3]
    with database.read() as session:
        told = queries.list_request_history(session, agent(NORA), request_id)["data"]
    assert [entry["type"].split(".")[3] for entry in told] == ["created", "escalated", "escalated", "escalated"]
    assert told[1]["actor"]["name"] == "service_desk service"


def test_a_solved_request_does_not_rise(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write() as session:
        request = commands.create_request(session, agent(NILS), "Late", customer_name="Joe")
        commands.claim_request(session, agent(NILS), request.id)
        commands.solve_request(session, agent(NILS), request.id, "Done")
    monkeypatch.setattr(commands, "now", lambda: datetime.now(UTC) + timedelta(days=30))
    with database.write() as session:
        assert commands.escalate_overdue_requests(session, SYSTEM) == 0
