"""Reading planned changes: whoever reaches the person sees what is planned for them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gateway.people import queries as people
from gateway.planned_changes.model import PlannedChange as PlannedChange
from gateway.planned_changes.rules import PlanStatus
from shared.actor import Actor, Reach
from shared.contracts.gateway.planned_changes import LISTING
from shared.contracts.payload import Payload
from shared.errors import Forbidden, NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version

A_RUN = 100


def changes_within(actor: Actor, reaches: frozenset[Reach]) -> Select[PlannedChange]:
    return select(PlannedChange).where(PlannedChange.person_id.in_(people.ids_within(actor, reaches)))


def get_planned_change(session: Session, actor: Actor, planned_change_id: str) -> PlannedChange:
    found = session.scalar(changes_within(actor, actor.reaches).where(PlannedChange.id == planned_change_id))
    if found is None:
        raise NotFound(f"There is no planned change {planned_change_id}.")
    return found


def get_planned_change_for_change(session: Session, actor: Actor, planned_change_id: str) -> PlannedChange:
    wanted = changes_within(actor, actor.reaches).where(PlannedChange.id == planned_change_id)
    found = session.scalar(wanted.with_for_update(of=PlannedChange).execution_options(populate_existing=True))
    if found is None:
        if session.scalar(changes_within(actor, actor.sight).where(PlannedChange.id == planned_change_id)) is None:
            raise NotFound(f"There is no planned change {planned_change_id}.")
        raise Forbidden("You may see this planned change but not do this to it.")
    ensure_expected_version(actor, found)
    return found


def due(session: Session, day: date) -> Sequence[str]:
    """The ids of changes whose day has come, the earliest first."""
    waiting = select(PlannedChange.id).where(PlannedChange.status == PlanStatus.PLANNED, PlannedChange.on <= day)
    return session.scalars(waiting.order_by(PlannedChange.on, PlannedChange.id).limit(A_RUN)).all()


def lock_planned(session: Session, planned_change_id: str) -> PlannedChange | None:
    """The change, unless another process has settled it meanwhile."""
    wanted = select(PlannedChange).where(PlannedChange.id == planned_change_id)
    still = wanted.where(PlannedChange.status == PlanStatus.PLANNED).with_for_update(of=PlannedChange)
    return session.scalar(still.execution_options(populate_existing=True))


def list_planned_changes(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, changes_within(actor, actor.reaches), PlannedChange, LISTING, _COLUMNS, query)


def list_planned_change_history(session: Session, actor: Actor, planned_change_id: str, after: int) -> Payload:
    return list_history(session, get_planned_change(session, actor, planned_change_id).id, after=after)


_COLUMNS: Columns = {name: getattr(PlannedChange, name) for name in LISTING.fields}
