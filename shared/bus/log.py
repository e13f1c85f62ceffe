"""Reading a service's log of events and its dead letters, for operators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.bus.envelope import Envelope, envelope_of
from shared.bus.inbox import DEAD, WAITING, replay
from shared.persistence.database import Database
from shared.persistence.platform import InboxEntry, StoredEvent


@dataclass(frozen=True)
class Undigested:
    """An event that a handler could not take in, dead or waiting for another try."""

    service: str
    event_id: str
    type: str
    subject: str
    handler: str
    state: str
    attempts: int
    error: str
    next_attempt_at: datetime | None


def newest_events(database: Database, service: str, limit: int) -> list[Envelope]:
    """The last events of the log, oldest first."""
    with database.read() as session:
        numbered = select(StoredEvent).where(StoredEvent.position.is_not(None))
        rows = session.scalars(numbered.order_by(StoredEvent.position.desc()).limit(limit)).all()
        return [envelope_of(row, service) for row in reversed(rows)]


def events_after(database: Database, service: str, position: int, limit: int = 200) -> list[Envelope]:
    """The events that follow a position, in order."""
    with database.read() as session:
        following = select(StoredEvent).where(StoredEvent.position > position)
        rows = session.scalars(following.order_by(StoredEvent.position).limit(limit))
        return [envelope_of(row, service) for row in rows]


def end_of_log(database: Database) -> int:
    """The newest position, 0 in a log without events."""
    with database.read() as session:
        return session.scalar(select(func.max(StoredEvent.position))) or 0


def undigested(database: Database, service: str, *, waiting: bool = False) -> list[Undigested]:
    """The dead letters of a service; with `waiting` also those that will be tried again."""
    states = [DEAD, WAITING] if waiting else [DEAD]
    with database.read() as session:
        found = select(InboxEntry).where(InboxEntry.state.in_(states)).order_by(InboxEntry.received_order)
        return [_undigested(service, entry) for entry in session.scalars(found)]


def replay_dead(database: Database, event_id: str | None) -> int:
    """Let one dead event, or all of them, be tried again at once; how many tries that makes."""
    with database.write() as session:
        wanted = [event_id] if event_id is not None else _dead_ids(session)
        return sum(replay(session, one) for one in wanted)


def _dead_ids(session: Session) -> list[str]:
    return list(session.scalars(select(InboxEntry.event_id).where(InboxEntry.state == DEAD).distinct()))


def _undigested(service: str, entry: InboxEntry) -> Undigested:
    envelope: dict[str, Any] = entry.envelope or {}
    return Undigested(
        service=service,
        event_id=entry.event_id,
        type=str(envelope.get("type", "")),
        subject=entry.subject,
        handler=entry.handler,
        state=entry.state,
        attempts=entry.attempts,
        error=entry.error or "",
        next_attempt_at=entry.next_attempt_at,
    )
