"""Changing people. One function, one business decision, one event for each person it changes."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select, update
from sqlalchemy.orm import Session

from gateway.departments import commands as department_commands
from gateway.groups import commands as group_commands
from gateway.groups import queries as groups
from gateway.org_units import commands as org_unit_commands
from gateway.org_units import queries as org_units
from gateway.passwords import hash_password
from gateway.people import queries, rules
from gateway.people.commands.telling import announced, snapshot
from gateway.people.model import Membership, Person, Placement
from gateway.persistence import lock_organisation
from gateway.picklists import commands as picklist_commands
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway.people import (
    PersonChanged,
    PersonCreated,
    PersonDeactivated,
    PersonJoinedGroup,
    PersonLeftGroup,
    PersonLinkedToCustomer,
    PersonMoved,
    PersonPasswordSet,
    PersonPlaced,
    PersonReactivated,
)
from shared.contracts.roles import ADMINISTRATOR
from shared.persistence.paths import below
from shared.persistence.types import UtcTime
from shared.time_zones import time_zones

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
    rules.ensure_time_zone(time_zone, time_zone in time_zones())
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
    _put_unit_on_record(session, person, organisation.moment())
    _put_on_record(session, Person.id == person.id, organisation.moment())
    facts, joined = snapshot(person), list(dict.fromkeys(groups or []))
    announce(session, actor, person, PersonCreated(**facts, changes=changes({}, facts), groups=joined))
    return person


def change_person(session: Session, actor: Actor, person_id: str, **told: Any) -> Person:
    """Change what `told` names of name, email, locale and time_zone."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    if "time_zone" in told:
        rules.ensure_time_zone(told["time_zone"], told["time_zone"] in time_zones())
    different = {name: value for name, value in told.items() if getattr(person, name) != value}
    if not different:
        return person
    before = _described(person)
    person.describe(organisation.change(), **different)
    told = changes(before, _described(person))
    announce(session, actor, person, PersonChanged(**snapshot(person), changes=told))
    return person


def move_person(session: Session, actor: Actor, person_id: str, *, unit_id: str) -> Person:
    """Move the person to another unit; where they stood before stays on record. Both units must be within reach."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    before = snapshot(person)
    old_unit_id, old_department_id = person.unit_id, person.department_id
    unit = org_units.unit_in_reach(session, actor, unit_id)
    person.move_to(unit.id, organisation.change())
    if old_department_id is not None:
        department_commands.let_go(session, old_department_id)
    if person.active:
        org_unit_commands.take_in(session, actor, unit.id)
        org_unit_commands.let_go(session, old_unit_id)
    _put_unit_on_record(session, person, organisation.moment())
    return announced(session, actor, person, before, PersonMoved)


def place_under(session: Session, actor: Actor, person_id: str, *, superior_id: str | None) -> Person:
    """Give the person another superior (or none); those below come along."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    if superior_id == person.superior_id:
        raise rules.PersonStandsThereAlready("The person has this superior already.")
    superior = queries.person_in_reach(session, actor, superior_id) if superior_id else None
    before = snapshot(person)
    person.report_to(superior, queries.longest_path_below(session, person), organisation.change())
    _carry_along(session, str(before["path"]), person)
    _put_on_record(session, below(Person.path, person.path), organisation.moment())
    return announced(session, actor, person, before, PersonPlaced)


def link_customer(session: Session, actor: Actor, person_id: str, *, customer_id: str | None) -> Person:
    """Let the person speak for this customer; that the caller sees the customer was found out before. Only for people
    who hold no more than the caller: what they hold with the reach `customer` now shows something else.
    """
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    before = snapshot(person) | {"customer_id": person.customer_id}
    person.speak_for(customer_id, organisation.change())
    after = snapshot(person) | {"customer_id": customer_id}
    announce(session, actor, person, PersonLinkedToCustomer(**after, changes=changes(before, after)))
    return person


