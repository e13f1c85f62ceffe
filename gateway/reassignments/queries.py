"""Reading reassignments, as jobs and for the process at work on them; what they would move is asked of sales."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, literal, or_, select
from sqlalchemy.orm import Session

from gateway.reassignments.model import Reassignment, ReassignmentRow
from gateway.reassignments.rules import AT_WORK, ReassignmentStatus
from shared.contracts.gateway.jobs import FAILED
from shared.contracts.sales.customers import ENTITY
from shared.importing import REJECTED

AT_ONCE = 100


def lock_reassignment(session: Session, reassignment_id: str) -> Reassignment | None:
    """For the process at work on it, which acts for its maker."""
    wanted = select(Reassignment).where(Reassignment.id == reassignment_id).with_for_update(of=Reassignment)
    return session.scalar(wanted.execution_options(populate_existing=True))


def standing_still(session: Session, moment: datetime) -> Sequence[str]:
    """The reassignments that should be at work and that no process holds."""
    free = or_(Reassignment.lease_until.is_(None), Reassignment.lease_until < moment)
    waiting = select(Reassignment.id).where(Reassignment.status.in_(AT_WORK), free)
    return session.scalars(waiting.order_by(Reassignment.id).limit(AT_ONCE)).all()


def reassignments_as_jobs() -> Select[*tuple[Any, ...]]:
    """The reassignments with the columns of a job, which runs until all that was moved is counted."""
    counts_on = Reassignment.status == ReassignmentStatus.CANCELLING
    return select(
        Reassignment.id,
        Reassignment.version,
        Reassignment.created_at,
        Reassignment.updated_at,
        Reassignment.created_by,
        literal("reassignment").label("kind"),
        literal(ENTITY).label("noun"),
        case((counts_on, ReassignmentStatus.RUNNING), else_=Reassignment.status).label("state"),
        Reassignment.done,
        Reassignment.total,
        Reassignment.moved.label("succeeded"),
        (Reassignment.done - Reassignment.moved).label("failed"),
        Reassignment.failure,
    )


def rows_as_job_rows(reassignment_id: str, outcome: str | None, beyond: int) -> Select[*tuple[Any, ...]]:
    """What became of the customers of a reassignment that was found in sight, as a job tells it."""
    row = ReassignmentRow
    told = select(row.place, row.record_id.label("id"), row.outcome, row.code, row.messages)
    wanted = told.where(row.reassignment_id == reassignment_id, row.place > beyond).order_by(row.place)
    if outcome is None:
        return wanted
    return wanted.where(row.outcome == REJECTED if outcome == FAILED else row.outcome != REJECTED)


def records_of_reassignment(reassignment_id: str) -> Select[*tuple[Any, ...]]:
    """The customers that a reassignment moved, each with its place."""
    row = ReassignmentRow
    return select(row.place, row.record_id).where(row.reassignment_id == reassignment_id, row.outcome != REJECTED)
