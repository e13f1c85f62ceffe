"""Changing imports. One function, one decision, one event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from gateway.imports import queries, rules
from gateway.imports.model import Import, ImportBatch, ImportResult
from gateway.imports.queries import Batch
from gateway.imports.rules.mapping import Mapped, MappedRow
from gateway.imports.rules.tables import Table
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.gateway import imports as contract
from shared.ids import new_id
from shared.importing import OUTCOMES, RowResult
from shared.persistence.sets import insert_rows, table_of

LONGEST_KEY = 200


@dataclass(frozen=True)
class Job:
    """What a process must know to work on an import."""

    import_id: str
    entity: str
    mode: str
    maker_id: str
    rehearsal: bool
    round: int
    needs_password: bool
    scopes: tuple[str, ...] | None


def create_import(
    session: Session, actor: Actor, *, entity: str, mode: str, mapping: dict[str, Any], **told: Any
) -> Import:
    prepared = Import(
        id=new_id(),
        entity=entity,
        mode=mode,
        mapping=mapping,
        match_key=contract.ENTITIES[entity].key,
        status=rules.ImportStatus.DRAFT,
        created_by=actor.user_id,
        **told,
    )
    session.add(prepared)
    session.flush()
    session.refresh(prepared)
    _announce(session, actor, prepared, {}, contract.ImportCreated)
    return prepared


def ensure_uploadable(session: Session, actor: Actor, import_id: str) -> None:
    """Raises what `upload_file` would, before anything of the file is kept."""
    rules.ensure_may("upload", queries.get_import_for_change(session, actor, import_id).status)


def upload_file(session: Session, actor: Actor, import_id: str, table: Table, mapped: Mapped) -> Import:
    """Keep the records that the file became; an earlier file of the same import is forgotten."""
    prepared = queries.get_import_for_change(session, actor, import_id)
    before = _snapshot(prepared)
    prepared.upload(table, mapped)
    _forget_results(session, import_id)
    session.execute(delete(ImportBatch).where(ImportBatch.import_id == import_id))
    batches = _batches(contract.ENTITIES[prepared.entity], mapped.rows)
    rows = [{"import_id": import_id, "number": at, "rows": batch, "done_in": 0} for at, batch in enumerate(batches)]
    session.execute(insert(ImportBatch), rows)
    _announce(session, actor, prepared, before, contract.ImportUploaded)
    return prepared


def rehearse_import(session: Session, actor: Actor, import_id: str) -> Import:
    prepared = queries.get_import_for_change(session, actor, import_id)
    before = _snapshot(prepared)
    prepared.rehearse(actor.scopes)
    _forget_results(session, import_id)
    _announce(session, actor, prepared, before, contract.ImportStarted)
    return prepared


def run_import(session: Session, actor: Actor, import_id: str, *, with_password: bool) -> Import:
    """Begin the run, or let a failed one go on where it stopped."""
    prepared = queries.get_import_for_change(session, actor, import_id)
    if with_password and not contract.ENTITIES[prepared.entity].takes_password:
        raise rules.PasswordIsNotForThese(f"{prepared.entity} have no password.")
    before = _snapshot(prepared)
    if prepared.run(with_password, actor.scopes):
        _forget_results(session, import_id)
    _announce(session, actor, prepared, before, contract.ImportStarted)
    return prepared


def cancel_import(session: Session, actor: Actor, import_id: str) -> Import:
    """End the work where it stands; the rows that were taken stay taken."""
    stopped = queries.get_import_for_change(session, actor, import_id)
    before = _snapshot(stopped)
    stopped.cancel()
    _announce(session, actor, stopped, before, contract.ImportCancelled)
    return stopped


def claim(session: Session, import_id: str, holder: str) -> Job | None:
    """Take the import for this process, unless it has nothing to do or another holds it."""
    claimed = queries.lock_import(session, import_id)
    if claimed is None or not claimed.is_free(now()):
        return None
    claimed.hold(holder, now())
    return Job(
        import_id=claimed.id,
        entity=claimed.entity,
        mode=claimed.mode,
        maker_id=claimed.created_by,
        rehearsal=claimed.status == rules.ImportStatus.CHECKING,
        round=claimed.rounds,
        needs_password=claimed.needs_password,
        scopes=None if claimed.scopes is None else tuple(claimed.scopes),
    )


def go_on(session: Session, import_id: str, holder: str) -> bool:
    """Whether this process still holds the import; its hold is renewed."""
    held = _held(session, import_id, holder)
    if held is not None:
        held.hold(holder, now())
    return held is not None


def count_batch(
    session: Session, actor: Actor, job: Job, holder: str, batch: Batch, results: Sequence[RowResult]
) -> bool:
    """Keep what became of a batch, once; False when this process does not hold the import any more."""
    held = _held(session, job.import_id, holder)
    if held is None:
        return False
    before = _snapshot(held)
    taken = [_result_row(job, row, result) for row, result in zip(batch.rows, results, strict=True)]
    insert_rows(session, table_of(ImportResult), taken)
    mine = (ImportBatch.import_id == job.import_id, ImportBatch.number == batch.number)
    session.execute(update(ImportBatch).where(*mine).values(done_in=job.round))
    held.count(list(results))
    held.hold(holder, now())
    _announce(session, actor, held, before, contract.ImportProgressed)
    return True


def finish(session: Session, actor: Actor, job: Job, holder: str) -> None:
    held = _held(session, job.import_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.finish()
        _announce(session, actor, held, before, contract.ImportFinished)


def fail(session: Session, job: Job, holder: str, why: str) -> None:
    held = _held(session, job.import_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.fail(why)
        _announce(session, system_actor("gateway"), held, before, contract.ImportFailed)


def _held(session: Session, import_id: str, holder: str) -> Import | None:
    found = queries.lock_import(session, import_id)
    return found if found is not None and found.is_held_by(holder) else None


def _batches(entity: contract.Entity, rows: Sequence[MappedRow]) -> list[list[dict[str, Any]]]:
    """`parent_before` marks a row whose parent stands in an earlier batch, which a rehearsal has not kept."""
    keys = {row.key for row in rows}
    batches = []
    for start in range(0, len(rows), entity.batch):
        part = rows[start : start + entity.batch]
        here = {row.key for row in part}
        elsewhere = keys - here
        batches.append([_batch_row(row, elsewhere, entity.parent) for row in part])
    return batches


def _batch_row(row: MappedRow, elsewhere: set[str | None], parent: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"row": row.row, "key": row.key, "record": row.record, "faults": list(row.faults)}
    named = row.record.get(parent) if parent else None
    return told | {"parent_before": True} if isinstance(named, str) and named in elsewhere else told


def _result_row(job: Job, row: dict[str, Any], result: RowResult) -> dict[str, Any]:
    return {
        "import_id": job.import_id,
        "row": row["row"],
        "key": (row["key"] or "")[:LONGEST_KEY] or None,
        "outcome": result.outcome,
        "record_id": result.id,
        "code": result.code,
        "messages": list(result.messages),
    }


def _forget_results(session: Session, import_id: str) -> None:
    session.execute(delete(ImportResult).where(ImportResult.import_id == import_id))


def _announce(
    session: Session, actor: Actor, changed: Import, before: dict[str, Any], fact: Callable[..., contract.ImportEvent]
) -> None:
    after = _snapshot(changed)
    announce(session, actor, changed, fact(import_id=changed.id, **after, changes=changes(before, after)))


def _snapshot(told: Import) -> dict[str, Any]:
    counts = {outcome: getattr(told, outcome) for outcome in OUTCOMES}
    return {
        "entity": told.entity,
        "mode": told.mode,
        "status": str(told.status),
        "total": told.total,
        "done": told.done,
        **counts,
    }