def deactivate_person(session: Session, actor: Actor, person_id: str) -> Person:
    """Close the person's access: every token of theirs is refused from the next call on."""
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    rules.ensure_somebody_else(person.id, actor.user_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    _ensure_an_administrator_stays(session, person)
    before = snapshot(person)
    person.deactivate(organisation.change())
    _put_on_record(session, Person.id == person.id, organisation.moment())
    org_unit_commands.let_go(session, person.unit_id)
    return announced(session, actor, person, before, PersonDeactivated)


def reactivate_person(session: Session, actor: Actor, person_id: str) -> Person:
    organisation = lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    before = snapshot(person)
    person.reactivate(organisation.change())
    _put_on_record(session, Person.id == person.id, organisation.moment())
    org_unit_commands.take_in(session, actor, person.unit_id)
    return announced(session, actor, person, before, PersonReactivated)


def set_person_password(
    session: Session, actor: Actor, person_id: str, *, password_hash: str, must_change_password: bool = True
) -> Person:
    """Set somebody's password for them. Only for people who hold no more than the caller, or it would be a way up."""
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group_commands.ensure_may_rule(session, actor, person.id)
    before = snapshot(person)
    person.set_password(password_hash, must_change=must_change_password)
    return announced(session, actor, person, before, PersonPasswordSet)


def change_own_password(session: Session, actor: Actor, *, proven_hash: str | None, password_hash: str) -> Person:
    """`proven_hash` is the hash that the old password was checked against; None when it did not match."""
    lock_organisation(session)
    person = queries.find_oneself(session, actor)
    if proven_hash is None or proven_hash != person.password_hash:
        raise rules.WrongPassword("The old password is not right.")
    before = snapshot(person)
    person.set_password(password_hash, must_change=False)
    return announced(session, actor, person, before, PersonPasswordSet)


def join_group(session: Session, actor: Actor, person_id: str, group_id: str) -> Person:
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group = groups.get_group(session, actor, group_id)
    group_commands.put_in(session, actor, group, person.id)
    event = PersonJoinedGroup(**snapshot(person), changes={"groups": {"before": None, "after": group.code}})
    announce(session, actor, person, event)
    return person


def leave_group(session: Session, actor: Actor, person_id: str, group_id: str) -> Person:
    lock_organisation(session)
    person = queries.get_person_for_change(session, actor, person_id)
    group = groups.get_group(session, actor, group_id)
    others = queries.count_other_active_members(session, group.id, person.id)
    group_commands.take_out(session, actor, group, person.id, others=others)
    event = PersonLeftGroup(**snapshot(person), changes={"groups": {"before": group.code, "after": None}})
    announce(session, actor, person, event)
    return person


def ensure_first_administrator(session: Session, actor: Actor, password: str | None) -> str | None:
    """Set up an empty installation: head office, the shipped groups, and the person `admin`.

    On an installation that has been set up this only brings the shipped groups in step. Returns the password that was
    made for `admin` when none was given; it is kept nowhere else.
    """
    lock_organisation(session)
    group_commands.ensure_shipped_groups(session, actor)
    picklist_commands.ensure_shipped_picklists(session, actor)
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


def _described(person: Person) -> dict[str, Any]:
    """What a change of the description puts into the history, the language and the time zone too."""
    return snapshot(person) | {"locale": person.locale, "time_zone": person.time_zone}


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


def _put_unit_on_record(session: Session, person: Person, moment: datetime) -> None:
    ending = queries.current_membership(session, person)
    if ending is not None:
        ending.until = moment
    session.add(Membership(person_id=person.id, unit_id=person.unit_id, since=moment))


def _put_on_record(session: Session, these: ColumnElement[bool], moment: datetime) -> None:
    """End the placements that these people had until now, and begin those that they have from now on."""
    session.flush()
    ending = update(Placement).where(Placement.until.is_(None), Placement.person_id.in_(select(Person.id).where(these)))
    session.execute(ending.values(until=moment).execution_options(synchronize_session=False))
    columns = ("person_id", "superior_id", "path", "active", "since")
    now_placed = (Person.id, Person.superior_id, Person.path, Person.active, literal(moment, UtcTime))
    session.execute(insert(Placement).from_select(columns, select(*now_placed).where(these)))


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
