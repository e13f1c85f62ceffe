"""Reading schedules and calendars. Every query starts from what the actor may see."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.messaging.schedules import rules
from services.messaging.schedules.model import Schedule
from services.messaging.schedules.rules import ScheduleStatus
from shared.actor import Actor, Reach
from shared.clock import now
from shared.contracts.messaging import schedules as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.paths import below
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, Share
from shared.processes import Process, process_of
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Schedule, name) for name in contract.LISTING.fields}


@dataclass(frozen=True)
class Calendar:
    person: OrgPersonReplica
    data: list[Schedule]


@dataclass(frozen=True)
class DaySummary:
    person: OrgPersonReplica
    day: date
    planned: list[Schedule]
    done: list[Schedule]
    missed: list[Schedule]


@dataclass(frozen=True)
class Participant:
    person_id: str


@dataclass(frozen=True)
class Participants:
    data: list[Participant]


def get_schedule(session: Session, actor: Actor, schedule_id: str) -> Schedule:
    return get_visible(session, Schedule, actor, schedule_id)


def list_schedules(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Schedule, actor), Schedule, contract.LISTING, COLUMNS, query)


def list_schedule_history(session: Session, actor: Actor, schedule_id: str, after: int) -> Payload:
    return list_history(session, get_schedule(session, actor, schedule_id).id, after=after)


def list_participants(session: Session, actor: Actor, schedule_id: str) -> Participants:
    people = get_schedule(session, actor, schedule_id).participants
    return Participants([Participant(person.id) for person in people])


def schedule_process() -> Process:
    return process_of("schedules", rules.ScheduleStatus, rules.TRANSITIONS)


def get_calendar(
    session: Session,
    actor: Actor,
    *,
    time_zone: str,
    user: str | None = None,
    day: date | None = None,
    until: date | None = None,
) -> Calendar:
    """What a person has to do on these days, what others planned with them included.

    Raises `CalendarOfAnother` for a person whom the caller's right does not reach.
    """
    person = _reached(session, actor, user or actor.user_id)
    first = day or rules.day_of(now(), time_zone)
    begin, end = rules.bounds(first, until or first, time_zone)
    return Calendar(person, _of_person(session, person, begin, end))


def get_day_summary(
    session: Session, actor: Actor, *, time_zone: str, user: str | None = None, day: date | None = None
) -> DaySummary:
    day = day or rules.day_of(now(), time_zone)
    calendar = get_calendar(session, actor, time_zone=time_zone, user=user, day=day)
    planned, done, missed = (
        [entry for entry in calendar.data if entry.status == status]
        for status in (ScheduleStatus.PLANNED, ScheduleStatus.DONE, ScheduleStatus.MISSED)
    )
    return DaySummary(calendar.person, day, planned, done, missed)


def _of_person(session: Session, person: OrgPersonReplica, begin: datetime, end: datetime) -> list[Schedule]:
    """The caller reaches this person; what the person takes part in is the person's day, whoever called for it."""
    joined = select(Share.record_id).where(Share.grantee_id == person.id, Share.noun == "schedule")
    theirs = or_(Schedule.owner_id == person.id, Schedule.id.in_(joined))
    rows = select(Schedule).where(theirs, Schedule.starts_at.between(begin, end))
    ordered = rows.where(Schedule.status != ScheduleStatus.CANCELLED).order_by(Schedule.starts_at, Schedule.id)
    found = list(session.scalars(ordered.limit(rules.MOST_IN_A_CALENDAR + 1)))
    if len(found) > rules.MOST_IN_A_CALENDAR:
        raise rules.CalendarIsTooFull("There is more in these days than can be shown at once; name fewer days.")
    return found


def _reached(session: Session, actor: Actor, person_id: str) -> OrgPersonReplica:
    """The same for people who are out of reach and for those who never were: neither is told from the other."""
    person = session.scalar(_people_reached(actor).where(OrgPersonReplica.id == person_id))
    if person is None:
        raise rules.CalendarOfAnother("You read your own calendar and those of the people below you.")
    return person


def _people_reached(actor: Actor) -> Select[OrgPersonReplica]:
    """Those whose records the right of this call reaches, by the same places as `visible` goes by."""
    people = select(OrgPersonReplica)
    if Reach.ALL in actor.reaches:
        return people
    ways = [OrgPersonReplica.id == actor.user_id]
    if Reach.UNIT in actor.reaches:
        ways.append(OrgPersonReplica.unit_id == actor.unit_id)
    if Reach.SUBORDINATES in actor.reaches:
        ways.append(below(OrgPersonReplica.path, actor.person_path))
    if Reach.SUBTREE in actor.reaches:
        units = select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, actor.unit_path))
        ways.append(OrgPersonReplica.unit_id.in_(units))
    return people.where(or_(*ways))


def people_at_work(session: Session, person_ids: set[str]) -> set[str]:
    """Those of them who may be invited: who they are is no secret to whoever knows their ids."""
    rows = select(OrgPersonReplica.id).where(OrgPersonReplica.id.in_(person_ids), OrgPersonReplica.active)
    return set(session.scalars(rows))


def participants_of(session: Session, entry: Schedule) -> list[str]:
    """Of an entry that the caller has."""
    return list(session.scalars(select(Share.grantee_id).where(Share.record_id == entry.id)))


def schedules_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Schedule]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Schedule, actor).where(Schedule.external_id.in_(external_ids)).order_by(Schedule.id)
    locked = rows.with_for_update(of=Schedule).execution_options(populate_existing=True)
    return {str(entry.external_id): entry for entry in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any entry bears, in sight or not: each names one entry of the whole installation."""
    return set(session.scalars(select(Schedule.external_id).where(Schedule.external_id.in_(external_ids))))


def entry_for(session: Session, kind: str, source_id: str) -> Schedule | None:
    """The entry that stands for a record of another service, for following it on nobody's behalf."""
    return session.scalar(select(Schedule).where(Schedule.kind == kind, Schedule.source_id == source_id))
