"""Reading what was learnt, and judging whether it may be told still."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from services.reporting.learnt_models import rules
from services.reporting.learnt_models.model import LearntModel
from services.reporting.learnt_models.rules import Age, Present, Sight, Verdict, ends_for
from services.reporting.parts.queries import AsOf
from services.reporting.rebuilding.queries import is_rebuilding
from shared.actor import SYSTEM_ID, Actor, Reach
from shared.bus.inbox import taken_in
from shared.clock import now
from shared.persistence.platform import OrgState

__all__ = ["Sight", "Verdict", "ends_for"]

Asked = Mapping[str, str | int | bool | None]
CLOCKS_DIFFER = timedelta(seconds=10)
"""What changed so shortly before may have been committed after it was learnt."""


@dataclass(frozen=True)
class Taught:
    """What was concluded, as JSON: `parameters`, and `measures` of how far they were right; from how many records of
    which days.
    """

    parameters: dict[str, Any]
    measures: dict[str, Any]
    records: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Lesson:
    """How one kind of model is learnt: what is read of the sight of an actor, by owner and by unit, and what is
    concluded from that, without a session. `changed` counts records that changed since a moment, no further than it
    is told.
    `sources` are the services from whose events all this comes.
    """

    kind: str
    sources: Sequence[str]
    collect: Callable[[Session, Actor, Asked], Any]
    conclude: Callable[[Any, Asked], Taught]
    changed: Callable[[Session, Actor, Asked, datetime, int], int]


@dataclass(frozen=True)
class Learnt:
    """What is told of a model, and what it says."""

    parameters: Mapping[str, Any]
    measures: Mapping[str, Any]
    records: int
    since: date | None
    until: date | None
    at: datetime
    as_of: AsOf


@dataclass(frozen=True)
class Kept:
    """A model as it was found: `age` is None where nothing is learnt."""

    key: str
    age: Age | None
    verdict: Verdict
    used_at: datetime
    learnt: Learnt | None


def find_kept(session: Session, sight: Sight, lesson: Lesson, asked: Asked) -> Kept | None:
    """What is kept for this sight; nothing of it but its age when it is of no use."""
    row = session.scalar(select(LearntModel).where(LearntModel.key == rules.key_of(lesson.kind, sight, asked)))
    return None if row is None else _judged(session, row, lesson, thoroughly=False)


@dataclass(frozen=True)
class Due:
    kind: str
    sight: Sight
    asked: Asked
    age: Age | None


def find_due(session: Session, lessons: Mapping[str, Lesson], most: int) -> list[Due]:
    """Models in use that have drifted or grown old, those first that were learnt first. Small ones are no part of it:
    whoever asks learns them anew.
    """
    moment = now()
    in_use = (LearntModel.used_at >= moment - rules.IN_USE, LearntModel.records >= rules.FEW)
    seldom = LearntModel.learnt_at < moment - rules.SELDOM
    rows = session.scalars(select(LearntModel).where(*in_use, seldom).order_by(LearntModel.learnt_at).limit(most))
    known = [row for row in rows if row.kind in lessons]
    judged = [(row, _judged(session, row, lessons[row.kind], thoroughly=True).verdict) for row in known]
    return [Due(row.kind, row.sight, dict(row.asked), row.age) for row, verdict in judged if verdict == Verdict.DUE]


def lock_model(session: Session, key: str) -> LearntModel | None:
    return session.scalar(select(LearntModel).where(LearntModel.key == key).with_for_update())


def least_lately_used(session: Session, kept: int) -> list[str]:
    """The keys of all but so many that were asked for last."""
    rows = select(LearntModel.key).order_by(LearntModel.used_at.desc(), LearntModel.key).offset(kept)
    return list(session.scalars(rows.limit(rules.MOST_KEPT)))


def present(session: Session, lesson: Lesson) -> Present:
    """Ask before collecting: what is collected may only be newer."""
    version = session.scalar(select(OrgState.version)) or 0
    if is_rebuilding(session):
        return Present(now(), {rules.REBUILDING: 1}, version)
    return Present(now(), {source: taken_in(session, source) for source in lesson.sources}, version)


def actor_with(sight: Sight) -> Actor:
    """Nobody in particular, who sees so far."""
    reaches = frozenset(Reach(one) for one in sight.reaches)
    places = (sight.unit_path or "", sight.person_path or "")
    ids = (sight.user_id or SYSTEM_ID, "sight", "Sight", sight.unit_id or SYSTEM_ID)
    return Actor(*ids, *places, "reporting.learnt_model:learn", reaches, reaches)


def some_of(rows: Select[Any], record_id: Any, ends: int) -> Select[Any]:
    """Those of the rows whose ids end in so many zeros: the same each time, and the ends of ids say nothing of them."""
    return rows.where(cast(record_id, String(36)).like(f"%{'0' * ends}")) if ends else rows


def count_up_to(session: Session, rows: Select[Any], record_id: Any, most: int) -> int:
    found = rows.with_only_columns(record_id, maintain_column_froms=True).limit(most).subquery("found")
    return session.scalar(select(func.count()).select_from(found)) or 0


def _judged(session: Session, row: LearntModel, lesson: Lesson, *, thoroughly: bool) -> Kept:
    age = row.age
    if age is None:
        return Kept(row.key, None, Verdict.USELESS, row.used_at, None)
    actor, since = actor_with(row.sight), age.learnt_at - CLOCKS_DIFFER

    def changed(most: int) -> int:
        return lesson.changed(session, actor, row.asked, since, most)

    verdict = rules.judge(age, row.sight, present(session, lesson), changed, thoroughly=thoroughly)
    return Kept(row.key, age, verdict, row.used_at, None if verdict == Verdict.USELESS else learnt_of(row))


def learnt_of(row: LearntModel) -> Learnt:
    """Raises `LookupError` for what nothing was learnt for."""
    if row.learnt_at is None or row.parameters is None or row.measures is None:
        raise LookupError("Nothing is learnt for this model yet.")
    told = (row.records, row.since, row.until, row.learnt_at, AsOf(row.position, row.position_at))
    return Learnt(row.parameters, row.measures, *told)
