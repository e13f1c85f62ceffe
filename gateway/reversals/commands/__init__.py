"""Taking back what a job did to units, departments and people, by the commands that change them by hand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.departments import commands as departments
from gateway.departments.queries import Department, get_department_for_change
from gateway.groups.queries import find_groups
from gateway.org_units import commands as org_units
from gateway.org_units.queries import OrgUnit, get_org_unit_for_change
from gateway.people import commands as people
from gateway.people.commands import tasks
from gateway.people.queries import Person, get_person_for_change
from gateway.persistence import lock_organisation
from gateway.positions.queries import find_positions
from gateway.reversals import rules
from gateway.tokens.queries import has_signed_in
from shared.actor import Actor
from shared.importing import RowResult
from shared.persistence.platform import StoredEvent
from shared.undoing import ByCommands, changed_by, undo_records

Fields = dict[str, Any]
_DESCRIBED = ("name", "email", "locale", "time_zone")
_PLACED = ("unit_id", "superior_id", "department_id")


def undo_org_units(session: Session, actor: Actor, job_id: str, unit_ids: Sequence[str]) -> list[RowResult]:
    """One result a unit; one that the job founded is closed, unless people or open units stand in it."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, unit_ids, _UNITS)


def undo_departments(session: Session, actor: Actor, job_id: str, department_ids: Sequence[str]) -> list[RowResult]:
    """One result a department; one that the job set up is closed, unless somebody belongs to it."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, department_ids, _DEPARTMENTS)


def undo_people(session: Session, actor: Actor, job_id: str, person_ids: Sequence[str]) -> list[RowResult]:
    """One result a person; the access of one whom the job brought in is closed, unless they have signed in since."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, person_ids, _PEOPLE)


def _put_unit_back(session: Session, actor: Actor, unit: OrgUnit, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("name", "parent_id", "path", "currency"))
    if "parent_id" in fields:
        org_units.move_org_unit(session, actor, unit.id, parent_id=fields["parent_id"])
    told = {name: fields[name] for name in ("name", "currency") if name in fields}
    if told:
        org_units.change_org_unit(session, actor, unit.id, **told)


def _put_department_back(session: Session, actor: Actor, department: Department, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("name", "unit_id", "parent_id"))
    if "unit_id" in fields or "parent_id" in fields:
        place = {name: fields.get(name, getattr(department, name)) for name in ("unit_id", "parent_id")}
        departments.move_department(session, actor, department.id, **place)
    if "name" in fields:
        departments.change_department(session, actor, department.id, name=fields["name"])


def _joined(steps: Sequence[StoredEvent], earlier: StoredEvent | None) -> Fields:
    """What the job added, by code: each step says of one group or one position that it was none before."""
    told = {name: changed_by(steps, name) for name in ("groups", "positions")}
    return {name: [change["after"] for change in changes] for name, changes in told.items() if changes}


def _put_person_back(session: Session, actor: Actor, person: Person, fields: Fields) -> None:
    rules.ensure_reversible(fields, (*_DESCRIBED, *_PLACED, "active", "path", "groups", "positions", "term"))
    rules.ensure_only_added({name: fields[name] for name in ("groups", "positions") if name in fields})
    for position in find_positions(session, fields.get("positions", ())).values():
        tasks.relieve_person(session, actor, person.id, position.id, until=None)
    for group in find_groups(session, fields.get("groups", ())).values():
        people.leave_group(session, actor, person.id, group.id)
    if fields.get("active") is True:
        people.reactivate_person(session, actor, person.id)
    if described := {name: fields[name] for name in _DESCRIBED if name in fields}:
        people.change_person(session, actor, person.id, **described)
    if "unit_id" in fields:
        people.move_person(session, actor, person.id, unit_id=fields["unit_id"])
    if "superior_id" in fields:
        people.place_under(session, actor, person.id, superior_id=fields["superior_id"])
    if fields.get("department_id", person.department_id) != person.department_id:
        tasks.assign_to_department(session, actor, person.id, department_id=fields["department_id"])
    if fields.get("active") is False:
        people.deactivate_person(session, actor, person.id)


def _send_away(session: Session, actor: Actor, person: Person) -> None:
    rules.ensure_never_signed_in(person.login, has_signed_in(session, person.id))
    people.deactivate_person(session, actor, person.id)


def _close_unit(session: Session, actor: Actor, unit: OrgUnit) -> None:
    org_units.close_org_unit(session, actor, unit.id)


def _close_department(session: Session, actor: Actor, department: Department) -> None:
    departments.close_department(session, actor, department.id)


_UNITS = ByCommands(model=OrgUnit, find=get_org_unit_for_change, put_back=_put_unit_back, take_out=_close_unit)
_DEPARTMENTS = ByCommands(
    model=Department, find=get_department_for_change, put_back=_put_department_back, take_out=_close_department
)
_PEOPLE = ByCommands(
    model=Person,
    find=get_person_for_change,
    put_back=_put_person_back,
    take_out=_send_away,
    parts=frozenset({"groups", "positions", "term"}),
    recall=_joined,
)
