"""Reading jobs: whoever began one sees it, and whoever reaches that person by the right to read jobs."""

from typing import Any, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gateway.bulks import queries as bulks
from gateway.imports import queries as imports
from gateway.jobs.model import Job as Job
from gateway.people import queries as people
from gateway.reassignments import queries as reassignments
from gateway.undos import queries as undos
from shared.actor import Actor, Reach
from shared.contracts.gateway import jobs as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.listing.filters import Columns

_ROWS = {
    "import": imports.rows_as_job_rows,
    "bulk": bulks.items_as_job_rows,
    "reassignment": reassignments.rows_as_job_rows,
    "undo": undos.rows_as_job_rows,
}


def jobs_within(actor: Actor) -> Select[Job]:
    rows = select(Job)
    if Reach.ALL in actor.reaches:
        return rows
    return rows.where(Job.created_by.in_(people.ids_within(actor, actor.reaches)))


def get_job(session: Session, actor: Actor, job_id: str) -> Job:
    found = session.scalar(jobs_within(actor).where(Job.id == job_id))
    if found is None:
        raise NotFound(f"There is no job {job_id}.")
    return found


def list_jobs(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, cast(Any, jobs_within(actor)), cast(Any, Job), contract.LISTING, _COLUMNS, query)


def list_rows(
    session: Session, actor: Actor, job_id: str, *, outcome: str | None, cursor: int, limit: int
) -> dict[str, Any]:
    """What became of the rows beyond a place, in their order; an export has a file instead."""
    job = get_job(session, actor, job_id)
    if job.kind not in _ROWS:
        return {"data": [], "next": None, "prev": None}
    found = session.execute(_ROWS[job.kind](job.id, outcome, cursor).limit(limit + 1)).all()
    page = found[:limit]
    return {"data": page, "next": str(page[-1].place) if len(found) > limit else None, "prev": None}


def first_errors(session: Session, actor: Actor, job_id: str) -> list[Any]:
    page = list_rows(session, actor, job_id, outcome=contract.FAILED, cursor=-1, limit=contract.ERRORS_SHOWN)
    return list(page["data"])


_COLUMNS: Columns = {name: getattr(Job, name) for name in contract.LISTING.fields}
