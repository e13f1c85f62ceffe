"""Changing people. One function, one business decision, one event for each person it changes."""

import secrets
from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import func, literal, update
from sqlalchemy.orm import Session

from gateway.groups import commands as group_commands
from gateway.groups import queries as groups
from gateway.org_units import commands as org_unit_commands
from gateway.org_units import queries as org_units
from gateway.passwords import hash_password
from gateway.people import queries, rules
from gateway.people.model import Membership, Person
from gateway.persistence import lock_organisation
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Event, changes
from shared.contracts.gateway.people import (
    PersonChanged,
    PersonCreated,
    PersonDeactivated,
    PersonJoinedGroup,
    PersonLeftGroup,
    PersonMoved,
    PersonPasswordSet,
    PersonPlaced,
    PersonReactivated,
)
from shared.contracts.roles import ADMINISTRATOR
from shared.persistence.paths import below

FIRST_LOGIN = "admin"
FIRST_UNIT_CODE = "HQ"


def create_person(
    session: Session,
    actor: Actor,
    *,
    login: str,
    unit_id: str,
    superior_id: str | None = None,
    groups: list[str] | None = None,
    time_zone: str = "UTC",
    **told: Any,
) -> Person:
    """Add a person to a unit, under a superior, into groups. `told` are name, email, locale, password_hash,
    must_change_password. Raises `LoginIsMalformed`, `LoginIsTaken`, `UnitIsClosed`, `GrantsMoreThanYouHold`, ….
    """
    login = rules.ensure_login(login)
    rules.ensure_time_zone(time_zone, time_zone in available_timezones())
    organisation = lock_organisation(session)
    unit = org_unit_commands.take_in(session, actor, unit_id)
    superior = queries.person_in_reach(session, actor, superior_id) if superior_id else None
    if queries.find_by_login(session, login) is not None:
        raise rules.LoginIsTaken(f"There is a person with the login {login} already.")
    person = Person.enter(
        node=organisation.next_person_node(),
        login=login,
        superior=superior,
        changed_in=organisation.change(),
        unit_id=unit.id,
        time_zone=time_zone,
        created_by=actor.user_id,
        **told,
    )
    session.add(person)
    session.flush()
    _join_named_groups(session, actor, person, groups or [])
    session.add(Membership(person_id=person.id, unit_id=unit.id, since=now()))
    announce(session, actor, person, PersonCreated(**_snapshot(person), changes=changes({}, _snapshot(person))))
    return person


def change_person(session: Session, actor: Actor, person_id: str, **told: Any) -> Person:
    """Change what `told` names of name, email, locale and time_zone."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    if "time_zone" in told:
        rules.ensure_time_zone(told["time_zone"], told["time_zone"] in available_timezones())
    different = {name: value for name, value in told.items() if getattr(person, name) != value}
    if not different:
        return person
    before = _snapshot(person)
    person.describe(organisation.change(), **different)
    return _announced(session, actor, person, before, PersonChanged)


def move_person(session: Session, actor: Actor, person_id: str, *, unit_id: str) -> Person:
    """Move the person to another unit; where they stood before stays on record. Both units must be within reach."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    before = _snapshot(person)
    old_unit_id = person.unit_id
    unit = org_units.unit_in_reach(session, actor, unit_id)
    person.move_to(unit.id, organisation.change())
    if person.active:
        org_unit_commands.take_in(session, actor, unit.id)
        org_unit_commands.let_go(session, old_unit_id)
    _end_membership_and_begin(session, person)
    return _announced(session, actor, person, before, PersonMoved)


def place_under(session: Session, actor: Actor, person_id: str, *, superior_id: str | None) -> Person:
    """Give the person another superior (or none); those below come along."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    if superior_id == person.superior_id:
        raise rules.PersonStandsThereAlready("The person has this superior already.")
    superior = queries.person_in_reach(session, actor, superior_id) if superior_id else None
    before = _snapshot(person)
    person.report_to(superior, queries.longest_path_below(session, person), organisation.change())
    _carry_along(session, str(before["path"]), person)
    return _announced(session, actor, person, before, PersonPlaced)


def deactivate_person(session: Session, actor: Actor, person_id: str) -> Person:
    """Close the person's access: every token of theirs is refused from the next call on."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    rules.ensure_somebody_else(person.id, actor.user_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    _ensure_an_administrator_stays(session, person)
    before = _snapshot(person)
    person.deactivate(organisation.change())
    org_unit_commands.let_go(session, person.unit_id)
    return _announced(session, actor, person, before, PersonDeactivated)


