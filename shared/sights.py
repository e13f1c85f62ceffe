"""What one sees and another does not: counted whole, and named as far as whoever asks sees it too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, false, func, select
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.persistence.records import Identified


@dataclass(frozen=True)
class Sight:
    """Of one noun: the column of its ids, and the rows that somebody sees."""

    id: SQLColumnExpression[str]
    rows: Callable[[Actor], Select[Any]]


def of_company(model: type[Identified]) -> Sight:
    """Of records without owner and unit: whoever has the right sees every one."""
    return Sight(model.id, lambda actor: select(model) if actor.reaches else select(model).where(false()))


def difference(session: Session, sight: Sight, asker: Actor, before: Actor, after: Actor, examples: int) -> Payload:
    """What opens and what closes from one sight to the other."""
    return {
        "opened": _part(session, sight, asker, after, before, examples),
        "closed": _part(session, sight, asker, before, after, examples),
    }


def page(
    session: Session, sight: Sight, asker: Actor, here: Actor, there: Actor, *, limit: int, cursor: str | None
) -> Payload:
    """Records that one actor sees and the other does not, newest first; named are those that the asker sees too."""
    rows = _only(sight, here, there)
    named = rows.where(sight.id.in_(_ids(sight, asker)))
    wanted = _newest(sight, named if cursor is None else named.where(sight.id < cursor), limit + 1)
    found = session.scalars(wanted).all()
    ids = found[:limit]
    more = ids[-1] if len(found) > limit else None
    return {"count": _count(session, rows), "in_sight": _count(session, named), "ids": ids, "next": more}


def _part(session: Session, sight: Sight, asker: Actor, here: Actor, there: Actor, examples: int) -> Payload:
    rows = _only(sight, here, there)
    count = _count(session, rows)
    shown = _newest(sight, rows.where(sight.id.in_(_ids(sight, asker))), examples)
    return {"count": count, "examples": session.scalars(shown).all() if count and examples else ()}


def _only(sight: Sight, here: Actor, there: Actor) -> Select[Any]:
    return sight.rows(here).where(sight.id.not_in(_ids(sight, there)))


def _count(session: Session, rows: Select[Any]) -> int:
    return session.scalars(rows.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)).one()


def _newest(sight: Sight, rows: Select[Any], most: int) -> Select[Any]:
    return (
        rows.order_by(None)
        .order_by(sight.id.desc())
        .limit(most)
        .with_only_columns(sight.id, maintain_column_froms=True)
    )


def _ids(sight: Sight, actor: Actor) -> Select[Any]:
    """A question of its own about the same table: it must not take the rows of the one around it for its own."""
    return sight.rows(actor).with_only_columns(sight.id, maintain_column_froms=True).correlate(None)
