"""Taking back what one job did to a record, as long as nothing else has happened to the record since."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import dropwhile, takewhile
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.announce import announce, correlation
from shared.contracts.catalogue import all_events
from shared.contracts.custom import PREFIX
from shared.contracts.events import Changes, Event, changes
from shared.custom_fields import Customised, forget_custom, put_back_custom
from shared.errors import Conflict, Refusal, RuleBroken
from shared.importing import REJECTED, UNCHANGED, RowResult, messages_of
from shared.persistence.platform import StoredEvent
from shared.persistence.records import OwnedRecord, Record
from shared.persistence.types import Degrees, Money, UtcTime
from shared.search import index_words
from shared.visible import get_for_change

MOST_STEPS = 50
RESTORED, REMOVED, WITHDRAWN = "restored", "removed", "withdrawn"
"""Withdrawn is what is not removed, since others may know it, but put out of use by its own verb: closed, retired."""

Undone = TypeVar("Undone", bound=Record)
Fields = dict[str, Any]


class ChangedSince(Conflict):
    """Somebody or something else has changed the record after the job; taking the job back would undo that too."""

    code = "changed_since"


class NotUndoable(RuleBroken):
    """What the job did has had effects beyond this record, and they cannot be taken back."""

    code = "not_undoable"


def ensure_no_step(fields: Fields, *names: str) -> None:
    """Raises `NotUndoable` where the job took the record a step further, which others acted upon."""
    if taken := sorted(set(fields) & set(names)):
        raise NotUndoable(f"It went a step further ({', '.join(taken)}), and others acted upon that; it stays.")


def ensure_still(wanted: bool, what: str) -> None:
    """Raises `NotUndoable` where a record that the job made is more by now than a record that is there."""
    if not wanted:
        raise NotUndoable(f"It is no longer {what}; others have acted upon it, so it stays.")


@dataclass(frozen=True, kw_only=True)
class Reversal(ABC, Generic[Undone]):
    """What a noun must say for its records to be taken back. `find` gives a record within the caller's reach, locked;
    records with an owner need none. `parts` are facts of its history that are no columns, and that `restore` reads;
    `recall` finds out what they were where the history alone does not say it whole: it is given what the job did, the
    last first, and the event before that, which told the record as it was then.
    """

    model: type[Undone]
    find: Callable[[Session, Actor, str], Undone] | None = None
    parts: frozenset[str] = frozenset()
    recall: Callable[[Sequence[StoredEvent], StoredEvent | None], Fields] = lambda steps, earlier: {}

    @abstractmethod
    def restore(self, session: Session, actor: Actor, record: Undone, fields: Fields) -> None:
        """Make the record again what it was before the job, as changes of its own in its history."""

    @abstractmethod
    def remove(self, session: Session, actor: Actor, record: Undone) -> str:
        """Take back that the record was made, and say how; its history stays in the log."""

    def found(self, session: Session, actor: Actor, record_id: str) -> Undone:
        if self.find is not None:
            return self.find(session, actor, record_id)
        owned = get_for_change(session, cast(type[OwnedRecord], self.model), actor, record_id)
        return cast(Undone, owned)


@dataclass(frozen=True, kw_only=True)
class ByCommands(Reversal[Undone]):
    """Taken back by the noun's own commands, under its own rules: what it was is done to it as by hand, what was made
    goes by `take_out`.
    """

    put_back: Callable[[Session, Actor, Undone, Fields], None]
    take_out: Callable[[Session, Actor, Undone], None]
    outcome: str = WITHDRAWN

    def restore(self, session: Session, actor: Actor, record: Undone, fields: Fields) -> None:
        self.put_back(session, actor, record, fields)

    def remove(self, session: Session, actor: Actor, record: Undone) -> str:
        self.take_out(session, actor, record)
        return self.outcome


@dataclass(frozen=True, kw_only=True)
class Undoing(Reversal[Undone]):
    """The noun's own words for taking a record back. `put_back` gives it the fields that it had, past the rules of the
    steps it went through; `ensure_restorable` (given those fields) and `ensure_removable` raise where effects beyond
    the record forbid it. `part` takes away what belongs to a record that goes; with `withdraw` it stays, out of use.
    """

    noun: str
    put_back: Callable[[Session, Undone, Fields], None]
    facts: Callable[[Undone], Fields]
    changed: Callable[[Undone, Changes], Event]
    removed: Callable[[Undone, Changes], Event] | None = None
    words: Callable[[Undone], Iterable[str | None]] | None = None
    ensure_restorable: Callable[[Undone, Fields], None] = lambda record, fields: None
    ensure_removable: Callable[[Session, Undone], None] = lambda session, record: None
    part: Callable[[Session, Undone], None] = lambda session, record: None
    withdraw: Callable[[Session, Actor, Undone], Any] | None = None

    def restore(self, session: Session, actor: Actor, record: Undone, fields: Fields) -> None:
        self.ensure_restorable(record, fields)
        before = self.facts(record)
        custom = {name.removeprefix(PREFIX): fields.pop(name) for name in list(fields) if name.startswith(PREFIX)}
        self.put_back(session, record, fields)
        if custom:
            put_back_custom(session, cast(Customised, record), custom)
        session.flush()
        announce(session, actor, record, self.changed(record, changes(before, self.facts(record))))
        if self.words is not None:
            index_words(session, self.noun, record.id, *self.words(record))

    def remove(self, session: Session, actor: Actor, record: Undone) -> str:
        self.ensure_removable(session, record)
        if self.withdraw is not None:
            self.withdraw(session, actor, record)
            return WITHDRAWN
        assert self.removed is not None
        announce(session, actor, record, self.removed(record, changes(self.facts(record), {})))
        index_words(session, self.noun, record.id)
        forget_custom(session, record.id)
        self.part(session, record)
        session.delete(record)
        session.flush()
        return REMOVED


def undo_records(
    session: Session, actor: Actor, job_id: str, record_ids: Sequence[str], undoing: Reversal[Undone]
) -> list[RowResult]:
    """One result a record. What the job did is read from the log: its events bear the job's id as correlation."""
    return [_undone(session, actor, job_id, record_id, undoing) for record_id in record_ids]


