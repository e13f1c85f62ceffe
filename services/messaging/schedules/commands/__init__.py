"""Changing schedules. One function, one business decision, one event."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.messaging.notices import commands as notices
from services.messaging.schedules import queries, rules
from services.messaging.schedules.commands.telling import facts, tell
from services.messaging.schedules.model import Schedule
from shared.actor import Actor
from shared.clock import now
from shared.contracts.messaging import schedules as contract
from shared.contracts.payload import Payload
from shared.custom_fields import record_custom
from shared.ids import new_id
from shared.persistence.platform import Share
from shared.search import index_words
from shared.visible import get_for_change, noun_of

NOUN = contract.LISTING.noun


def create_schedule(
    session: Session,
    actor: Actor,
    *,
    participants: list[str] | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Schedule:
    """Enter something into one's own schedule, and into those of whoever takes part."""
    rules.ensure_order(fields["starts_at"], fields.get("ends_at"))
    entry = Schedule(owner_id=actor.user_id, org_unit_id=actor.unit_id, created_by=actor.user_id, **fields)
    session.add(entry)
    session.flush()
    let_take_part(session, actor, entry, participants or [])
    record_custom(session, actor, entry, custom)
    tell(session, actor, entry, {}, contract.ScheduleCreated)
    _index(session, entry)
    return entry


def change_schedule(
    session: Session,
    actor: Actor,
    schedule_id: str,
    *,
    participants: list[str] | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Schedule:
    entry = get_for_change(session, Schedule, actor, schedule_id)
    before = facts(entry)
    entry.edit(fields)
    if participants is not None:
        let_take_part(session, actor, entry, participants)
    record_custom(session, actor, entry, custom)
    tell(session, actor, entry, before, contract.ScheduleChanged)
    _index(session, entry)
    return entry


def move_schedule(
    session: Session, actor: Actor, schedule_id: str, *, starts_at: datetime, ends_at: datetime | None
) -> Schedule:
    """Give it another time; what was missed is planned again."""
    entry = get_for_change(session, Schedule, actor, schedule_id)
    before = facts(entry)
    entry.move(starts_at, ends_at)
    tell(session, actor, entry, before, contract.ScheduleMoved)
    if before["status"] != entry.status:
        _tell_others(session, actor, entry)
    return entry


def complete_schedule(session: Session, actor: Actor, schedule_id: str, result: str) -> Schedule:
    entry = get_for_change(session, Schedule, actor, schedule_id)
    before = facts(entry)
    entry.complete(result)
    tell(session, actor, entry, before, contract.ScheduleCompleted, result=result)
    _tell_others(session, actor, entry)
    return entry


def miss_schedule(session: Session, actor: Actor, schedule_id: str, reason: str) -> Schedule:
    entry = get_for_change(session, Schedule, actor, schedule_id)
    before = facts(entry)
    entry.miss(reason, now())
    tell(session, actor, entry, before, contract.ScheduleMissed, reason=reason)
    _tell_others(session, actor, entry)
    return entry


def cancel_schedule(session: Session, actor: Actor, schedule_id: str, reason: str) -> Schedule:
    entry = get_for_change(session, Schedule, actor, schedule_id)
    before = facts(entry)
    entry.cancel(reason)
    tell(session, actor, entry, before, contract.ScheduleCancelled, reason=reason)
    _tell_others(session, actor, entry)
    return entry


def let_take_part(session: Session, actor: Actor, entry: Schedule, wanted: list[str]) -> None:
    """These people and nobody else take part; the owner does anyway."""
    people = set(wanted) - {entry.owner_id}
    unknown = people - queries.people_at_work(session, people)
    if unknown:
        raise rules.ParticipantIsUnknown(f"There is nobody {min(unknown)} at work here to take part.")
    session.execute(delete(Share).where(Share.record_id == entry.id, Share.grantee_id.not_in(people)))
    there = queries.participants_of(session, entry)
    session.add_all(
        Share(
            id=new_id(),
            noun=noun_of(Schedule),
            record_id=entry.id,
            grantee_id=person_id,
            grantee_kind="person",
            granted_by=actor.user_id,
            granted_at=now(),
        )
        for person_id in sorted(people - set(there))
    )
    session.flush()
    session.expire(entry, ["participants"])


def _tell_others(session: Session, actor: Actor, entry: Schedule) -> None:
    """Whoever takes part is told of the new state, but for the one who brought it about."""
    people = {entry.owner_id, *(person.id for person in entry.participants)} - {actor.user_id}
    if people:
        body = " · ".join(part for part in (entry.starts_at.isoformat(), entry.result or entry.reason) if part)
        notices.note_state_of_schedule(session, entry.id, f"{entry.title}: {entry.status}", body, sorted(people))


def found_by(entry: Schedule) -> tuple[str | None, ...]:
    """The texts whose words find this entry."""
    return entry.title, entry.plan, entry.place


def _index(session: Session, entry: Schedule) -> None:
    index_words(session, NOUN, entry.id, *found_by(entry))
