"""Reading imports: whoever made one sees it, and whoever reaches that person by the right to read imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select
from sqlalchemy.orm import Session

from gateway.imports.model import Import as Import
from gateway.imports.model import ImportBatch, ImportResult
from gateway.imports.rules import AT_WORK, WAITING, ensure_begun, ensure_own
from gateway.imports.rules.result_files import Became
from gateway.people import queries as people
from shared.actor import Actor, Reach
from shared.contracts.gateway.imports import LISTING
from shared.contracts.gateway.jobs import FAILED
from shared.contracts.payload import Payload
from shared.errors import Forbidden, NotFound
from shared.importing import CREATED, OUTCOMES, REJECTED, UPDATED
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version


@dataclass(frozen=True)
class Batch:
    """Some rows that are still to be taken, each with its number, key, record and faults."""

    number: int
    rows: list[dict[str, Any]]


def imports_within(actor: Actor, reaches: frozenset[Reach]) -> Select[Import]:
    rows = select(Import)
    return rows if Reach.ALL in reaches else rows.where(Import.created_by.in_(people.ids_within(actor, reaches)))


def get_import(session: Session, actor: Actor, import_id: str) -> Import:
    found = session.scalar(imports_within(actor, actor.reaches).where(Import.id == import_id))
    if found is None:
        raise NotFound(f"There is no import {import_id}.")
    return found


def get_import_for_change(session: Session, actor: Actor, import_id: str) -> Import:
    """The import, locked; `NotFound` out of sight, `Forbidden` when it can be seen only or is somebody else's."""
    wanted = imports_within(actor, actor.reaches).where(Import.id == import_id)
    found = session.scalar(wanted.with_for_update(of=Import).execution_options(populate_existing=True))
    if found is None:
        if session.scalar(imports_within(actor, actor.sight).where(Import.id == import_id)) is None:
            raise NotFound(f"There is no import {import_id}.")
        raise Forbidden("You may see this import but not do this to it.")
    ensure_own(found.created_by, actor.user_id)
    ensure_expected_version(actor, found)
    return found


def list_imports(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, imports_within(actor, actor.reaches), Import, LISTING, _COLUMNS, query)


def list_import_history(session: Session, actor: Actor, import_id: str, after: int) -> Payload:
    return list_history(session, get_import(session, actor, import_id).id, after=after)


def list_results(
    session: Session, actor: Actor, import_id: str, *, outcome: str | None, cursor: int, limit: int
) -> dict[str, Any]:
    """What became of the rows after row `cursor`, in the order of the file."""
    wanted = select(ImportResult).where(ImportResult.import_id == get_import(session, actor, import_id).id)
    if outcome is not None:
        wanted = wanted.where(ImportResult.outcome == outcome)
    beyond = wanted.where(ImportResult.row > cursor).order_by(ImportResult.row).limit(limit + 1)
    found: Sequence[ImportResult] = session.scalars(beyond).all()
    page = found[:limit]
    return {"data": page, "next": str(page[-1].row) if len(found) > limit else None, "prev": None}


def results_of_own(session: Session, actor: Actor, import_id: str) -> tuple[int, dict[int, Became]]:
    """How many rows of the caller's own import are done, and what became of each."""
    found = get_import(session, actor, import_id)
    ensure_own(found.created_by, actor.user_id)
    ensure_begun(found.status)
    told = select(ImportResult.row, ImportResult.outcome, ImportResult.id, ImportResult.messages)
    rows = session.execute(told.where(ImportResult.import_id == found.id))
    return found.done, {row.row: (row.outcome, row.id, row.messages) for row in rows}


def lock_import(session: Session, import_id: str) -> Import | None:
    """For the process at work on it, which acts for its maker."""
    wanted = select(Import).where(Import.id == import_id).with_for_update(of=Import)
    return session.scalar(wanted.execution_options(populate_existing=True))


def next_batch(session: Session, import_id: str, in_round: int) -> Batch | None:
    """The first batch that was not taken in this round."""
    waiting = select(ImportBatch).where(ImportBatch.import_id == import_id, ImportBatch.done_in != in_round)
    batch = session.scalar(waiting.order_by(ImportBatch.number).limit(1))
    return None if batch is None else Batch(batch.number, batch.rows)


def standing_still(session: Session, moment: datetime) -> Sequence[str]:
    """The imports that should be at work and that no process holds."""
    free = or_(Import.lease_until.is_(None), Import.lease_until < moment)
    return session.scalars(select(Import.id).where(Import.status.in_(AT_WORK), free).order_by(Import.id)).all()


def imports_as_jobs() -> Select[*tuple[Any, ...]]:
    """The imports that were begun, with the columns of a job."""
    return select(
        Import.id,
        Import.version,
        Import.created_at,
        Import.updated_at,
        Import.created_by,
        literal("import").label("kind"),
        Import.entity.label("noun"),
        case(_JOB_STATES, value=Import.status, else_=Import.status).label("state"),
        Import.done,
        Import.total,
        (Import.created + Import.updated + Import.unchanged).label("succeeded"),
        Import.rejected.label("failed"),
        Import.failure,
    ).where(Import.status.not_in(WAITING))


def rows_as_job_rows(import_id: str, outcome: str | None, beyond: int) -> Select[*tuple[Any, ...]]:
    """What became of the rows of an import that was found in sight, as a job tells it."""
    told = select(
        ImportResult.row.label("place"),
        ImportResult.id,
        ImportResult.outcome,
        ImportResult.code,
        ImportResult.messages,
    )
    wanted = told.where(ImportResult.import_id == import_id, ImportResult.row > beyond).order_by(ImportResult.row)
    if outcome is None:
        return wanted
    kinds = [REJECTED] if outcome == FAILED else [kind for kind in OUTCOMES if kind != REJECTED]
    return wanted.where(ImportResult.outcome.in_(kinds))


def records_of_import(import_id: str) -> Select[*tuple[Any, ...]]:
    """The records that an import made or changed, each with the number of its row."""
    told = select(ImportResult.row.label("place"), ImportResult.id.label("record_id"))
    return told.where(ImportResult.import_id == import_id, ImportResult.outcome.in_((CREATED, UPDATED)))


_JOB_STATES = {"checking": "running", "checked": "finished"}
_COLUMNS: Columns = {name: getattr(Import, name) for name in LISTING.fields}


def count_failed(session: Session) -> int:
    """Imports of the whole company that ended by a failure of ours."""
    return session.scalar(select(func.count()).select_from(Import).where(Import.status == "failed")) or 0
