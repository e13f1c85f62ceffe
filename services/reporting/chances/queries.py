"""What is known at some moment of how deals ended, and of those that were open then. All begins at the rows given,
which are deals in the caller's sight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from services.reporting.chances.rules import FEWEST_ENDED, Curve, Ended, curve_of
from services.reporting.deals.queries import BEGAN_AT, FACTS, LOST, WON, Deal, count_changed
from services.reporting.learnt_models.queries import Asked, Lesson, Taught, ends_for, some_of
from services.reporting.parts.queries import SOURCE, Part, Whose, counted_for
from services.reporting.statements.queries import Count, Measure, Money, grouped
from services.reporting.stays.queries import DealStay
from shared.actor import Actor
from shared.clock import now
from shared.contracts.sales.stages import OUTCOMES
from shared.persistence.days import days_between
from shared.persistence.types import UtcTime
from shared.visible import placed

__all__ = ["FEWEST_ENDED", "Curve"]
YEARS = 3
HISTORY = timedelta(days=YEARS * 365)
"""Deals that began before are of another time."""
MOST_LEARNT = 100_000
"""Of more deals a part is taken, by the ends of their ids."""
FIRST_ENTRY: ColumnElement[datetime] = func.min(DealStay.entered_at, type_=UtcTime)


@dataclass(frozen=True)
class Chances:
    """By the age of a deal since work on it began, and by the time since it came to a stage."""

    by_age: Curve
    by_stage: Mapping[str, Curve]

    @property
    def telling(self) -> list[str]:
        """The stages from which enough deals have come to an end."""
        return sorted(stage for stage, curve in self.by_stage.items() if curve.tells)

    def of(self, stage: str | None) -> Curve:
        return self.by_stage[stage] if stage in self.telling and stage is not None else self.by_age


@dataclass(frozen=True)
class OpenGroup:
    """Open deals alike: in a stage, so many days old, in a currency. Those without a known amount are of a product."""

    stage: str | None
    age: int
    currency: str
    product_id: str | None
    count: int
    valued: int
    amount: Decimal


@dataclass(frozen=True)
class StoodGroup:
    """Deals that were open and stood alike: in a stage, or in one that nobody knows. The amount is what they were worth
    when they came to it; those without one are of a product.
    """

    stage: str | None
    currency: str
    product_id: str | None
    count: int
    valued: int
    amount: Decimal


def stood_at(session: Session, rows: Select[Any], moment: datetime) -> list[StoodGroup]:
    """How the deals stood that were open then, as far as that was written down at the time."""
    latest = _latest_entries(moment)
    found = rows.outerjoin(latest, and_(latest.c.deal_id == Deal.id, latest.c.place == 1)).where(was_open(moment))
    amount = case((latest.c.currency == Deal.currency, latest.c.amount))
    dimensions = {
        "stage": latest.c.stage,
        "currency": Deal.currency,
        "product": case((amount.is_(None), Deal.product_id)),
    }
    measures: dict[str, Measure] = {"count": Count(), "valued": Count(amount), "amount": Money(amount)}
    groups = session.execute(grouped(found, dimensions, {}, measures)).all()
    return [
        StoodGroup(stage, currency, product, count, valued, total or Decimal(0))
        for stage, currency, product, count, valued, total in groups
    ]


def question_of(on: date | None, currency: str | None) -> dict[str, str | None]:
    """What chances are learnt of: as of the beginning of a day that is past, or of today."""
    return {"on": None if on is None or midnight_of(on) > now() else on.isoformat(), "currency": currency}


def midnight_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def chances_from(told: Mapping[str, Any]) -> Chances:
    """From the parameters that `LESSON` learnt."""
    return Chances(_curve(told["by_age"]), {stage: _curve(ended) for stage, ended in told["by_stage"].items()})


def means_from(told: Mapping[str, Any]) -> dict[tuple[str | None, str], Decimal]:
    """What a won deal came to on average by product and currency; by currency alone under no product."""
    return {(product, currency): Decimal(mean) for product, currency, mean in told["means"]}


def learn_now(session: Session, actor: Actor, asked: Asked) -> Taught:
    """For what is learnt from chances in its turn, and kept itself."""
    return _conclude(_collect(session, actor, asked), asked)


def _curve(ended: Sequence[Sequence[int]]) -> Curve:
    return curve_of(Ended(*one) for one in ended)


def _collect(session: Session, actor: Actor, asked: Asked) -> dict[str, Any]:
    moment = now() if asked["on"] is None else midnight_of(date.fromisoformat(str(asked["on"])))
    rows = counted_for(placed(Deal, actor), FACTS, Part(currency=cast(str | None, asked["currency"])), Whose())
    recent = rows.where(moment - HISTORY <= BEGAN_AT, moment > BEGAN_AT)
    count = session.scalar(recent.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    ends = ends_for(count, MOST_LEARNT)
    some = some_of(recent, Deal.id, ends)
    by_age = _ended(session, some, {}, BEGAN_AT, moment).get((), [])
    entered = _first_entries(moment)
    of_stages = some.join(entered, entered.c.deal_id == Deal.id)
    by_stage = _ended(session, of_stages, {"stage": entered.c.stage}, entered.c.entered_at, moment)
    means = _won_means(session, some_of(rows, Deal.id, ends), moment)
    return {"moment": moment, "by_age": by_age, "by_stage": by_stage, "means": means}


def _conclude(found: dict[str, Any], _asked: Asked) -> Taught:
    curve, until = curve_of(found["by_age"]), found["moment"].date()
    parameters = {
        "by_age": _told(found["by_age"]),
        "by_stage": {str(stage): _told(ended) for (stage,), ended in found["by_stage"].items()},
        "means": [[product, currency, str(mean)] for (product, currency), mean in found["means"].items()],
    }
    records, since = curve.ended + curve.still_open, (found["moment"] - HISTORY).date()
    return Taught(parameters, {}, records, since, until)


def _told(ended: Sequence[Ended]) -> list[list[int]]:
    return sorted([one.age, one.won, one.lost, one.still_open] for one in ended)


LESSON = Lesson("chances", (SOURCE,), _collect, _conclude, count_changed)


def open_at(session: Session, rows: Select[Any], moment: datetime, chances: Chances, known: bool) -> list[OpenGroup]:
    """The deals that were open then, by the clock that tells most about them. Amounts count only as far as they are
    `known` to have been known then.
    """
    latest = _latest_entries(moment)
    found = rows.outerjoin(latest, and_(latest.c.deal_id == Deal.id, latest.c.place == 1)).where(was_open(moment))
    since = case((latest.c.stage.in_(chances.telling), latest.c.entered_at), else_=BEGAN_AT)
    amount = Deal.amount if known else case((Deal.amount.is_(None), Deal.amount))
    dimensions = {
        "stage": latest.c.stage,
        "age": days_between(since, _literal(moment)),
        "currency": Deal.currency,
        "product": case((amount.is_(None), Deal.product_id)),
    }
    measures: dict[str, Measure] = {"count": Count(), "valued": Count(amount), "amount": Money(amount)}
    groups = session.execute(grouped(found, dimensions, {}, measures)).all()
    return [
        OpenGroup(stage, max(age, 0), currency, product, count, valued, total or Decimal(0))
        for stage, age, currency, product, count, valued, total in groups
    ]


def _won_means(session: Session, rows: Select[Any], moment: datetime) -> dict[tuple[str | None, str], Decimal]:
    won = rows.where(Deal.status == WON, Deal.closed_at < moment, Deal.closed_at >= moment - HISTORY)
    dimensions = {"product": Deal.product_id, "currency": Deal.currency}
    sums: dict[tuple[str | None, str], tuple[int, Decimal]] = {}
    for product, currency, count, amount in session.execute(
        grouped(won, dimensions, {}, {"count": Count(Deal.amount), "amount": Money(Deal.amount)})
    ):
        for key in {(product, currency), (None, currency)}:
            before = sums.get(key, (0, Decimal(0)))
            sums[key] = before[0] + count, before[1] + (amount or 0)
    return {key: amount / count for key, (count, amount) in sums.items() if count}


def was_open(moment: datetime) -> ColumnElement[bool]:
    return and_(moment > BEGAN_AT, or_(Deal.closed_at.is_(None), Deal.closed_at >= moment))


def _ended(
    session: Session, rows: Select[Any], keys: Mapping[str, Any], since: Any, moment: datetime
) -> dict[tuple[Any, ...], list[Ended]]:
    """By these keys, at which age deals were won, lost, or were last seen open."""
    count = {"count": Count()}
    closed = rows.where(Deal.status.in_((WON, LOST)), Deal.closed_at < moment)
    by = {**keys, "status": Deal.status, "age": days_between(since, Deal.closed_at)}
    found: dict[tuple[Any, ...], list[Ended]] = {}
    for *key, status, age, deals in session.execute(grouped(closed, by, {}, count)):
        one = Ended(age, deals if status == WON else 0, deals if status == LOST else 0)
        found.setdefault(tuple(key), []).append(one)
    by = {**keys, "age": days_between(since, _literal(moment))}
    for *key, age, deals in session.execute(grouped(rows.where(was_open(moment)), by, {}, count)):
        found.setdefault(tuple(key), []).append(Ended(age, still_open=deals))
    return found


def _first_entries(moment: datetime) -> Subquery:
    """When each deal first came to each stage."""
    entries = select(DealStay.deal_id, DealStay.stage, FIRST_ENTRY.label("entered_at"))
    known = entries.where(DealStay.entered_at < moment, DealStay.stage.not_in(OUTCOMES))
    return known.group_by(DealStay.deal_id, DealStay.stage).subquery("first_entries")


def _latest_entries(moment: datetime) -> Subquery:
    """The stage in which each deal was then is that of place 1."""
    order = (DealStay.entered_at.desc(), DealStay.version.desc())
    place = func.row_number().over(partition_by=DealStay.deal_id, order_by=order).label("place")
    worth = (DealStay.amount, DealStay.currency)
    entries = select(DealStay.deal_id, DealStay.stage, DealStay.entered_at, *worth, place)
    return entries.where(DealStay.entered_at < moment, DealStay.stage.not_in(OUTCOMES)).subquery("latest_entries")


def _literal(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UtcTime)
