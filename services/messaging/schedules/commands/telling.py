"""What is said of a schedule: to the history, and to whoever listens."""

from typing import Any

from sqlalchemy.orm import Session

from services.messaging.schedules.model import Schedule
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.messaging import schedules as contract
from shared.custom_fields import custom_facts

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
    after = facts(entry)
    told = {name: after[name] for name in TOLD} | {
        "schedule_id": entry.id,
        "record_version": entry.version + 1,
        "custom": entry.custom or {},
    }
    announce(session, actor, entry, event(**told, changes=changes(before, after), **more))
