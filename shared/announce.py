"""Telling what has happened: the event is saved in the transaction that caused it."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.clock import now
from shared.contracts.events import Event
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from shared.persistence.records import OwnedRecord, Record

correlation: ContextVar[str | None] = ContextVar("correlation", default=None)
"""What request this work belongs to; set at the door."""

causation: ContextVar[str | None] = ContextVar("causation", default=None)
"""The id of the event that is being handled; set at the inbox."""


@dataclass(frozen=True)
class Recorded:
    """A record that a bulk load wrote at `version`, and the event that says so."""

    record_id: str
    version: int
    org_unit_id: str | None
    event: Event


def announce_in_bulk(session: Session, actor: Actor, recorded: Sequence[Recorded]) -> None:
    """As `announce` for many records in one statement; the versions were raised by whoever wrote the records."""
    if not recorded:
        return
    moment = now()
    rows = [
        {
            "event_id": new_id(),
            "type": one.event.wire_type(),
            "subject": one.record_id,
            "sequence": one.version,
            "org_unit_id": one.org_unit_id,
            "actor_id": actor.user_id,
            "actor_name": actor.name,
            "correlation_id": correlation.get(),
            "causation_id": causation.get(),
            "occurred_at": moment,
            "data": dict(vars(one.event)),  # JSON values already; copying them deeply is a third of a bulk load
        }
        for one in recorded
    ]
    session.execute(insert(StoredEvent.__table__), rows)  # type: ignore[arg-type]
    session.info["announced"] = True


def announce(session: Session, actor: Actor, record: Record, event: Event) -> None:
    """Save `event` about `record` and raise the record's version: exactly once for each changed record and command."""
    record.version = (record.version or 0) + 1
    record.updated_at = now()
    session.add(record)
    session.flush()
    _forget_old_references(session, record)
    session.add(
        StoredEvent(
            event_id=new_id(),
            type=event.wire_type(),
            subject=record.id,
            sequence=record.version,
            org_unit_id=getattr(record, "org_unit_id", None),
            actor_id=actor.user_id,
            actor_name=actor.name,
            correlation_id=correlation.get(),
            causation_id=causation.get(),
            occurred_at=record.updated_at,
            data=event.data(),
        )
    )
    session.info["announced"] = True


def _forget_old_references(session: Session, record: Record) -> None:
    """A new owner or unit must show in the answer to the command that set it."""
    if isinstance(record, OwnedRecord):
        session.expire(record, ["owner", "org_unit"])
