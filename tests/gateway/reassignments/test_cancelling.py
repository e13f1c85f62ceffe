"""Reassignments cancelled at every moment: what is moved is counted and can be taken back, and no more is begun."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select, update

from gateway.access.queries import actor_of
from gateway.reassignments import commands, queries
from gateway.reassignments.entrypoints.running import Runner
from gateway.reassignments.model import Reassignment
from gateway.reassignments.rules import ReassignmentIsOver
from gateway.undos.model import UndoRow
from shared.bus.extensions import ServiceBus
from shared.clock import now
from shared.contracts.payload import Payload
from shared.contracts.sales.territories import REASSIGN
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from tests.gateway.organisation import House

IN_ONE_CALL = 2


class Died(BaseException):
    """The process ends here: nothing after it runs."""


@dataclass
class Sales:
    """Stands in for the sales service: moves two customers a call, and answers a key that it knows from memory."""

    customers: list[str] = field(default_factory=lambda: sorted(new_id() for _ in range(5)))
    moved: list[str] = field(default_factory=list)
    answers: dict[str, Payload] = field(default_factory=dict)
    then: Callable[[], Any] = lambda: None
    """What happens when some customers are moved and nobody has counted them yet."""

    def on_behalf_of(self, actor: Any, seconds: float, key: str, **_: Any) -> Any:
        return SimpleNamespace(call=lambda *_, **asked: SimpleNamespace(result=self._move(key, **asked)))

    def _move(self, key: str, *, after: str | None, **_: Any) -> Payload:
        if key not in self.answers:
            waiting = [one for one in self.customers if after is None or one > after]
            taken = waiting[:IN_ONE_CALL]
            self.moved += taken
            told = [{"id": one, "outcome": "updated", "code": None, "messages": []} for one in taken]
            self.answers[key] = {"results": told, "next": taken[-1] if len(waiting) > IN_ONE_CALL else None}
        self.then()
        return self.answers[key]


@dataclass
class Reset:
    """A reassignment that the administrator has begun."""

    house: House
    sales: Sales
    id: str

    def work(self) -> None:
        """As a process does that takes the reassignment up."""
        Runner(self.house.database, cast(ServiceBus, self.sales), self.id).run()

    def cancel(self, login: str = "admin") -> Any:
        return self.house.call(login, "cancel_job", job_id=self.id)

    def job(self) -> Any:
        return self.house.call("admin", "get_job", job_id=self.id)

    def rows(self) -> list[str]:
        return [one["id"] for one in self.house.call("admin", "list_job_results", job_id=self.id, query={})["data"]]

    def told(self) -> list[str]:
        of_it = select(StoredEvent.type).where(StoredEvent.subject == self.id).order_by(StoredEvent.id)
        with self.house.database.read() as session:
            return [kind.split(".reassignment.")[1].split(".")[0] for kind in session.scalars(of_it)]

    def taken_back(self) -> set[str]:
        """The records that an undo of it notes."""
        undo = self.house.call("admin", "undo_job", job_id=self.id)
        with self.house.database.read() as session:
            return set(session.scalars(select(UndoRow.record_id).where(UndoRow.undo_id == undo["id"])))

    def is_waiting(self) -> bool:
        with self.house.database.read() as session:
            return self.id in queries.standing_still(session, now())

    def lapse(self) -> None:
        """As if its process had said nothing for a long time."""
        with self.house.database.write() as session:
            mine = update(Reassignment).where(Reassignment.id == self.id)
            session.execute(mine.values(lease_until=now() - timedelta(seconds=1)))


@pytest.fixture
def reset(house: House) -> Reset:
    sales = Sales()
    with house.database.write() as session:
        admin = actor_of(session, house.people["admin"], REASSIGN)
        aim = {"territory_id": new_id(), "owner_id": None}
        begun = commands.reassign(session, admin, {"affected": 5}, dry_run=False, **aim)
    return Reset(house, sales, begun["job_id"])


def test_what_nobody_stops_moves_all_and_is_over(reset: Reset) -> None:
    reset.work()
    assert (reset.job()["state"], reset.rows(), reset.told()) == (
        "finished",
        reset.sales.customers,
        ["started", "finished"],
    )
    with pytest.raises(ReassignmentIsOver):
        reset.cancel()


def test_what_is_being_moved_is_counted_and_nothing_after_it_is_begun(reset: Reset) -> None:
    answers = []
    reset.sales.then = lambda: answers.append(reset.cancel())
    reset.work()
    job, moved = reset.job(), reset.sales.customers[:IN_ONE_CALL]
    assert [one["state"] for one in answers] == ["running"]
    assert (job["state"], job["progress"]) == ("cancelled", {"done": 2, "total": 5})
    assert reset.sales.moved == reset.rows() == moved
    assert reset.told() == ["started", "cancelled"]
    reset.work()
    assert (reset.sales.moved, reset.is_waiting()) == (moved, False)
    assert reset.taken_back() == set(moved)


def test_before_anything_is_moved_it_ends_at_once(reset: Reset) -> None:
    assert (reset.cancel()["state"], reset.is_waiting()) == ("cancelled", False)
    reset.work()
    assert (reset.sales.moved, reset.rows(), reset.told()) == ([], [], ["started", "cancelled"])
    with pytest.raises(ReassignmentIsOver):
        reset.cancel()


def test_between_two_calls_it_ends_with_what_was_counted(reset: Reset, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def hear_and_ask(ask: Callable[[], Any]) -> Any:
        asked.append(ask)
        if len(asked) == 2:
            assert reset.cancel()["state"] == "cancelled"
        return ask()

    monkeypatch.setattr("gateway.reassignments.entrypoints.running.patiently", hear_and_ask)
    reset.work()
    assert reset.sales.moved == reset.rows() == reset.sales.customers[:IN_ONE_CALL]


@pytest.mark.parametrize("cancelled_first", [True, False])
def test_what_a_process_moved_that_died_before_it_counted_is_counted_by_the_next(
    reset: Reset, cancelled_first: bool
) -> None:
    def die() -> None:
        if cancelled_first:
            reset.cancel()
        raise Died

    reset.sales.then = die
    with pytest.raises(Died):
        reset.work()
    if not cancelled_first:
        assert reset.cancel()["state"] == "running"
    with pytest.raises(Conflict) as refused:
        reset.house.call("admin", "undo_job", job_id=reset.id)
    assert (refused.value.code, reset.rows(), reset.is_waiting()) == ("job_still_running", [], False)
    with pytest.raises(ReassignmentIsOver):
        reset.cancel()

    reset.sales.then = lambda: None
    reset.work()
    assert reset.rows() == []
    reset.lapse()
    assert reset.is_waiting()
    reset.work()
    assert reset.job()["state"] == "cancelled"
    assert reset.sales.moved == reset.rows() == reset.sales.customers[:IN_ONE_CALL]
    assert (len(reset.sales.answers), reset.told()) == (1, ["started", "cancelled"])
    assert reset.taken_back() == set(reset.sales.moved)


def test_a_stranger_cancels_nothing(reset: Reset) -> None:
    reset.house.add_person("rose", "EAST", ("salesperson",))
    with pytest.raises(NotFound):
        reset.cancel("rose")
    assert (reset.job()["state"], reset.told()) == ("running", ["started"])
