"""Reading undos, as jobs and for the process at work on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import Session

from gateway.undos.model import Undo, UndoRow
from gateway.undos.rules import UndoStatus
from shared.contracts.gateway.jobs import FAILED
from shared.importing import REJECTED

IN_ONE_CALL = 100
AT_ONCE = 100


@dataclass(frozen=True)
class Batch:
    """Some records that are still to be taken back, by their places in the job, the last first."""

    places: tuple[int, ...]
    record_ids: tuple[str, ...]


def undo_of(session: Session, job_id: str) -> Undo | None:
    """The undo of a job that the caller has, locked."""
    return session.scalar(select(Undo).where(Undo.job_id == job_id).with_for_update(of=Undo))


def lock_undo(session: Session, undo_id: str) -> Undo | None:
    """For the process at work on it, which acts for its maker."""
    wanted = select(Undo).where(Undo.id == undo_id).with_for_update(of=Undo)
    return session.scalar(wanted.execution_options(populate_existing=True))


def next_batch(session: Session, undo_id: str) -> Batch | None:
    waiting = select(UndoRow.place, UndoRow.record_id).where(UndoRow.undo_id == undo_id, UndoRow.outcome.is_(None))
    rows = session.execute(waiting.order_by(UndoRow.place.desc()).limit(IN_ONE_CALL)).all()
    return Batch(tuple(row.place for row in rows), tuple(row.record_id for row in rows)) if rows else None


def standing_still(session: Session, moment: datetime) -> Sequence[str]:
    """The undos that should be at work and that no process holds."""
    free = or_(Undo.lease_until.is_(None), Undo.lease_until < moment)
    waiting = select(Undo.id).where(Undo.status == UndoStatus.RUNNING, free)
    return session.scalars(waiting.order_by(Undo.id).limit(AT_ONCE)).all()


def undos_as_jobs() -> Select[*tuple[Any, ...]]:
    """The undos with the columns of a job."""
    return select(
        Undo.id,
        Undo.version,
        Undo.created_at,
        Undo.updated_at,
        Undo.created_by,
        literal("undo").label("kind"),
        Undo.noun,
        Undo.status.label("state"),
        Undo.done,
        Undo.total,
        Undo.undone.label("succeeded"),
        (Undo.done - Undo.undone).label("failed"),
        Undo.failure,
    )


def rows_as_job_rows(undo_id: str, outcome: str | None, beyond: int) -> Select[*tuple[Any, ...]]:
    """What became of the records of an undo that was found in sight, as a job tells it."""
    told = select(UndoRow.place, UndoRow.record_id.label("id"), UndoRow.outcome, UndoRow.code, UndoRow.messages)
    wanted = told.where(UndoRow.undo_id == undo_id, UndoRow.place > beyond).order_by(UndoRow.place)
    if outcome is None:
        return wanted.where(UndoRow.outcome.is_not(None))
    return wanted.where(UndoRow.outcome == REJECTED if outcome == FAILED else UndoRow.outcome != REJECTED)
