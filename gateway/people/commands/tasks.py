"""What a person is there for: the department they belong to, and the positions they hold."""

from datetime import date

from sqlalchemy.orm import Session

from gateway.departments import commands as department_commands
from gateway.people import queries
from gateway.people.commands.telling import announced, snapshot
from gateway.people.model import Person
from gateway.persistence import lock_organisation
from gateway.positions import commands as position_commands
from gateway.positions import queries as positions
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.gateway.people import PersonAppointed, PersonAssigned, PersonRelieved


def assign_to_department(session: Session, actor: Actor, person_id: str, *, department_id: str | None) -> Person:
    """Let the person belong to a department of their unit, or to none. It has no effect on what they see."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    before = snapshot(person)
    person.assign(department_id, organisation.change())
    if department_id is not None:
        department_commands.take_in(session, actor, department_id, person.unit_id)
    if before["department_id"] is not None:
        department_commands.let_go(session, str(before["department_id"]))
    return announced(session, actor, person, before, PersonAssigned)


def appoint_person(
    session: Session, actor: Actor, person_id: str, position_id: str, *, since: date | None, until: date | None
) -> Person:
    """Let the person hold the position from a day on, today unless said otherwise."""
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    position = positions.get_position(session, actor, position_id)
    position_commands.begin_term(session, position, person.id, since or today(), until)
    term = f"{since or today()}/{until or ''}"
    held = {"positions": {"before": None, "after": position.code}, "term": {"before": None, "after": term}}
    announce(session, actor, person, PersonAppointed(**snapshot(person), changes=held))
    return person


def relieve_person(session: Session, actor: Actor, person_id: str, position_id: str, *, until: date | None) -> Person:
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    position = positions.get_position(session, actor, position_id)
    position_commands.end_terms(session, position, person.id, until, today())
    last = None if until is None else until.isoformat()
    held = {"positions": {"before": position.code, "after": None}, "until": {"before": None, "after": last}}
    announce(session, actor, person, PersonRelieved(**snapshot(person), changes=held))
    return person
