"""The forecast from history, of the deals in the caller's sight."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from services.reporting.chances.queries import HISTORY, Chances, OpenGroup, chances_at, open_at, stood_at, won_means
from services.reporting.deals.queries import BEGAN_AT, FACTS, WON, Deal
from services.reporting.history_forecast import rules
from services.reporting.history_forecast.rules import (
    Cases,
    Expected,
    MeanError,
    QuarterError,
    Span,
    StageOutlook,
    Window,
    cents,
)
from services.reporting.parts.queries import AsOf, Part, as_of, days_of, in_part, part_of
from services.reporting.stages.queries import known_rungs
from services.reporting.statements.queries import Money, grouped
from shared.actor import Actor
from shared.clock import now, today

EXPLANATION = (
    "Each open deal is held against deals of before that had come as far: those that came to its stage, by the days"
    " since, where at least 30 of them have ended, else all deals by their age. Deals that are still open count for as"
    " long as they have been.",
    "Its chance is the share of these that were won as many days later as the period lies ahead; times its amount it is"
    " what the deal is expected to bring. A deal older than any that ended is expected to bring nothing.",
    "A deal without a known amount counts with the mean of won deals of its product, else of all, in its currency.",
    "New business is the mean of what deals brought that began and were won within up to four times of the same length"
    " just before.",
)
ERRORS = (
    "Each forecast is made as of the first day of its quarter, from deals that had begun and ended by then. Amounts of"
    " deals that were open are not known as of then and counted with means.",
    "It is held against what was won in the quarter, beside the naive forecast that it brings what the quarter before"
    " did.",
    "Best case, commit and weighted count all deals that were open then: the days on which these were expected to close"
    " are not kept as they were. A deal counts with what it was worth when it came to the stage in which it stood, else"
    " with the mean of won deals; its likelihood is the rate of that stage today, since sellers' own are not kept.",
    "Where the stage of an open deal is not known, as of deals that were recorded once they were closed, commit and"
    " weighted are not known either.",
)


@dataclass(frozen=True)
class History:
    since: date
    won: int
    lost: int
    still_open: int


@dataclass(frozen=True)
class HistoryForecast:
    since: date
    until: date
    on: date
    amounts_by_currency: list[Expected]
    stages: list[StageOutlook]
    new_business_from: list[Window]
    history: History
    as_of: AsOf
    explanation: Sequence[str] = EXPLANATION


@dataclass(frozen=True)
class ForecastErrors:
    quarters: list[QuarterError]
    means: list[MeanError]
    as_of: AsOf
    explanation: Sequence[str] = ERRORS


@dataclass(frozen=True)
class _Asked:
    """`moment` is until when all is known, `known` whether the amounts of open deals are those of then."""

    rows: Select[Any]
    sight: Select[Any]
    moment: datetime
    span: Span
    known: bool

    @property
    def ahead(self) -> tuple[int, int]:
        """From which to which day from then the period still lies ahead."""
        on = self.moment.date()
        return max((self.span.since - on).days, 0), (self.span.until - on).days


def get_history_forecast(session: Session, actor: Actor, on: date | None = None, **part: Any) -> HistoryForecast:
    """What a period will bring; this month when no period is named. Chances are those of all deals in sight."""
    fresh = as_of(session)
    asked = _asked(session, actor, on, part_of(**part))
    chances = chances_at(session, asked.sight, asked.moment)
    groups = open_at(session, asked.rows, asked.moment, chances, asked.known)
    expected, stages = _of_pipeline(session, asked, chances, groups)
    for currency, amount in _won(session, asked.rows, asked.span, asked.moment).items():
        expected.setdefault(currency, Expected(currency)).won = amount
    windows = _add_new_business(session, asked, expected)
    curve, since = chances.by_age, (asked.moment - HISTORY).date()
    return HistoryForecast(
        asked.span.since,
        asked.span.until,
        asked.moment.date(),
        [expected[currency] for currency in sorted(expected)],
        stages,
        windows,
        History(since, curve.won, curve.lost, curve.still_open),
        fresh,
    )


def get_forecast_errors(
    session: Session, actor: Actor, quarters: int, on: date | None = None, **part: Any
) -> ForecastErrors:
    """What would have been forecast at the beginning of each quarter, and what it brought."""
    fresh = as_of(session)
    found: list[QuarterError] = []
    for period in rules.quarters_before(on or today(), quarters):
        since, until = days_of(period)
        forecast = get_history_forecast(session, actor, since, since=since, until=until, **part)
        said = {one.currency: one.total for one in forecast.amounts_by_currency}
        rows = in_part(session, actor, FACTS, part_of(**part))
        actual = _won(session, rows, Span(since, until), _midnight(until + timedelta(days=1)))
        before = days_of(rules.quarters_before(since, 1)[0])
        naive = _won(session, rows, Span(*before), _midnight(since))
        cases = _cases(session, _asked(session, actor, since, part_of(since=since, until=until, **part)))
        for currency in sorted(actual):
            of = (said.get(currency), naive.get(currency), actual[currency])
            found.append(QuarterError(period, currency, *of, cases.get(currency, Cases())))
    return ForecastErrors(found, rules.mean_errors(found), fresh)


def _cases(session: Session, asked: _Asked) -> dict[str, Cases]:
    """By currency, what was open then."""
    means, rungs = won_means(session, asked.sight, asked.moment), known_rungs(session)
    found: dict[str, Cases] = {}
    for group in stood_at(session, asked.rows, asked.moment):
        mean = means.get((group.product_id, group.currency), means.get((None, group.currency)))
        rung = rungs.get(group.stage or "")
        percent = None if rung is None else rung.success_rate
        without = group.count - group.valued
        found.setdefault(group.currency, Cases()).add(group.count, without, group.amount, mean, percent)
    return found


def _asked(session: Session, actor: Actor, on: date | None, part: Part) -> _Asked:
    moment = now() if on is None else min(_midnight(on), now())
    day = moment.date()
    since = part.since or (day.replace(day=1) if part.until is None else day)
    until = part.until or _end_of_month(max(since, day))
    whole = replace(part, since=None, until=None)
    rows = in_part(session, actor, FACTS, whole)
    sight = in_part(session, actor, FACTS, Part(currency=part.currency))
    return _Asked(rows, sight, moment, Span(since, until), known=on is None or on >= today())


def _of_pipeline(
    session: Session, asked: _Asked, chances: Chances, groups: Sequence[OpenGroup]
) -> tuple[dict[str, Expected], list[StageOutlook]]:
    means, labels = won_means(session, asked.sight, asked.moment), known_rungs(session)
    expected: dict[str, Expected] = {}
    stages: dict[str | None, StageOutlook] = {}
    since, until = asked.ahead
    for group in groups:
        rung = labels.get(group.stage or "")
        stage = stages.setdefault(group.stage, _stage(group.stage, rung.name if rung else group.stage, chances))
        sums = expected.setdefault(group.currency, Expected(group.currency))
        stage.count += group.count
        if stage.basis == "none":
            sums.pipeline = None
            continue
        chance = chances.of(group.stage).chance(group.age, since, until) if until >= since else 0.0
        stage.beyond_history += group.count if chance is None else 0
        likely = Decimal(chance or 0.0)
        stage.won += likely * group.count
        _value(
            sums, stage, group, likely, means.get((group.product_id, group.currency), means.get((None, group.currency)))
        )
    for sums in expected.values():
        sums.pipeline = None if sums.pipeline is None else cents(sums.pipeline)
    return expected, sorted(stages.values(), key=lambda one: -_place(labels.get(one.stage or "")))


def _place(rung: Any) -> int:
    return rung.position if rung else 0


def _stage(stage: str | None, label: str | None, chances: Chances) -> StageOutlook:
    curve = chances.of(stage)
    basis = "none" if not curve.tells else "stage" if stage in chances.telling else "age"
    if basis == "none":
        return StageOutlook(stage, label, basis, curve.ended, None, None)
    return StageOutlook(stage, label, basis, curve.ended, rules.rate(curve.chance(0)), curve.days_left(0))


def _value(sums: Expected, stage: StageOutlook, group: OpenGroup, likely: Decimal, mean: Decimal | None) -> None:
    """Add what a group is expected to bring: by its own amounts, and the mean for those without."""
    without = group.count - group.valued
    brings = group.amount + (mean or 0) * without
    stage.estimated += without if mean is not None else 0
    stage.unvalued += without if mean is None else 0
    if sums.pipeline is not None:
        sums.pipeline += brings * likely


def _won(session: Session, rows: Select[Any], span: Span, moment: datetime) -> dict[str, Decimal]:
    """What was won in these days, as far as it was by then."""
    won = rows.where(Deal.status == WON, Deal.closed_on.between(span.since, span.until), Deal.closed_at < moment)
    return _by_currency(session, won)


def _by_currency(session: Session, rows: Select[Any]) -> dict[str, Decimal]:
    sums = session.execute(grouped(rows, {"currency": Deal.currency}, {}, {"amount": Money(Deal.amount)}))
    return {currency: amount or Decimal(0) for currency, amount in sums}


def _add_new_business(session: Session, asked: _Asked, expected: dict[str, Expected]) -> list[Window]:
    """What deals to come will bring, from what such deals brought in times of the same length."""
    on, (skipped, ahead) = asked.moment.date(), asked.ahead
    recent = asked.rows.where(asked.moment - HISTORY <= BEGAN_AT, asked.moment > BEGAN_AT)
    first = session.scalar(recent.with_only_columns(func.min(BEGAN_AT), maintain_column_froms=True))
    spans = rules.windows_before(on, ahead + 1, first.date() if first else None) if ahead >= 0 else []
    brought: dict[tuple[Span, str], Decimal] = {}
    for span in spans:
        began = recent.where(_midnight(span.since) <= BEGAN_AT, Deal.closed_at < asked.moment)
        late = Span(span.since + timedelta(days=skipped), span.until)
        for currency, amount in _won(session, began, late, asked.moment).items():
            brought[span, currency] = amount
            expected.setdefault(currency, Expected(currency))
    for currency, sums in expected.items():
        sums.new_business = Decimal(0) if ahead < 0 else rules.new_business(spans, brought, currency)
    return [Window(span.since, span.until, currency, amount) for (span, currency), amount in brought.items()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