def _undone(session: Session, actor: Actor, job_id: str, record_id: str, undoing: Reversal[Undone]) -> RowResult:
    latest = _latest(session, record_id)
    if latest and latest[0].correlation_id == correlation.get():
        return RowResult(UNCHANGED, record_id)  # this undo was here before
    try:
        with session.begin_nested():
            record = undoing.found(session, actor, record_id)
            latest = _latest(session, record_id)
            steps = _steps(latest, job_id)
            if steps[-1].sequence == 1:
                return RowResult(undoing.remove(session, actor, record), record_id)
            earlier = latest[len(steps)] if len(latest) > len(steps) else None
            undoing.restore(session, actor, record, _before(undoing, steps, earlier))
            return RowResult(RESTORED, record_id)
    except Refusal as refusal:
        return RowResult(REJECTED, record_id, refusal.code, messages_of(refusal))


def _latest(session: Session, record_id: str) -> Sequence[StoredEvent]:
    done = (StoredEvent.subject == record_id, StoredEvent.type.not_in(_worked_out()))
    newest = select(StoredEvent).where(*done).order_by(StoredEvent.sequence.desc())
    return session.scalars(newest.limit(MOST_STEPS)).all()


@cache
def _worked_out() -> tuple[str, ...]:
    """The types of events of which nobody is the doer: what they tell is worked out anew when the record changes."""
    return tuple(kind.wire_type() for kind in all_events() if kind.worked_out)


def _steps(latest: Sequence[StoredEvent], job_id: str) -> list[StoredEvent]:
    """What the job did to the record, the last first. Raises `ChangedSince` when something was done after it."""
    steps = list(takewhile(lambda event: event.correlation_id == job_id, latest))
    if not steps:
        by = latest[0].actor_name if latest else "somebody"
        raise ChangedSince(f"{by} has changed this since; take it back by hand.")
    return steps


def steps_of_job(session: Session, record_id: str, job_id: str) -> list[StoredEvent]:
    """What the job did to a record, the last first, for parts of it that are taken back one after another: what this
    undo itself has done already is passed over. Raises `ChangedSince`, and `NotUndoable` where the job did more to the
    record than is looked at.
    """
    latest = _latest(session, record_id)
    steps = _steps(list(dropwhile(lambda event: event.correlation_id == correlation.get(), latest)), job_id)
    if len(latest) == MOST_STEPS and steps[-1] is latest[-1]:
        raise NotUndoable(f"The job changed this more than {MOST_STEPS} times; it cannot be taken back.")
    return steps


def changed_by(steps: Sequence[StoredEvent], name: str) -> list[dict[str, Any]]:
    """Each change that the steps made to this fact, `before` and `after`, the last first."""
    return [step.data["changes"][name] for step in steps if name in step.data["changes"]]


def told_earlier(earlier: StoredEvent | None, name: str) -> Any:
    """What the event before the steps told of the record. Raises `NotUndoable` where none is known."""
    if earlier is None or name not in earlier.data:
        raise NotUndoable(f"What it was before ({name}) is not known any more; it cannot be taken back.")
    return earlier.data[name]


def _before(undoing: Reversal[Undone], steps: Sequence[StoredEvent], earlier: StoredEvent | None) -> Fields:
    """The fields as they were before the first of the steps."""
    told: Fields = {}
    for step in steps:
        told |= {name: change["before"] for name, change in step.data["changes"].items()}
    columns = inspect(undoing.model).columns
    known = {*columns.keys(), *undoing.parts}
    unknown = {name for name in told if name not in known and not name.startswith(PREFIX)}
    if unknown:
        raise NotUndoable(f"This did more than change fields ({', '.join(sorted(unknown))}); it cannot be taken back.")
    fields = {name: _read(columns[name].type, value) if name in columns else value for name, value in told.items()}
    return fields | undoing.recall(steps, earlier)


def _read(kind: Any, value: Any) -> Any:
    """A value of the log as the column has it."""
    if value is None:
        return None
    if isinstance(kind, (Money, Degrees)):
        return Decimal(value)
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
