"""Reading scheduled reports: whoever set one up sees it, and whoever reaches that person by the right to read them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.people.queries import Person
from gateway.report_schedules import rules
from gateway.report_schedules.model import ReportSchedule as ReportSchedule
from shared.actor import Actor
from shared.contracts.gateway.report_schedules import LISTING
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version

AT_ONCE = 100
INTERNAL, PERSON = "internal", "person"


def visible_schedules(actor: Actor) -> Select[ReportSchedule]:
    return select(ReportSchedule).where(ReportSchedule.created_by.in_(people.ids_within(actor, actor.reaches)))


def get_report_schedule(session: Session, actor: Actor, report_schedule_id: str) -> ReportSchedule:
    wanted = visible_schedules(actor).where(ReportSchedule.id == report_schedule_id)
    found = session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no scheduled report {report_schedule_id}.")
    return found


def get_own_for_change(session: Session, actor: Actor, report_schedule_id: str) -> ReportSchedule:
    """The caller's own, locked; raises `ScheduleOfAnother` for one that the caller only sees."""
    rules.ensure_own(get_report_schedule(session, actor, report_schedule_id).created_by, actor.user_id)
    found = lock_report_schedule(session, report_schedule_id)
    if found is None:
        raise NotFound(f"There is no scheduled report {report_schedule_id}.")
    ensure_expected_version(actor, found)
    return found


def lock_report_schedule(session: Session, report_schedule_id: str) -> ReportSchedule | None:
    """For the process that sends, which acts for its owner."""
    wanted = select(ReportSchedule).where(ReportSchedule.id == report_schedule_id).with_for_update(of=ReportSchedule)
    return session.scalar(wanted.execution_options(populate_existing=True))


def list_report_schedules(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_schedules(actor), ReportSchedule, LISTING, _COLUMNS, query)


def list_report_schedule_history(session: Session, actor: Actor, report_schedule_id: str, after: int) -> Payload:
    return list_history(session, get_report_schedule(session, actor, report_schedule_id).id, after=after)


def count_of(session: Session, owner_id: str) -> int:
    mine = select(func.count()).select_from(ReportSchedule).where(ReportSchedule.created_by == owner_id)
    return session.scalar(mine) or 0


def due(session: Session, moment: datetime) -> Sequence[str]:
    """Those whose time has come."""
    waiting = select(ReportSchedule.id).where(ReportSchedule.next_at <= moment)
    return session.scalars(waiting.order_by(ReportSchedule.next_at, ReportSchedule.id).limit(AT_ONCE)).all()


def fit_to_receive(session: Session, person_ids: Sequence[str]) -> dict[str, Person]:
    """Those of these people who work in the house and have an e-mail address, by id."""
    who = people.standings()
    standing = select(who.c.id, who.c.unit_kind).where(who.c.id.in_(person_ids), who.c.active)
    inside = [one.id for one in session.execute(standing) if org_units.realm_of(one.unit_kind) == INTERNAL]
    found = people.people_by_id(session, inside)
    return {id_: one for id_, one in found.items() if one.email and one.kind == PERSON and one.customer_id is None}


_COLUMNS: Columns = {name: getattr(ReportSchedule, name) for name in LISTING.fields}
