"""Taking jobs back. One function, one decision, one event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Select, func, insert, literal, select, update
from sqlalchemy.orm import Session

from gateway.undos import queries, rules
from gateway.undos.model import Undo, UndoRow
from gateway.undos.queries import Batch
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.gateway import undos as contract
from shared.ids import new_id
from shared.importing import REJECTED
from shared.persistence.types import Id


@dataclass(frozen=True)
class Work:
    """What a process must know to work on an undo."""

    undo_id: str
    job_id: str
    noun: str
    maker_id: str


def begin_undo(session: Session, actor: Actor, job_id: str, noun: str, records: Select[*tuple[Any, ...]]) -> Undo:
    """Take back the job that touched these `records`, columns `place` and `record_id`."""
    begun = Undo(id=new_id(), job_id=job_id, noun=noun, created_by=actor.user_id, done=0, undone=0)
    session.add(begun)
    session.flush()
    begun.total = _note_records(session, begun.id, records)
    _announce(session, actor, begun, {}, contract.UndoStarted)
    return begun


def go_on_with_undo(session: Session, actor: Actor, begun: Undo) -> None:
    """Let one that failed go on where it stopped; one that runs or is over stays as it is."""
    if begun.status == rules.UndoStatus.FAILED:
        before = _snapshot(begun)
        begun.go_on()
        _announce(session, actor, begun, before, contract.UndoStarted)


def _note_records(session: Session, undo_id: str, records: Select[*tuple[Any, ...]]) -> int:
    """Remember which records the job touched, each at its first place."""
    found = records.subquery()
    rows = select(literal(undo_id, Id), found.c.place, found.c.record_id, literal([], JSON))
    session.execute(insert(UndoRow).from_select(["undo_id", "place", "record_id", "messages"], rows))
    return session.scalar(select(func.count()).where(UndoRow.undo_id == undo_id)) or 0


def claim(session: Session, undo_id: str, holder: str) -> Work | None:
    """Take the undo for this process, unless it has nothing to do or another holds it."""
    claimed = queries.lock_undo(session, undo_id)
    if claimed is None or not claimed.is_free(now()):
        return None
    claimed.hold(holder, now())
    return Work(claimed.id, claimed.job_id, claimed.noun, claimed.created_by)


def go_on(session: Session, undo_id: str, holder: str) -> bool:
    """Whether this process still holds the undo; its hold is renewed."""
    held = _held(session, undo_id, holder)
    if held is not None:
        held.hold(holder, now())
    return held is not None


def count_batch(session: Session, undo_id: str, holder: str, batch: Batch, results: list[dict[str, Any]]) -> bool:
    """Keep what became of these records, once; False when this process does not hold the undo any more."""
    held = _held(session, undo_id, holder)
    if held is None:
        return False
    for place, result in zip(batch.places, results, strict=True):
        mine = (UndoRow.undo_id == undo_id, UndoRow.place == place)
        told = {name: result[name] for name in ("outcome", "code", "messages")}
        session.execute(update(UndoRow).where(*mine).values(**told))
    held.count(len(results), sum(result["outcome"] != REJECTED for result in results))
    held.hold(holder, now())
    return True


def finish(session: Session, actor: Actor, undo_id: str, holder: str) -> None:
    held = _held(session, undo_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.finish()
        _announce(session, actor, held, before, contract.UndoFinished)


def fail(session: Session, undo_id: str, holder: str, why: str) -> None:
    held = _held(session, undo_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.fail(why)
        _announce(session, system_actor("gateway"), held, before, contract.UndoFailed)


def _held(session: Session, undo_id: str, holder: str) -> Undo | None:
    found = queries.lock_undo(session, undo_id)
    return found if found is not None and found.is_held_by(holder) else None


def _announce(
    session: Session, actor: Actor, changed: Undo, before: dict[str, Any], fact: Callable[..., contract.UndoEvent]
) -> None:
    after = _snapshot(changed)
    announce(session, actor, changed, fact(undo_id=changed.id, **after, changes=changes(before, after)))


def _snapshot(told: Undo) -> dict[str, Any]:
    named = {name: getattr(told, name) for name in ("job_id", "noun", "total", "done", "undone")}
    return {**named, "status": str(told.status or rules.UndoStatus.RUNNING)}
