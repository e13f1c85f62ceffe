"""What is said of a schedule: to the history, and to whoever listens."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.messaging.schedules.model import Schedule
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.messaging import schedules as contract
from shared.custom_fields import custom_facts, forget_custom
from shared.persistence.platform import Share
from shared.search import index_words

TOLD = ("kind", "title", "status", "starts_at", "ends_at", "participants", "source_id", "owner_id", "org_unit_id")
PLAIN = ("kind", "title", "plan", "place", "result", "reason", "source_id", "external_id", "owner_id", "org_unit_id")


def facts(entry: Schedule) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        **{name: getattr(entry, name) for name in PLAIN},
        "status": str(entry.status),
        "starts_at": entry.starts_at.isoformat(),
        "ends_at": None if entry.ends_at is None else entry.ends_at.isoformat(),
        "participants": sorted(person.id for person in entry.participants),
        **custom_facts(entry),
    }


def tell(
    session: Session,
    actor: Actor,
    entry: Schedule,
    before: dict[str, Any],
    event: type[contract.ScheduleEvent],
    **more: Any,
) -> None:
    announce(session, actor, entry, event(**told_of(entry, changes(before, facts(entry))), **more))


def told_of(entry: Schedule, changed: Changes) -> dict[str, Any]:
    """What every event about this entry says."""
    now = facts(entry)
    return {name: now[name] for name in TOLD} | {
        "schedule_id": entry.id,
        "record_version": entry.next_version,
        "custom": entry.custom or {},
        "changes": changed,
    }


def forget_participants(session: Session, entry: Schedule) -> None:
    """Nobody is let into an entry that goes."""
    session.execute(delete(Share).where(Share.record_id == entry.id))


def remove(session: Session, actor: Actor, entry: Schedule) -> None:
    """The entry goes, out of every calendar that it stood in; what it was stays in the log."""
    announce(session, actor, entry, contract.ScheduleRemoved(**told_of(entry, changes(facts(entry), {}))))
    index_words(session, contract.LISTING.noun, entry.id)
    forget_custom(session, entry.id)
    forget_participants(session, entry)
    session.delete(entry)
    session.flush()
