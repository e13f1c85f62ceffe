"""Taking rows from elsewhere: what became of each, and rehearsing a load without keeping anything of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from shared.errors import Conflict, Refusal, RuleBroken

CREATE, UPDATE, UPSERT = "create", "update", "upsert"
MODES = (CREATE, UPDATE, UPSERT)
CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"
OUTCOMES = (CREATED, UPDATED, UNCHANGED, REJECTED)

Form = dict[str, Any]


class RowIsThereAlready(Conflict):
    """A load that only creates met a record with this key."""

    code = "import_key_taken"


class RowIsNotThere(RuleBroken):
    """A load that only updates met a key that names no record within reach."""

    code = "import_key_unknown"


class ReferenceIsUnknown(RuleBroken):
    """A row names another record by its key, and there is none within reach."""

    code = "import_reference_unknown"


class FieldIsNotLoaded(RuleBroken):
    """A row says otherwise of what no load changes: a state that a verb reaches, or what stays as it was recorded."""

    code = "import_field_not_loaded"


@dataclass(frozen=True)
class ReadRow:
    """A row as its schema read it: the typed fields, or what is wrong with it."""

    form: Form | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowResult:
    """What became of one row. `messages` say why it was rejected."""

    outcome: str
    id: str | None = None
    code: str | None = None
    messages: tuple[str, ...] = ()


def take_rows(session: Session, rows: Sequence[ReadRow], take: Callable[[Form], RowResult]) -> list[RowResult]:
    """One result a row, in their order. A row that breaks a rule is rejected by itself and leaves nothing behind."""
    return [_taken(session, row, take) for row in rows]


def _taken(session: Session, row: ReadRow, take: Callable[[Form], RowResult]) -> RowResult:
    if row.form is None:
        return misread(row)
    try:
        with session.begin_nested():
            return take(row.form)
    except Refusal as refusal:
        return rejected(refusal)


def named(rows: Sequence[ReadRow], field: str) -> set[str]:
    """What the rows that could be read say in this field."""
    return {row.form[field] for row in rows if row.form is not None and row.form.get(field) is not None}


def misread(row: ReadRow) -> RowResult:
    return RowResult(REJECTED, code="malformed", messages=row.faults)


def rejected(refusal: Refusal) -> RowResult:
    return RowResult(REJECTED, code=refusal.code, messages=messages_of(refusal))


def messages_of(refusal: Refusal) -> tuple[str, ...]:
    """Why, and every place that is wrong, each a sentence of its own."""
    return (refusal.detail, *(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in refusal.faults))


def ensure_mode(mode: str, key: str, there: bool) -> None:
    """Raises `RowIsThereAlready` or `RowIsNotThere` when the load's mode does not take this row."""
    if there and mode == CREATE:
        raise RowIsThereAlready(f"There is one with the key {key} already; this load only creates.")
    if not there and mode == UPDATE:
        raise RowIsNotThere(f"There is none with the key {key} within your reach; this load only updates.")


def ensure_as_it_is(record: object, said: Form) -> None:
    """Raises `FieldIsNotLoaded` where the row says something else of the record than what it is."""
    if differing := different(record, said):
        named = ", ".join(f"{name} is {getattr(record, name)}" for name in sorted(differing))
        raise FieldIsNotLoaded(f"No load changes this: {named}.")


def different(record: object, fields: Form) -> Form:
    """Those of the fields that would change the record."""
    return {name: value for name, value in fields.items() if getattr(record, name) != value}


@contextmanager
def rehearsal(session: Session, dry_run: bool) -> Iterator[None]:
    """Where `dry_run`, everything done inside is undone at the end; the results of it stay to be told."""
    if not dry_run:
        yield
        return
    trial = session.begin_nested()
    try:
        yield
    finally:
        trial.rollback()
