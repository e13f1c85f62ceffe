"""Clocks of requests: what they show, who is told when they move, and that what nobody ran for is made up for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.service_desk.requests import commands, queries, rules
from services.service_desk.requests.model import Request
from shared.contracts.payload import reply
from shared.contracts.service_desk.requests import RequestClockView
from shared.errors import NotFound
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.service_desk.desk import NILS, NINA, NORA, SARA, SYSTEM, agent
from tests.service_desk.requests.test_races import at_once

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def hours(count: float) -> datetime:
    return START + timedelta(hours=count)


@pytest.mark.parametrize(
    ("at", "due", "solved", "state", "moves"),
    [
        (0, 8, None, "running", 6),
        (5.9, 8, None, "running", 6),
        (6, 8, None, "warned", 8),
        (8, 8, None, "breached", None),
        (9, 8, None, "breached", None),
        (9, 8, 8, "met", None),
        (9, 8, 8.5, "breached", None),
        (0, -1, None, "breached", None),
    ],
)
def test_a_clock_shows_where_its_request_stands(
    at: float, due: float, solved: float | None, state: str, moves: float | None
) -> None:
    clock = rules.clock_at(hours(at), START, hours(due), None if solved is None else hours(solved))
    assert (clock.state, clock.moves_at) == (state, None if moves is None else hours(moves))


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The time that it is for the commands and the queries, in hours."""
    told = {"hour": 0.0}
    for module in (commands, queries):
        monkeypatch.setattr(module, "now", lambda: hours(told["hour"]))
    return told


def opened(database: Database, **fields: Any) -> str:
    with database.write() as session:
        request = commands.create_request(
            session, agent(NILS), "Cold", customer_name="Joe", severity="high", created_at=START, **fields
        )
        return request.id


def turn(database: Database) -> int:
    with database.write() as session:
        return commands.turn_clocks(session, SYSTEM)


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        moved = select(StoredEvent).where(StoredEvent.type.like("%request_clock%")).order_by(StoredEvent.occurred_at)
        return [(event.type.split(".")[3], event.data["state"]) for event in session.scalars(moved)]


def clock(database: Database, request_id: str, who: str = NILS) -> Any:
    with database.read() as session:
        return reply(RequestClockView, queries.show_clock(session, agent(who), request_id))


def stored(database: Database, request_id: str) -> tuple[Any, ...]:
    with database.read() as session:
        request = queries.get_request(session, agent(NILS), request_id)
        return request.clock, request.clock_moves_at, request.version


def test_a_clock_warns_and_breaks_once_each_and_the_request_keeps_its_version(
    database: Database, hand: dict[str, Any]
) -> None:
    request_id = opened(database)
    assert (turn(database), stored(database, request_id)) == (0, ("running", hours(6), 1))
    hand["hour"] = 6
    assert (turn(database), turn(database)) == (1, 0)
    assert stored(database, request_id) == ("warned", hours(8), 1)
    hand["hour"] = 8.5
    assert clock(database, request_id)["state"] == "breached"  # as it is, though the timer has not come by
    assert (turn(database), turn(database)) == (1, 0)
    assert stored(database, request_id) == ("breached", None, 1)
    assert told(database) == [("warned", "warned"), ("breached", "breached")]
    assert [move["state"] for move in clock(database, request_id)["moves"]] == ["warned", "breached"]
    with pytest.raises(NotFound):
        clock(database, request_id, SARA)


def test_what_nobody_ran_for_is_told_as_it_is_by_then(database: Database, hand: dict[str, Any]) -> None:
    request_id = opened(database)
    hand["hour"] = 20
    assert turn(database) == 1
    assert told(database) == [("breached", "breached")]
    assert stored(database, request_id)[0] == "breached"


def test_of_three_timers_at_once_one_tells(database: Database, hand: dict[str, Any]) -> None:
    for _ in range(20):
        opened(database)
    hand["hour"] = 9
    assert sum(at_once(*[lambda: turn(database)] * 3)) == 20
    assert told(database) == [("breached", "breached")] * 20


def test_verbs_turn_the_clock_and_it_runs_anew_when_reopened(database: Database, hand: dict[str, Any]) -> None:
    request_id = opened(database)
    with database.write() as session:
        commands.change_request(session, agent(NILS), request_id, due_at=hours(4))
    assert stored(database, request_id)[:2] == ("running", hours(3))
    hand["hour"] = 3.5
    turn(database)
    with database.write() as session:
        commands.change_request(session, agent(NILS), request_id, due_at=hours(40))
        assert queries.get_request(session, agent(NILS), request_id).clock == "running"
        commands.claim_request(session, agent(NILS), request_id)
        commands.solve_request(session, agent(NILS), request_id, "Lit it")
    assert stored(database, request_id)[:2] == ("met", None)
    hand["hour"] = 50
    assert turn(database) == 0
    with database.write() as session:
        commands.reopen_request(session, agent(NILS), request_id, "Cold again")
    assert stored(database, request_id)[:2] == ("running", hours(56))
    with database.read() as session:
        last = queries.list_request_history(session, agent(NILS), request_id)["data"][-1]
    assert last["changes"]["clock"] == {"before": "met", "after": "running"}


def test_a_clock_of_before_clocks_is_set_and_nobody_is_told(database: Database, hand: dict[str, Any]) -> None:
    late, solved = opened(database), opened(database)
    with database.write() as session:
        commands.claim_request(session, agent(NILS), solved)
        commands.solve_request(session, agent(NILS), solved, "Lit it")
        session.execute(update(Request).values(clock=None, clock_since=None, clock_moves_at=None))
    hand["hour"] = 9
    assert (turn(database), turn(database)) == (2, 0)
    assert (stored(database, late)[0], stored(database, solved)[0], told(database)) == ("breached", "met", [])


def test_what_was_told_goes_along_when_the_request_is_given_away(database: Database, hand: dict[str, Any]) -> None:
    request_id = opened(database)
    hand["hour"] = 9
    turn(database)
    with database.write() as session:
        commands.reassign_request(session, agent(NORA), request_id, NINA)
    with database.read() as session:
        moved = select(StoredEvent.owner_id).where(StoredEvent.type.like("%request_clock%"))
        assert session.scalars(moved).all() == [NINA]
