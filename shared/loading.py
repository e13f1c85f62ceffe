"""Loading rows in sets: all that many rows need is read at once, and what becomes of them is written at once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.announce import Recorded, announce_in_bulk
from shared.clock import now
from shared.contracts.events import Changes, Event, changes
from shared.errors import Refusal, Unavailable
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowIsThereAlready,
    RowResult,
    different,
    ensure_mode,
    misread,
    rejected,
)
from shared.persistence.records import Record
from shared.persistence.sets import insert_rows
from shared.search import index_anew, index_new

Loaded = TypeVar("Loaded", bound=Record)


class LoadedElsewhere(Unavailable):
    """Somebody recorded one of these rows at the same moment; asked again, the load finds it."""

    code = "load_collided"


@dataclass(frozen=True)
class Load(Generic[Loaded]):
    """How the rows of one noun become records.

    `number` completes the new ones all at once, before anything is told of them; `settle` does more to some of them
    when their beginning is told, and says what.
    `known` are those that the caller may change, by key, locked; `taken` the keys that stand for others. `fields` are
    the columns that a row speaks of, and `make`, `edit`, `facts`, `created`, `changed` and `words` what the noun's own
    commands use. A row for which `is_special` holds is given to `alone` when all others are written.
    """

    noun: str
    key: str
    known: dict[str, Loaded]
    taken: set[str]
    taken_refusal: type[Refusal]
    fields: Callable[[Form], Form]
    make: Callable[[Form], Loaded]
    edit: Callable[[Loaded, Form], None]
    facts: Callable[[Loaded], dict[str, Any]]
    created: Callable[[Loaded, Changes], Event]
    changed: Callable[[Loaded, Changes], Event]
    words: Callable[[Loaded], Iterable[str | None]]
    is_special: Callable[[Loaded | None, Form], bool] = lambda record, form: False
    alone: Callable[[Form], RowResult] | None = None
    number: Callable[[Sequence[Loaded]], None] = lambda made: None
    settle: Callable[[], Sequence[tuple[Loaded, Event]]] = lambda: ()


@dataclass
class _Written(Generic[Loaded]):
    made: dict[str, Loaded] = field(default_factory=dict)
    edited: list[tuple[Loaded, Changes]] = field(default_factory=list)
    special: dict[int, Form] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def load_rows(
    session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow], load: Load[Loaded]
) -> list[RowResult]:
    """One result a row, in their order; a row that breaks a rule is rejected by itself."""
    written: _Written[Loaded] = _Written()
    results: dict[int, RowResult] = {}
    for place, row in enumerate(rows):
        if row.form is None:
            results[place] = misread(row)
            continue
        try:
            result = _taken(session, mode, load, row.form, written)
        except Refusal as refusal:
            result = rejected(refusal)
        else:
            written.settled.add(row.form[load.key])
        if result is None:
            written.special[place] = row.form
        else:
            results[place] = result
    _write(session, actor, load, written)
    results |= {place: _alone(session, load, form) for place, form in written.special.items()}
    return [results[place] for place in range(len(rows))]


def _taken(session: Session, mode: str, load: Load[Loaded], form: Form, written: _Written[Loaded]) -> RowResult | None:
    """What becomes of the row, or None when it must be taken by itself."""
    key = form[load.key]
    if key in written.settled:
        raise RowIsThereAlready(f"{key} stands in an earlier row too.")
    record = load.known.get(key)
    ensure_mode(mode, key, record is not None)
    if record is None and key in load.taken:
        raise load.taken_refusal(f"{key} stands for a record out of your reach.")
    if load.is_special(record, form):
        return None
    fields = load.fields(form)
    if record is None:
        record = load.make(fields)
        written.made[key] = record
        return RowResult(CREATED, record.id)
    changed = different(record, fields)
    if not changed:
        return RowResult(UNCHANGED, record.id)
    before = load.facts(record)
    try:
        load.edit(record, changed)
    except Refusal:
        session.expire(record)
        raise
    written.edited.append((record, changes(before, load.facts(record))))
    return RowResult(UPDATED, record.id)


def _alone(session: Session, load: Load[Loaded], form: Form) -> RowResult:
    assert load.alone is not None
    try:
        with session.begin_nested():
            return load.alone(form)
    except Refusal as refusal:
        return rejected(refusal)


def _write(session: Session, actor: Actor, load: Load[Loaded], written: _Written[Loaded]) -> None:
    recorded = [_recorded(record, load.changed, diff) for record, diff in written.edited]
    session.flush()
    if written.edited:
        index_anew(session, load.noun, {record.id: load.words(record) for record, _ in written.edited})
    made = list(written.made.values())
    load.number(made)
    for record in made:
        fill_defaults(record)
    begun = [_recorded(record, load.created, changes({}, load.facts(record))) for record in made]
    settled = [_raised(record, event) for record, event in load.settle()] if made else []
    belonging = {record.id: record.belongs_to for record in made}
    recorded += [replace(one, belongs_to=belonging[one.record_id]) for one in begun] + settled
    if made:
        _insert(session, made)
        index_new(session, load.noun, {record.id: load.words(record) for record in made})
    announce_in_bulk(session, actor, recorded)


def _recorded(record: Loaded, fact: Callable[[Loaded, Changes], Event], diff: Changes) -> Recorded:
    """The event about the record; its version is raised here, as `announce_in_bulk` wants it."""
    return _raised(record, fact(record, diff))


def _raised(record: Loaded, event: Event) -> Recorded:
    record.version += 1
    record.updated_at = now()
    return Recorded(record.id, record.version, record.belongs_to, event)


def _insert(session: Session, made: Sequence[Loaded]) -> None:
    mapper = inspect(type(made[0]))
    named = [(attribute.key, attribute.columns[0].name) for attribute in mapper.column_attrs]
    rows = [{name: told[key] for key, name in named} for told in map(vars, made)]
    try:
        with session.begin_nested():
            insert_rows(session, mapper.local_table, rows)
    except IntegrityError as fault:
        raise LoadedElsewhere("One of these rows was recorded elsewhere meanwhile; try again.") from fault


def fill_defaults(record: Record) -> None:
    """Give a record that never meets the session what the session would have given it."""
    told = vars(record)
    for key, default in _defaults(cast(Hashable, type(record))):
        if told.get(key) is None:
            told[key] = default() if callable(default) else default


@lru_cache(maxsize=64)
def _defaults(model: Hashable) -> tuple[tuple[str, Any], ...]:
    """What each column is when nobody says anything: a value, or how to make one."""
    attributes = inspect(cast(type[Record], model)).column_attrs
    return tuple((attribute.key, _default(attribute.columns[0])) for attribute in attributes)


def _default(column: Any) -> Any:
    default = column.default
    if default is None or not default.is_callable:
        return None if default is None else default.arg
    return lambda: default.arg(None)
