"""Rows that a batch of events is about, read in one statement for all of them.

Whoever follows events asks for the row of each. Asked one by one, each costs a way to the database, and sends what the
event before it wrote there too, alone. So the inbox says which records its batch is about; the first who asks for rows
of one kind gets those of all, and what was added since is among them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

_SUBJECTS = "subjects of the batch"
_ROWS = "rows of the batch"

Row = TypeVar("Row")
"""Of a table whose column `id` is that of the record which a row tells of; several rows may tell of one record."""


def begin_batch(session: Session, subjects: Iterable[str]) -> None:
    """The events that this transaction takes in are about these records."""
    session.info[_SUBJECTS] = frozenset(subjects)


def rows_about(session: Session, model: type[Row], record_id: str) -> tuple[Row, ...]:
    """The rows of this model that tell of a record, those among them that are yet to be written."""
    if record_id not in session.info.get(_SUBJECTS, ()):
        return tuple(session.scalars(select(model).where(_of(model) == record_id)))
    return tuple(_held(session, model).get(record_id, ()))


def row_about(session: Session, model: type[Row], record_id: str) -> Row | None:
    """The one row of this model that tells of a record, if there is one."""
    found = rows_about(session, model, record_id)
    return found[0] if found else None


def add_row(session: Session, row: object) -> None:
    """Written with what the other events of the batch add."""
    session.add(row)
    held = session.info.get(_ROWS, {}).get(type(row))
    if held is not None:
        held[cast(Any, row).id].append(row)


def drop_rows(session: Session, model: type[Row], record_id: str) -> None:
    """No row of this model tells of the record any more."""
    session.flush()  # one that was never written cannot be deleted
    for row in rows_about(session, model, record_id):
        session.delete(row)
    held = session.info.get(_ROWS, {}).get(model)
    if held is not None:
        held.pop(record_id, None)
    session.flush()  # a row of the same key may be added next


def _held(session: Session, model: type[Row]) -> dict[Any, list[Row]]:
    kinds: dict[type[Any], dict[Any, list[Row]]] = session.info.setdefault(_ROWS, {})
    if model not in kinds:
        kinds[model] = defaultdict(list)
        for row in session.scalars(select(model).where(_of(model).in_(session.info[_SUBJECTS]))):
            kinds[model][cast(Any, row).id].append(row)
    return kinds[model]


def _of(model: type[Row]) -> ColumnElement[str]:
    return cast(ColumnElement[str], cast(Any, model).id)
