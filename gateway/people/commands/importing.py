"""Loading people from a file: rows that name units, superiors and groups by their codes."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from gateway.departments import queries as departments
from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.passwords import hash_password
from gateway.people import commands, queries, rules
from gateway.people.commands import tasks
from gateway.people.model import Person
from gateway.persistence import lock_organisation
from gateway.positions import queries as positions
from shared.actor import Actor
from shared.clock import today
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    different,
    ensure_mode,
    take_rows,
)

PLAIN = ("name", "email", "locale", "time_zone")
AFTERWARDS = ("department_id", "positions")
"""What a person is given once they are there."""


def hash_for_new_people(session: Session, rows: Sequence[ReadRow], password: str | None) -> dict[str, str]:
    """A hash of its own of the first password for everybody in these rows who is not there yet, by login."""
    if password is None:
        return {}
    logins = {queries.login_of(row.form["login"]) for row in rows if row.form is not None}
    return {login: hash_password(password) for login in logins if queries.find_by_login(session, login) is None}


def import_people(
    session: Session,
    actor: Actor,
    mode: str,
    rows: Sequence[ReadRow],
    *,
    password_hashes: Mapping[str, str],
    must_change_password: bool,
) -> list[RowResult]:
    """Bring the people in step with these rows, by login; what a row does not mention stays as it is.

    A row may name as its superior somebody who stands in a row before it. Groups and positions are added, never taken
    away: who left one here left it for a reason. Passwords of people who are there already stay.
    """
    lock_organisation(session)

    def take(form: Form) -> RowResult:
        person = queries.find_by_login(session, form["login"])
        ensure_mode(mode, form["login"], person is not None)
        told = _by_ids(session, actor, form)
        if person is None:
            password_hash = password_hashes.get(queries.login_of(form["login"]))
            told |= {"password_hash": password_hash, "must_change_password": must_change_password}
            later = {name: told.pop(name) for name in AFTERWARDS if name in told}
            made = commands.create_person(session, actor, **told)
            _bring_in_step(session, actor, made, {"unit_id": made.unit_id, **later})
            return RowResult(CREATED, made.id)
        return _bring_in_step(session, actor, person, told)

    return take_rows(session, rows, take)


def _by_ids(session: Session, actor: Actor, form: Form) -> Form:
    told = dict(form)
    unit = org_units.find_by_code(session, actor, told.pop("unit_code"))
    if unit is None:
        raise ReferenceIsUnknown(f"There is no unit {form['unit_code']} within your reach.")
    told["unit_id"] = unit.id
    if "superior_login" in told:
        told["superior_id"] = _superior_id(session, told.pop("superior_login") or None)
    if "department_code" in told:
        told["department_id"] = _department_id(session, actor, told.pop("department_code") or None)
    return told


def _department_id(session: Session, actor: Actor, code: str | None) -> str | None:
    if code is None:
        return None
    department = departments.find_by_code(session, actor, code)
    if department is None:
        raise ReferenceIsUnknown(f"There is no department {code} within your reach.")
    return department.id


def _superior_id(session: Session, login: str | None) -> str | None:
    if login is None:
        return None
    superior = queries.find_by_login(session, login)
    if superior is None:
        raise ReferenceIsUnknown(f"There is no person {login} to be the superior.")
    return superior.id


def _bring_in_step(session: Session, actor: Actor, person: Person, told: Form) -> RowResult:
    before = person.version
    changed = different(person, {name: told[name] for name in PLAIN if name in told})
    if changed:
        commands.change_person(session, actor, person.id, **changed)
    if told["unit_id"] != person.unit_id:
        commands.move_person(session, actor, person.id, unit_id=told["unit_id"])
    if "superior_id" in told and told["superior_id"] != person.superior_id:
        commands.place_under(session, actor, person.id, superior_id=told["superior_id"])
    if "department_id" in told and told["department_id"] != person.department_id:
        tasks.assign_to_department(session, actor, person.id, department_id=told["department_id"])
    _join(session, actor, person, told.get("groups", []))
    _appoint(session, actor, person, told.get("positions", []))
    return RowResult(UNCHANGED if person.version == before else UPDATED, person.id)


def _join(session: Session, actor: Actor, person: Person, codes: Sequence[str]) -> None:
    missing = set(codes) - set(queries.show(session, person).groups)
    found = groups.find_groups(session, missing)
    for code in sorted(missing):
        if code not in found:
            raise rules.UnknownGroup(f"There is no group {code}.")
        commands.join_group(session, actor, person.id, found[code].id)


def _appoint(session: Session, actor: Actor, person: Person, codes: Sequence[str]) -> None:
    missing = set(codes) - set(positions.codes_held(session, person.id, today()))
    found = positions.find_positions(session, missing)
    for code in sorted(missing):
        if code not in found:
            raise rules.UnknownPosition(f"There is no position {code}.")
        tasks.appoint_person(session, actor, person.id, found[code].id, since=None, until=None)
