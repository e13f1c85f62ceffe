"""Reading plans. Every query starts from what the actor may see."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.messaging.plans import rules
from services.messaging.plans.model import Plan
from shared.actor import Actor
from shared.contracts.messaging import plans as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Plan, name) for name in contract.LISTING.fields}


def get_plan(session: Session, actor: Actor, plan_id: str) -> Plan:
    return get_visible(session, Plan, actor, plan_id)


def list_plans(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Plan, actor), Plan, contract.LISTING, COLUMNS, query)


def list_plan_history(session: Session, actor: Actor, plan_id: str, after: int) -> Payload:
    return list_history(session, get_plan(session, actor, plan_id).id, after=after)


def plan_process() -> Process:
    return process_of("plans", rules.PlanStatus, rules.TRANSITIONS)


def plan_of_period(session: Session, actor: Actor, kind: str, starts_on: date) -> str | None:
    """The caller's own plan for this period."""
    own = (Plan.owner_id == actor.user_id, Plan.kind == kind, Plan.starts_on == starts_on)
    return session.scalar(select(Plan.id).where(*own))


def plans_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Plan]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Plan, actor).where(Plan.external_id.in_(external_ids)).order_by(Plan.id)
    locked = rows.with_for_update(of=Plan).execution_options(populate_existing=True)
    return {str(plan.external_id): plan for plan in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any plan bears, in sight or not: each names one plan of the whole installation."""
    return set(session.scalars(select(Plan.external_id).where(Plan.external_id.in_(external_ids))))
