"""Reading what was added to one record, the newest first, page by page."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Newest(Generic[Entry]):
    """A page, and the id before which the next one begins."""

    data: list[Entry]
    next: str | None


def newest(
    session: Session, rows: Select[Any], key: InstrumentedAttribute[str], limit: int, before: str | None
) -> Newest[Any]:
    """One page of `rows`, which are in the caller's sight; `key` is their id, which grows with time (UUIDv7)."""
    older = rows if before is None else rows.where(key < before)
    found = list(session.scalars(older.order_by(key.desc()).limit(limit + 1)).unique())
    page = found[:limit]
    return Newest(page, getattr(page[-1], key.key) if len(found) > limit else None)
