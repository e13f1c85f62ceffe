"""Taking back what one job did to a record, as long as nothing else has happened to the record since."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import takewhile
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.announce import announce, correlation
from shared.contracts.custom import PREFIX
from shared.contracts.events import Changes, Event, changes
from shared.custom_fields import Customised, forget_custom, put_back_custom
from shared.errors import Conflict, Refusal, RuleBroken
from shared.importing import REJECTED, UNCHANGED, RowResult, messages_of
from shared.persistence.platform import StoredEvent
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Money, UtcTime
from shared.search import index_words
from shared.visible import get_for_change

MOST_STEPS = 50
RESTORED, REMOVED = "restored", "removed"

Undone = TypeVar("Undone", bound=OwnedRecord)
Fields = dict[str, Any]


class ChangedSince(Conflict):
    """Somebody or something else has changed the record after the job; taking the job back would undo that too."""

    code = "changed_since"


class NotUndoable(RuleBroken):
    """What the job did has had effects beyond this record, and they cannot be taken back."""

    code = "not_undoable"


@dataclass(frozen=True)
class Undoing(Generic[Undone]):
    """The noun's own words for taking a record back. `put_back` gives it the fields that it had, past the rules of the
    steps it went through; `ensure_restorable` (given those fields) and `ensure_removable` raise where effects beyond
    the record forbid it.
    """

    noun: str
    model: type[Undone]
    put_back: Callable[[Session, Undone, Fields], None]
    facts: Callable[[Undone], Fields]
    changed: Callable[[Undone, Changes], Event]
    removed: Callable[[Undone, Changes], Event]
    words: Callable[[Undone], Iterable[str | None]]
    ensure_restorable: Callable[[Undone, Fields], None] = lambda record, fields: None
    ensure_removable: Callable[[Session, Undone], None] = lambda session, record: None


def undo_records(
    session: Session, actor: Actor, job_id: str, record_ids: Sequence[str], undoing: Undoing[Undone]
) -> list[RowResult]:
    """One result a record. What the job did is read from the log: its events bear the job's id as correlation."""
    return [_undone(session, actor, job_id, record_id, undoing) for record_id in record_ids]


def _undone(session: Session, actor: Actor, job_id: str, record_id: str, undoing: Undoing[Undone]) -> RowResult:
    latest = _latest(session, record_id)
    if latest and latest[0].correlation_id == correlation.get():
        return RowResult(UNCHANGED, record_id)  # this undo was here before
    try:
        with session.begin_nested():
            record = get_for_change(session, undoing.model, actor, record_id)
            steps = _steps(_latest(session, record_id), job_id)
            if steps[-1].sequence == 1:
                _remove(session, actor, record, undoing)
                return RowResult(REMOVED, record_id)
            _restore(session, actor, record, _before(undoing.model, steps), undoing)
            return RowResult(RESTORED, record_id)
    except Refusal as refusal:
        return RowResult(REJECTED, record_id, refusal.code, messages_of(refusal))


def _restore(session: Session, actor: Actor, record: Undone, fields: Fields, undoing: Undoing[Undone]) -> None:
    """Make the record again what it was before the job, as a change of its own in its history."""
    undoing.ensure_restorable(record, fields)
    before = undoing.facts(record)
    custom = {name.removeprefix(PREFIX): fields.pop(name) for name in list(fields) if name.startswith(PREFIX)}
    undoing.put_back(session, record, fields)
    if custom:
        put_back_custom(session, cast(Customised, record), custom)
    announce(session, actor, record, undoing.changed(record, changes(before, undoing.facts(record))))
    index_words(session, undoing.noun, record.id, *undoing.words(record))


def _remove(session: Session, actor: Actor, record: Undone, undoing: Undoing[Undone]) -> None:
    """Take back that the record was made; its history stays in the log."""
    undoing.ensure_removable(session, record)
    announce(session, actor, record, undoing.removed(record, changes(undoing.facts(record), {})))
    index_words(session, undoing.noun, record.id)
    forget_custom(session, record.id)
    session.delete(record)
    session.flush()


def _latest(session: Session, record_id: str) -> Sequence[StoredEvent]:
    newest = select(StoredEvent).where(StoredEvent.subject == record_id).order_by(StoredEvent.sequence.desc())
    return session.scalars(newest.limit(MOST_STEPS)).all()


def _steps(latest: Sequence[StoredEvent], job_id: str) -> list[StoredEvent]:
    """What the job did to the record, the last first. Raises `ChangedSince` when something was done after it."""
    steps = list(takewhile(lambda event: event.correlation_id == job_id, latest))
    if not steps:
        by = latest[0].actor_name if latest else "somebody"
        raise ChangedSince(f"{by} has changed this since; take it back by hand.")
    return steps


def _before(model: type[Undone], steps: Sequence[StoredEvent]) -> Fields:
    """The fields as they were before the first of the steps."""
    told: Fields = {}
    for step in steps:
        told |= {name: change["before"] for name, change in step.data["changes"].items()}
    columns = inspect(model).columns
    unknown = {name for name in told if name not in columns and not name.startswith(PREFIX)}
    if unknown:
        raise NotUndoable(f"This did more than change fields ({', '.join(sorted(unknown))}); it cannot be taken back.")
    return {name: _read(columns[name].type, value) if name in columns else value for name, value in told.items()}


def _read(kind: Any, value: Any) -> Any:
    """A value of the log as the column has it."""
    if value is None:
        return None
    if isinstance(kind, Money):
        return Decimal(value)
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
