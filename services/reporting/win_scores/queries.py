"""Scores of the open deals in the caller's sight, learnt from those in sight that ended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from services.reporting.customers.queries import INDUSTRY, with_customers
from services.reporting.deals.queries import BEGAN_AT, LOST, OPEN, OWNER_ID, WON, AsOf, Deal, as_of, count_changed
from services.reporting.learnt_models.queries import Asked, Learnt, Lesson, Taught
from services.reporting.parts.queries import SOURCE, days_of
from services.reporting.win_scores import rules
from services.reporting.win_scores.rules import Accuracy, Factor, Model, Past
from shared.actor import Actor
from shared.clock import today
from shared.errors import NotFound
from shared.visible import placed, visible

MOMENTS = 4
NAMES = ("seller", "product", "sector", "channel")


@dataclass(frozen=True)
class WinScore:
    opportunity_id: str
    number: str
    name: str
    score: str
    by_factors: str
    factors: Sequence[Factor]


@dataclass(frozen=True)
class WinScores:
    base_rate: str | None
    learnt_from: int
    learnt_until: date | None
    accuracy: Accuracy
    rows: list[WinScore]
    next: str | None
    as_of: AsOf
    learnt: Learnt


def get_win_scores(
    session: Session, actor: Actor, learnt: Learnt, limit: int, cursor: str, opportunity_id: str | None = None
) -> WinScores:
    """By what was learnt in the caller's sight (`LESSON`). Raises `NotFound` for a deal that is not open in sight."""
    fresh = as_of(session)
    model, accuracy = rules.model_from(learnt.parameters), rules.accuracy_from(learnt.measures)
    start = int(cursor)
    found = _open(session, visible(Deal, actor), opportunity_id, start, limit + 1)
    if opportunity_id is not None and not found:
        raise NotFound(f"There is no open deal {opportunity_id}.")
    return WinScores(
        base_rate=rules.share(model.base) if model.deals else None,
        learnt_from=model.deals,
        learnt_until=learnt.until,
        accuracy=accuracy,
        rows=[_scored(row, model, accuracy) for row in found[:limit]],
        next=str(start + limit) if len(found) > limit else None,
        as_of=fresh,
        learnt=learnt,
    )


def _collect(session: Session, actor: Actor, asked: Asked) -> list[Past]:
    """The latest deals that ended; of more they are not the same in number, but as new as any."""
    ended = with_customers(placed(Deal, actor)).where(Deal.status.in_((WON, LOST)), Deal.closed_on.is_not(None))
    latest = ended.order_by(Deal.closed_on.desc(), Deal.id.desc()).limit(rules.MOST_LEARNT)
    columns = (Deal.status, BEGAN_AT, Deal.closed_on, *_FACTORS)
    found: Sequence[Any] = session.execute(latest.with_only_columns(*columns, maintain_column_froms=True)).all()
    return [
        Past(status == WON, min(began.date(), closed), closed, _values(factors))
        for status, began, closed, *factors in found
    ]


def _conclude(past: list[Past], asked: Asked) -> Taught:
    ends = [one.ended for one in past]
    accuracy = rules.measure(past, _moments(ends))
    return Taught(
        rules.model_of(past).as_json(), asdict(accuracy), len(past), min(ends, default=None), max(ends, default=None)
    )


def _moments(ends: Sequence[date]) -> list[date]:
    """The beginnings of the last quarters in which deals ended."""
    if not ends:
        return []
    last = max(ends)
    place = last.year * 4 + (last.month - 1) // 3
    return [days_of(f"{one // 4}-Q{one % 4 + 1}")[0] for one in range(place - MOMENTS + 1, place + 1)]


LESSON = Lesson("win-scores", (SOURCE,), _collect, _conclude, count_changed)

_FACTORS = (OWNER_ID, Deal.product_id, INDUSTRY, Deal.channel)
"""In the order of their names."""


def _values(factors: Sequence[str | None]) -> dict[str, str | None]:
    return dict(zip(NAMES, factors, strict=True))


def _open(session: Session, rows: Select[Any], deal_id: str | None, start: int, limit: int) -> Sequence[Any]:
    still = with_customers(rows.where(Deal.status == OPEN))
    if deal_id is not None:
        still = still.where(Deal.id == deal_id)
    page = still.order_by(Deal.created_at.desc(), Deal.id.desc()).offset(start).limit(limit)
    columns = (Deal.id, Deal.number, Deal.name, BEGAN_AT, *_FACTORS)
    return session.execute(page.with_only_columns(*columns, maintain_column_froms=True)).all()


def _scored(row: Any, model: Model, accuracy: Accuracy) -> WinScore:
    deal_id, number, name, began, *values = row
    factors = model.factors(max((today() - began.date()).days, 0), _values(values))
    by_factors = rules.share(model.score(factors))
    score = by_factors if accuracy.better else rules.share(model.base)
    return WinScore(deal_id, number, name, score, by_factors, factors)