def reactivate_person(session: Session, actor: Actor, person_id: str) -> Person:
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    before = _snapshot(person)
    person.reactivate(organisation.change())
    org_unit_commands.take_in(session, actor, person.unit_id)
    return _announced(session, actor, person, before, PersonReactivated)


def set_person_password(
    session: Session, actor: Actor, person_id: str, *, password_hash: str, must_change_password: bool = True
) -> Person:
    """Set somebody's password for them. Only for people who hold no more than the caller, or it would be a way up."""
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    before = _snapshot(person)
    person.set_password(password_hash, must_change=must_change_password)
    return _announced(session, actor, person, before, PersonPasswordSet)


def change_own_password(session: Session, actor: Actor, *, proven_hash: str | None, password_hash: str) -> Person:
    """`proven_hash` is the hash that the old password was checked against; None when it did not match."""
    lock_organisation(session)
    person = queries.find_oneself(session, actor)
    if proven_hash is None or proven_hash != person.password_hash:
        raise rules.WrongPassword("The old password is not right.")
    before = _snapshot(person)
    person.set_password(password_hash, must_change=False)
    return _announced(session, actor, person, before, PersonPasswordSet)


def join_group(session: Session, actor: Actor, person_id: str, group_id: str) -> Person:
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group = groups.get_group(session, actor, group_id)
    group_commands.put_in(session, actor, group, person.id)
    event = PersonJoinedGroup(**_snapshot(person), changes={"groups": {"before": None, "after": group.code}})
    announce(session, actor, person, event)
    return person


def leave_group(session: Session, actor: Actor, person_id: str, group_id: str) -> Person:
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group = groups.get_group(session, actor, group_id)
    others = queries.count_other_active_members(session, group.id, person.id)
    group_commands.take_out(session, actor, group, person.id, others=others)
    event = PersonLeftGroup(**_snapshot(person), changes={"groups": {"before": group.code, "after": None}})
    announce(session, actor, person, event)
    return person


def ensure_first_administrator(session: Session, actor: Actor, password: str | None) -> str | None:
    """Set up an empty installation: head office, the shipped groups, and the person `admin`.

    On an installation that has been set up this only brings the shipped groups in step. Returns the password that was
    made for `admin` when none was given; it is kept nowhere else.
    """
    lock_organisation(session)
    group_commands.ensure_shipped_groups(session, actor)
    head_office = org_units.find_head_office(session)
    if head_office is None:
        head_office = org_unit_commands.create_head_office(session, actor, code=FIRST_UNIT_CODE, name="Head office")
    if queries.find_by_login(session, FIRST_LOGIN) is not None:
        return None
    chosen = password or secrets.token_urlsafe(12)
    create_person(
        session,
        actor,
        login=FIRST_LOGIN,
        name="Administrator",
        unit_id=head_office.id,
        groups=[ADMINISTRATOR],
        password_hash=hash_password(chosen),
        must_change_password=False,
    )
    return None if password else chosen


def _join_named_groups(session: Session, actor: Actor, person: Person, codes: list[str]) -> None:
    found = groups.find_groups(session, codes)
    for code in dict.fromkeys(codes):
        if code not in found:
            raise rules.UnknownGroup(f"There is no group {code}.")
        group_commands.put_in(session, actor, found[code], person.id)


def _ensure_an_administrator_stays(session: Session, person: Person) -> None:
    group = groups.find_groups(session, [ADMINISTRATOR]).get(ADMINISTRATOR)
    if group is not None:
        others = queries.count_other_active_members(session, group.id, person.id)
        group_commands.ensure_can_spare(session, group, person.id, others=others)


def _end_membership_and_begin(session: Session, person: Person) -> None:
    moment = now()
    ending = queries.current_membership(session, person)
    if ending is not None:
        ending.until = moment
    session.add(Membership(person_id=person.id, unit_id=person.unit_id, since=moment))


def _carry_along(session: Session, old_path: str, person: Person) -> None:
    """Give everybody below the person their new chain, in one statement."""
    session.flush()
    new_path = literal(person.path) + func.substr(Person.path, len(old_path) + 1)
    moved = (
        update(Person)
        .where(below(Person.path, old_path), Person.id != person.id)
        .values(path=new_path, changed_in=person.changed_in)
    )
    session.execute(moved.execution_options(synchronize_session=False))


def _announced(
    session: Session, actor: Actor, person: Person, before: dict[str, Any], fact: Callable[..., Event]
) -> Person:
    after = _snapshot(person)
    announce(session, actor, person, fact(**after, changes=changes(before, after)))
    return person


def _snapshot(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "email": person.email,
        "unit_id": person.unit_id,
        "superior_id": person.superior_id,
        "path": person.path,
        "active": person.active,
    }
