"""Telling what has happened: the event is saved in the transaction that caused it."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.clock import now
from shared.contracts.events import Event
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from shared.persistence.records import Belonging, OwnedRecord, Record, take_version
from shared.persistence.sets import insert_rows, table_of

correlation: ContextVar[str | None] = ContextVar("correlation", default=None)
"""What request this work belongs to; set at the door."""

causation: ContextVar[str | None] = ContextVar("causation", default=None)
"""The id of the event that is being handled; set at the inbox."""

origin: ContextVar[str | None] = ContextVar("origin", default=None)
"""The network address that the request came from; set at the door."""

channel: ContextVar[str | None] = ContextVar("channel", default=None)
"""The way on which the customer's word reached us; set at the door, and at the inbox to that of the event."""


NOBODYS = Belonging(None, None)
"""What belongs to the whole house."""


@dataclass(frozen=True)
class Doer:
    """Who did something, where nobody is signed in yet."""

    user_id: str
    name: str


@dataclass(frozen=True)
class Place:
    """Where an event stands: in whose history, at which number, in which unit, and whose the record is."""

    subject: str
    sequence: int
    org_unit_id: str | None
    belongs_to: Belonging


@dataclass(frozen=True)
class Recorded:
    """A record that a bulk load wrote at `version`, and the event that says so."""

    record_id: str
    version: int
    belongs_to: Belonging
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
            "org_unit_id": one.belongs_to.org_unit_id,
            "owner_id": one.belongs_to.owner_id,
            "owner_unit_id": one.belongs_to.org_unit_id,
            "owner_territory_id": one.belongs_to.territory_id,
            "actor_id": actor.user_id,
            "actor_name": actor.name,
            "correlation_id": correlation.get(),
            "causation_id": causation.get(),
            "address": origin.get(),
            "channel": channel.get(),
            "occurred_at": moment,
            "data": dict(vars(one.event)),  # JSON values already; copying them deeply is a third of a bulk load
        }
        for one in recorded
    ]
    insert_rows(session, table_of(StoredEvent), rows)
    session.info["announced"] = True


def announce(session: Session, actor: Actor, record: Record, event: Event) -> None:
    """Save `event` about `record` and raise the record's version: exactly once for each changed record and command."""
    session.add(record)
    if not inspect(record).persistent:
        session.flush()
    take_version(record)
    session.flush()
    _forget_old_references(session, record)
    unit_id = getattr(record, "org_unit_id", None)
    _save(session, actor, event, Place(record.id, record.version, unit_id, record.belongs_to), record.updated_at)


def announce_fact(session: Session, doer: Actor | Doer, event: Event, *, org_unit_id: str | None = None) -> None:
    """Save an event that changes no record: that somebody signed in, say. It is a subject of its own."""
    _save(session, doer, event, Place(new_id(), 1, org_unit_id, NOBODYS), now())


def _save(session: Session, doer: Actor | Doer, event: Event, place: Place, moment: datetime) -> None:
    session.add(
        StoredEvent(
            event_id=new_id(),
            type=event.wire_type(),
            subject=place.subject,
            sequence=place.sequence,
            org_unit_id=place.org_unit_id,
            owner_id=place.belongs_to.owner_id,
            owner_unit_id=place.belongs_to.org_unit_id,
            owner_territory_id=place.belongs_to.territory_id,
            actor_id=doer.user_id,
            actor_name=doer.name,
            correlation_id=correlation.get(),
            causation_id=causation.get(),
            address=origin.get(),
            channel=channel.get(),
            occurred_at=moment,
            data=event.data(),
        )
    )
    session.info["announced"] = True


def _forget_old_references(session: Session, record: Record) -> None:
    """A new owner or unit must show in the answer to the command that set it."""
    if isinstance(record, OwnedRecord):
        held = vars(record)
        old = [
            name
            for name, key in (("owner", record.owner_id), ("org_unit", record.org_unit_id))
            if name in held and key != getattr(held[name], "id", None)
        ]
        if old:
            session.expire(record, old)
