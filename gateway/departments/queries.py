"""Reading departments: whoever reaches the unit sees its departments."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from gateway.departments.model import Department as Department
from gateway.org_units import queries as org_units
from shared.actor import Actor, Reach
from shared.contracts.gateway.departments import LISTING
from shared.contracts.payload import Payload
from shared.errors import Forbidden, NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.persistence.paths import below
from shared.visible import ensure_expected_version


def departments_within(actor: Actor, reaches: frozenset[Reach]) -> Select[Department]:
    return select(Department).where(Department.unit_id.in_(org_units.ids_within(actor, reaches)))


def get_department(session: Session, actor: Actor, department_id: str) -> Department:
    found = session.scalar(departments_within(actor, actor.reaches).where(Department.id == department_id))
    if found is None:
        raise NotFound(f"There is no department {department_id}.")
    return found


def get_department_for_change(session: Session, actor: Actor, department_id: str) -> Department:
    """The department as now (the organisation is locked), or `NotFound`, or `Forbidden` when it can be seen only."""
    found = department_in_reach(session, actor, department_id)
    if found is None:
        if session.scalar(departments_within(actor, actor.sight).where(Department.id == department_id)) is None:
            raise NotFound(f"There is no department {department_id}.")
        raise Forbidden("You may see this department but not do this to it.")
    ensure_expected_version(actor, found)
    return found


def department_in_reach(session: Session, actor: Actor, department_id: str) -> Department | None:
    wanted = departments_within(actor, actor.reaches).where(Department.id == department_id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def code_is_taken(session: Session, code: str) -> bool:
    return session.scalar(select(Department.id).where(Department.code == code)) is not None


def find_by_code(session: Session, actor: Actor, code: str) -> Department | None:
    """The department with this code, if it is within reach."""
    return session.scalar(departments_within(actor, actor.reaches).where(Department.code == code))


def count_open_under(session: Session, department: Department) -> int:
    children = select(func.count()).select_from(Department)
    return session.scalar(children.where(Department.parent_id == department.id, Department.closed.is_(False))) or 0


def longest_path_below(session: Session, department: Department) -> int:
    longest = select(func.max(func.length(Department.path)))
    return session.scalar(longest.where(below(Department.path, department.path))) or len(department.path)


def count_people_below(session: Session, department: Department) -> int:
    people = select(func.sum(Department.people))
    return session.scalar(people.where(below(Department.path, department.path))) or 0


def list_departments(session: Session, actor: Actor, query: Payload) -> Payload:
    named = (joinedload(Department.unit), joinedload(Department.parent))
    rows = departments_within(actor, actor.reaches).options(*named)
    return list_records(session, rows, Department, LISTING, _COLUMNS, query)


def list_department_history(session: Session, actor: Actor, department_id: str, after: int) -> Payload:
    return list_history(session, get_department(session, actor, department_id).id, after=after)


_COLUMNS: Columns = {name: getattr(Department, name) for name in LISTING.fields}
