"""Changing departments. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, literal, update
from sqlalchemy.orm import Session

from gateway.departments import queries, rules
from gateway.departments.model import Department
from gateway.org_units import queries as org_units
from gateway.persistence import lock_organisation
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway import departments as contract
from shared.errors import NotFound
from shared.ids import new_id
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    ensure_mode,
    take_rows,
)
from shared.persistence.paths import below


def create_department(
    session: Session, actor: Actor, *, code: str, name: str, unit_id: str, parent_id: str | None
) -> Department:
    lock_organisation(session)
    _ensure_open_unit(session, actor, unit_id)
    parent = _parent(session, actor, parent_id)
    if queries.code_is_taken(session, code):
        raise rules.DepartmentCodeIsTaken(f"There is a department {code} already.")
    department = Department(id=new_id(), code=code, name=name, created_by=actor.user_id, closed=False, people=0)
    department.stand(unit_id, parent)
    _announce(session, actor, department, {}, contract.DepartmentCreated)
    return department


def change_department(session: Session, actor: Actor, department_id: str, *, name: str | None = None) -> Department:
    lock_organisation(session)
    department = queries.get_department_for_change(session, actor, department_id)
    if name is None or name == department.name:
        return department
    before = _snapshot(department)
    department.rename(name)
    _announce(session, actor, department, before, contract.DepartmentChanged)
    return department


def move_department(
    session: Session, actor: Actor, department_id: str, *, parent_id: str | None, unit_id: str | None = None
) -> Department:
    """Move the department with all below it. Into another unit it goes only when nobody belongs to any of them."""
    lock_organisation(session)
    department = queries.get_department_for_change(session, actor, department_id)
    rules.ensure_open(department.code, department.closed)
    target = unit_id or department.unit_id
    rules.ensure_moves((target, parent_id) != (department.unit_id, department.parent_id), department.code)
    parent = _parent(session, actor, parent_id)
    if parent is not None:
        rules.ensure_not_below(department.path, parent.path)
    if target != department.unit_id:
        _ensure_open_unit(session, actor, target)
        rules.ensure_nobody(queries.count_people_below(session, department))
    before, old_path = _snapshot(department), department.path
    department.stand(target, parent, queries.longest_path_below(session, department))
    _carry_along(session, old_path, department)
    session.expire(department, ["unit", "parent"])
    _announce(session, actor, department, before, contract.DepartmentMoved)
    return department


def close_department(session: Session, actor: Actor, department_id: str) -> Department:
    lock_organisation(session)
    department = queries.get_department_for_change(session, actor, department_id)
    before = _snapshot(department)
    department.close(queries.count_open_under(session, department))
    _announce(session, actor, department, before, contract.DepartmentClosed)
    return department


def take_in(session: Session, actor: Actor, department_id: str, unit_id: str) -> None:
    """A person who stands in this unit comes to belong to the department."""
    department = queries.department_in_reach(session, actor, department_id)
    if department is None:
        raise NotFound(f"There is no department {department_id} within your reach.")
    department.take_in(unit_id)


def let_go(session: Session, department_id: str) -> None:
    department = session.get(Department, department_id)
    if department is not None:
        department.let_go()


def import_departments(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the departments in step with these rows, by code. A row may name one that stands in a row before it."""
    lock_organisation(session)
    return take_rows(session, rows, lambda form: _import_department(session, actor, mode, form))


def _import_department(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    department = queries.find_by_code(session, actor, form["code"])
    ensure_mode(mode, form["code"], department is not None)
    unit = org_units.find_by_code(session, actor, form["unit_code"])
    if unit is None:
        raise ReferenceIsUnknown(f"There is no unit {form['unit_code']} within your reach.")
    parent = queries.find_by_code(session, actor, form["parent_code"]) if form["parent_code"] else None
    if form["parent_code"] and parent is None:
        raise ReferenceIsUnknown(f"There is no department {form['parent_code']} within your reach.")
    place: dict[str, Any] = {"unit_id": unit.id, "parent_id": parent.id if parent else None}
    if department is None:
        made = create_department(session, actor, code=form["code"], name=form["name"], **place)
        return RowResult(CREATED, made.id)
    before = department.version
    change_department(session, actor, department.id, name=form["name"])
    if place != {"unit_id": department.unit_id, "parent_id": department.parent_id}:
        move_department(session, actor, department.id, **place)
    return RowResult(UNCHANGED if department.version == before else UPDATED, department.id)


def _ensure_open_unit(session: Session, actor: Actor, unit_id: str) -> None:
    unit = org_units.unit_in_reach(session, actor, unit_id)
    rules.ensure_unit_is_open(unit.code, unit.closed)


def _parent(session: Session, actor: Actor, parent_id: str | None) -> Department | None:
    if parent_id is None:
        return None
    parent = queries.department_in_reach(session, actor, parent_id)
    if parent is None:
        raise NotFound(f"There is no department {parent_id} within your reach.")
    return parent


def _carry_along(session: Session, old_path: str, department: Department) -> None:
    """Give all below the moved department their new path and unit, in one statement."""
    session.flush()
    new_path = literal(department.path) + func.substr(Department.path, len(old_path) + 1)
    moved = (
        update(Department)
        .where(below(Department.path, old_path), Department.id != department.id)
        .values(path=new_path, unit_id=department.unit_id)
    )
    session.execute(moved.execution_options(synchronize_session=False))
    for held in session.identity_map.values():
        if isinstance(held, Department) and held is not department and held.path.startswith(old_path):
            session.expire(held, ["path", "unit_id", "unit"])


def _announce(session: Session, actor: Actor, department: Department, before: dict[str, Any], fact: type[Any]) -> None:
    after = _snapshot(department)
    announce(session, actor, department, fact(**after, changes=changes(before, after)))


def _snapshot(department: Department) -> dict[str, Any]:
    return {name: getattr(department, name) for name in ("id", "code", "name", "unit_id", "parent_id", "closed")}
