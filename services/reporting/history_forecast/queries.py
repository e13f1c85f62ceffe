"""The forecast from history, of the deals in the caller's sight."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Select, false, func
from sqlalchemy.orm import Session

from services.reporting.chances.queries import (
    HISTORY,
    Chances,
    OpenGroup,
    chances_from,
    learn_now,
    means_from,
    midnight_of,
    open_at,
    stood_at,
)
from services.reporting.chances.queries import question_of as question_of_chances
from services.reporting.deals.queries import BEGAN_AT, FACTS, WON, Deal, count_changed
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
from services.reporting.learnt_models.queries import Asked, Learnt, Lesson, Taught, count_up_to
from services.reporting.parts.queries import (
    SOURCE,
    AsOf,
    Part,
    as_of,
    counted_for,
    days_of,
    in_part,
    part_of,
    whose_of,
)
from services.reporting.stages.queries import known_rungs
from services.reporting.statements.queries import Money, grouped
from shared.actor import Actor
from shared.clock import now, today
from shared.errors import NotFound
from shared.visible import placed

Means = Mapping[tuple[str | None, str], Decimal]
_Brought = tuple[Sequence[Span], Mapping[tuple[Span, str], Decimal]]
"""The times that were looked at, the latest first, and what they brought by currency."""
MOST_COUNTED = 1_000_000
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
    learnt: Learnt
    explanation: Sequence[str] = EXPLANATION


@dataclass(frozen=True)
class ForecastErrors:
    quarters: list[QuarterError]
    means: list[MeanError]
    as_of: AsOf
    learnt: Learnt
    explanation: Sequence[str] = ERRORS


@dataclass(frozen=True)
class _Asked:
    """`moment` is until when all is known, `known` whether the amounts of open deals are those of then."""

    rows: Select[Any]
    moment: datetime
    span: Span
    known: bool

    @property
    def ahead(self) -> tuple[int, int]:
        """From which to which day from then the period still lies ahead."""
        on = self.moment.date()
        return max((self.span.since - on).days, 0), (self.span.until - on).days


def get_history_forecast(
    session: Session, actor: Actor, chances: Learnt, coming: Learnt, on: date | None = None, **part: Any
) -> HistoryForecast:
    """What a period will bring; this month when no period is named. Chances are those of all deals in the caller's own
    sight (`chances.queries.LESSON`), what deals to come bring is of the part (`COMING`).
    """
    fresh, told = as_of(session), part_of(**part)
    moment, span = _period(on, told)
    whole = replace(told, since=None, until=None)
    asked = _Asked(in_part(session, actor, FACTS, whole), moment, span, known=on is None or on >= today())
    expected, stages, windows = _forecast(session, asked, chances.parameters, _spans_from(coming.parameters))
    curve = chances_from(chances.parameters).by_age
    return HistoryForecast(
        span.since,
        span.until,
        moment.date(),
        [expected[currency] for currency in sorted(expected)],
        stages,
        windows,
        History((moment - HISTORY).date(), curve.won, curve.lost, curve.still_open),
        fresh,
        min(chances, coming, key=lambda one: one.at),
    )


def get_forecast_errors(session: Session, learnt: Mapping[str, Learnt]) -> ForecastErrors:
    """What would have been forecast at the beginning of each quarter, and what it brought: by period, as `QUARTER`
    learnt it.
    """
    fresh = as_of(session)
    found = [rules.error_from(period, told) for period, one in learnt.items() for told in one.parameters["errors"]]
    return ForecastErrors(found, rules.mean_errors(found), fresh, min(learnt.values(), key=lambda one: one.at))


def ensure_in_sight(session: Session, actor: Actor, part: Part) -> None:
    """Before anything is learnt for it. Raises `NotFound`."""
    in_part(session, actor, FACTS, part)


def question_of(on: date | None, part: Part) -> dict[str, str | bool | None]:
    """What `COMING` is asked."""
    _, span = _period(on, part)
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    return {"on": None if on is None else on.isoformat(), **days, **_told(part)}


def question_of_quarter(period: str, part: Part) -> dict[str, str | bool | None]:
    """What `QUARTER` is asked."""
    return {"period": period, **_told(part)}


def _told(part: Part) -> dict[str, str | bool | None]:
    names = ("org_unit", "include_children", "owner", "currency")
    return {name: getattr(part, name) for name in names}


def _placed(session: Session, actor: Actor, asked: Asked) -> Select[Any]:
    """The deals of the part that are in sight by owner or unit; none where the part itself is in sight by shares."""
    part = Part(**{name: asked[name] for name in _told(Part())})  # type: ignore[arg-type]
    rows = placed(Deal, actor)
    try:
        return counted_for(rows, FACTS, part, whose_of(session, actor, FACTS, part))
    except NotFound:
        return rows.where(false())


def _learn_coming(session: Session, actor: Actor, asked: Asked) -> dict[str, Any]:
    on = None if asked["on"] is None else date.fromisoformat(str(asked["on"]))
    moment, span = _period(on, _days_asked(asked))
    rows = _placed(session, actor, asked)
    spans, brought = _brought(session, _Asked(rows, moment, span, known=True))
    told = [[one.since.isoformat(), one.until.isoformat()] for one in spans]
    amounts = [[*map(str, (one.since, one.until)), currency, str(sum_)] for (one, currency), sum_ in brought.items()]
    return {"spans": told, "brought": amounts, "records": _count(session, rows), "on": moment.date()}


def _days_asked(asked: Asked) -> Part:
    return Part(date.fromisoformat(str(asked["since"])), date.fromisoformat(str(asked["until"])))


def _count(session: Session, rows: Select[Any]) -> int:
    return count_up_to(session, rows, Deal.id, MOST_COUNTED)


def _conclude_coming(found: dict[str, Any], _asked: Asked) -> Taught:
    spans = found["spans"]
    since = date.fromisoformat(spans[-1][0]) if spans else None
    return Taught({"spans": spans, "brought": found["brought"]}, {}, found["records"], since, found["on"])


def _spans_from(told: Mapping[str, Any]) -> _Brought:
    days = [Span(date.fromisoformat(since), date.fromisoformat(until)) for since, until in told["spans"]]
    return days, {
        (Span(date.fromisoformat(since), date.fromisoformat(until)), currency): Decimal(amount)
        for since, until, currency, amount in told["brought"]
    }


def _learn_quarter(session: Session, actor: Actor, asked: Asked) -> dict[str, Any]:
    """The forecast of its first day, and what came."""
    since, until = days_of(str(asked["period"]))
    rows, span = _placed(session, actor, asked), Span(since, until)
    of = _Asked(rows, midnight_of(since), span, known=False)
    learnt = learn_now(session, actor, question_of_chances(since, cast(str | None, asked["currency"])))
    expected, _, _ = _forecast(session, of, learnt.parameters, _brought(session, of))
    actual = _won(session, rows, span, midnight_of(until + timedelta(days=1)))
    naive = _won(session, rows, Span(*days_of(rules.quarters_before(since, 1)[0])), midnight_of(since))
    cases = _cases(session, of, means_from(learnt.parameters))
    errors = [
        QuarterError(
            str(asked["period"]),
            currency,
            expected[currency].total if currency in expected else None,
            naive.get(currency),
            actual[currency],
            cases.get(currency, Cases()),
        )
        for currency in sorted(actual)
    ]
    return {"errors": errors, "records": learnt.records, "since": learnt.since, "until": until}


def _conclude_quarter(found: dict[str, Any], _asked: Asked) -> Taught:
    told = [rules.told_of_error(one) for one in found["errors"]]
    return Taught({"errors": told}, {}, found["records"], found["since"], found["until"])


COMING = Lesson("new-business", (SOURCE,), _learn_coming, _conclude_coming, count_changed)
QUARTER = Lesson("forecast-error", (SOURCE,), _learn_quarter, _conclude_quarter, count_changed)


def _forecast(
    session: Session, asked: _Asked, learnt: Mapping[str, Any], coming: _Brought
) -> tuple[dict[str, Expected], list[StageOutlook], list[Window]]:
    chances = chances_from(learnt)
    groups = open_at(session, asked.rows, asked.moment, chances, asked.known)
    expected, stages = _of_pipeline(session, asked, chances, groups, means_from(learnt))
    for currency, amount in _won(session, asked.rows, asked.span, asked.moment).items():
        expected.setdefault(currency, Expected(currency)).won = amount
    return expected, stages, _add_new_business(asked, coming, expected)


def _cases(session: Session, asked: _Asked, means: Means) -> dict[str, Cases]:
    """By currency, what was open then."""
    rungs = known_rungs(session)
    found: dict[str, Cases] = {}
    for group in stood_at(session, asked.rows, asked.moment):
        mean = means.get((group.product_id, group.currency), means.get((None, group.currency)))
        rung = rungs.get(group.stage or "")
        percent = None if rung is None else rung.success_rate
        without = group.count - group.valued
        found.setdefault(group.currency, Cases()).add(group.count, without, group.amount, mean, percent)
    return found


def _period(on: date | None, part: Part) -> tuple[datetime, Span]:
    """Until when all is known, and which days are forecast."""
    moment = now() if on is None else min(midnight_of(on), now())
    day = moment.date()
    since = part.since or (day.replace(day=1) if part.until is None else day)
    until = part.until or _end_of_month(max(since, day))
    return moment, Span(since, until)


def _of_pipeline(
    session: Session, asked: _Asked, chances: Chances, groups: Sequence[OpenGroup], means: Means
) -> tuple[dict[str, Expected], list[StageOutlook]]:
    labels = known_rungs(session)
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


def _brought(session: Session, asked: _Asked) -> _Brought:
    """What deals that were yet to come brought in times of the same length."""
    on, (skipped, ahead) = asked.moment.date(), asked.ahead
    recent = asked.rows.where(asked.moment - HISTORY <= BEGAN_AT, asked.moment > BEGAN_AT)
    first = session.scalar(recent.with_only_columns(func.min(BEGAN_AT), maintain_column_froms=True))
    spans = rules.windows_before(on, ahead + 1, first.date() if first else None) if ahead >= 0 else []
    brought: dict[tuple[Span, str], Decimal] = {}
    for span in spans:
        began = recent.where(midnight_of(span.since) <= BEGAN_AT, Deal.closed_at < asked.moment)
        late = Span(span.since + timedelta(days=skipped), span.until)
        for currency, amount in _won(session, began, late, asked.moment).items():
            brought[span, currency] = amount
    return spans, brought


def _add_new_business(asked: _Asked, coming: _Brought, expected: dict[str, Expected]) -> list[Window]:
    """What deals to come will bring."""
    spans, brought = coming
    for _, currency in brought:
        expected.setdefault(currency, Expected(currency))
    for currency, sums in expected.items():
        sums.new_business = Decimal(0) if asked.ahead[1] < 0 else rules.new_business(spans, brought, currency)
    return [Window(span.since, span.until, currency, amount) for (span, currency), amount in brought.items()]


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
