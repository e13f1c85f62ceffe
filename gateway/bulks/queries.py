"""Reading bulks: whoever sent one sees it, and whoever reaches that person by the right to read jobs."""

from typing import Any

from sqlalchemy import Select, String, case, cast, func, literal, not_, null, select
from sqlalchemy.orm import Session

from gateway.bulks.model import Bulk, BulkItem
from gateway.bulks.rules import SUCCESS
from shared.actor import Actor
from shared.contracts.gateway.jobs import FAILED, SUCCEEDED
from shared.errors import NotFound


def get_own_bulk(session: Session, actor: Actor, bulk_id: str) -> Bulk:
    """The caller's own bulk, locked; somebody else's is not there."""
    mine = select(Bulk).where(Bulk.id == bulk_id, Bulk.created_by == actor.user_id)
    found = session.scalar(mine.with_for_update(of=Bulk).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no bulk {bulk_id}.")
    return found


def counted(session: Session, bulk_id: str) -> tuple[int, int]:
    """How many of its operations were carried out or refused, and how many of them succeeded."""
    done = session.scalar(select(func.count()).where(BulkItem.bulk_id == bulk_id)) or 0
    fine = BulkItem.status.between(SUCCESS.start, SUCCESS.stop - 1)
    succeeded = session.scalar(select(func.count()).where(BulkItem.bulk_id == bulk_id, fine)) or 0
    return done, succeeded


def bulks_as_jobs() -> Select[*tuple[Any, ...]]:
    """The bulks with the columns of a job."""
    return select(
        Bulk.id,
        Bulk.version,
        Bulk.created_at,
        Bulk.updated_at,
        Bulk.created_by,
        literal("bulk").label("kind"),
        Bulk.noun,
        Bulk.status.label("state"),
        Bulk.done,
        Bulk.total,
        Bulk.succeeded,
        (Bulk.done - Bulk.succeeded).label("failed"),
        cast(null(), String(500)).label("failure"),
    )


def items_as_job_rows(bulk_id: str, outcome: str | None, beyond: int) -> Select[*tuple[Any, ...]]:
    """What became of the operations of a bulk that was found in sight, as a job tells it."""
    fine = BulkItem.status.between(SUCCESS.start, SUCCESS.stop - 1)
    told = select(
        BulkItem.place,
        BulkItem.record_id.label("id"),
        case((fine, SUCCEEDED), else_=FAILED).label("outcome"),
        BulkItem.code,
        BulkItem.messages,
    )
    wanted = told.where(BulkItem.bulk_id == bulk_id, BulkItem.place > beyond).order_by(BulkItem.place)
    if outcome is None:
        return wanted
    return wanted.where(fine if outcome == SUCCEEDED else not_(fine))


def records_of_bulk(bulk_id: str) -> Select[*tuple[Any, ...]]:
    """The records that a bulk made or changed, each with the place of the first operation on it."""
    fine = BulkItem.status.between(SUCCESS.start, SUCCESS.stop - 1)
    told = select(func.min(BulkItem.place).label("place"), BulkItem.record_id)
    return told.where(BulkItem.bulk_id == bulk_id, fine, BulkItem.record_id.is_not(None)).group_by(BulkItem.record_id)
