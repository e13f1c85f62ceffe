"""Clocks of machines that disagree: calls keep their time, actors their signature, and no lease outlives its holder."""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from shared.actor import system_actor
from shared.bus.context import Request, having_waited, new_traceparent
from shared.bus.envelope import Envelope
from shared.bus.relay import Relay
from shared.clock import now
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import EventLog, PlatformBase, StoredEvent
from shared.signing import LIFETIME_SECONDS, UnsignedCall, sign_actor, verify_actor

HOUR = 3600.0
SECRET = "a secret for tests"


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """From here on this process is on a machine whose clock is ahead by so much."""
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)


@pytest.mark.parametrize("ahead", [-HOUR, -1.0, 1.0, HOUR])
def test_a_call_has_as_long_as_its_caller_waits_whatever_the_clock_of_its_service(
    monkeypatch: pytest.MonkeyPatch, ahead: float
) -> None:
    sent = Request("sales", "list_leads", time.time() + 4, new_traceparent(), "c").headers()
    set_clock(monkeypatch, ahead)
    taken = Request.from_headers("sales", "list_leads", sent, patience=10)
    assert taken.remaining() == pytest.approx(4, abs=0.5)
    assert not taken.is_expired


def test_a_call_that_lay_in_the_service_has_less_time_and_then_none() -> None:
    sent = Request("sales", "list_leads", time.time() + 4, new_traceparent(), "c").headers()
    waited = Request.from_headers("sales", "list_leads", having_waited(dict(sent), 3), patience=10)
    assert waited.remaining() == pytest.approx(1, abs=0.5)
    assert Request.from_headers("sales", "list_leads", having_waited(dict(sent), 5), patience=10).is_expired


def test_a_program_of_others_may_say_until_when_by_its_clock() -> None:
    late = {"deadline": int((time.time() - 1) * 1000)}
    assert Request.from_headers("sales", "list_leads", having_waited(late, 1), patience=10).is_expired


@pytest.mark.parametrize("ahead", [1 - LIFETIME_SECONDS, -1, 0, 1, LIFETIME_SECONDS - 1])
def test_an_actor_counts_for_five_minutes_by_either_clock(monkeypatch: pytest.MonkeyPatch, ahead: float) -> None:
    token = sign_actor(system_actor("sales"), SECRET)
    set_clock(monkeypatch, ahead)
    assert verify_actor(token, SECRET).user_id == system_actor("sales").user_id


@pytest.mark.parametrize("ahead", [-LIFETIME_SECONDS - 2, LIFETIME_SECONDS + 2])
def test_an_actor_of_another_time_counts_for_nothing(monkeypatch: pytest.MonkeyPatch, ahead: float) -> None:
    token = sign_actor(system_actor("sales"), SECRET)
    set_clock(monkeypatch, ahead)
    with pytest.raises(UnsignedCall):
        verify_actor(token, SECRET)


class Kept:
    """A broker that keeps what it is given."""

    def __init__(self) -> None:
        self.positions: list[int] = []

    def publish(self, source: str, envelopes: Sequence[Envelope]) -> None:
        self.positions += [envelope.position for envelope in envelopes]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'sales.sqlite'}")
    PlatformBase.metadata.create_all(opened.engine)
    event = {"event_id": new_id(), "type": "tenon.sales.lead.lost.v1", "subject": new_id(), "sequence": 1}
    with opened.write() as session:
        session.add(StoredEvent(**event, actor_id=new_id(), occurred_at=now(), data={}))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("seconds_left", "published"), [(-1.0, [1]), (5.0, []), (14.0, []), (HOUR, [1]), (24 * HOUR, [1])]
)
def test_a_lease_taken_by_a_clock_that_was_ahead_holds_nothing_up(
    database: Database, seconds_left: float, published: list[int]
) -> None:
    """Its holder may be dead: nobody waits an hour for it. One that may be right is respected."""
    with database.write() as session:
        session.add(EventLog(id=1, lease_owner="another", lease_until=now() + timedelta(seconds=seconds_left)))
    kept = Kept()
    Relay("sales", database, kept, "here").relay_batch()
    assert kept.positions == published
