"""What a period is expected to bring, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NOTHING = Decimal(0)
CENT, RATE, COUNT = Decimal("0.01"), Decimal("0.0001"), Decimal("0.1")
MOST_WINDOWS = 4
BEST_CASE, COMMIT, WEIGHTED = "best_case", "commit", "weighted"
COMMIT_PERCENT = 75
"""As in the forecast of today."""


@dataclass(frozen=True)
class Span:
    """Days, both included."""

    since: date
    until: date


@dataclass
class Expected:
    """In one currency; what cannot be told is None."""

    currency: str
    won: Decimal = NOTHING
    pipeline: Decimal | None = NOTHING
    new_business: Decimal | None = None

    @property
    def total(self) -> Decimal | None:
        if self.pipeline is None or self.new_business is None:
            return None
        return self.won + self.pipeline + self.new_business


@dataclass
class StageOutlook:
    stage: str | None
    label: str | None
    basis: str
    ended_before: int
    chance: str | None
    days_to_end: int | None
    count: int = 0
    won: Decimal = NOTHING
    beyond_history: int = 0
    estimated: int = 0
    unvalued: int = 0

    @property
    def expected_won(self) -> str | None:
        return None if self.basis == "none" else str(self.won.quantize(COUNT, ROUND_HALF_UP))


@dataclass(frozen=True)
class Window:
    since: date
    until: date
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class CaseError:
    """What best case, commit or weighted would have said; None where it cannot be known what it was."""

    case: str
    forecast: Decimal | None
    actual: Decimal

    @property
    def error(self) -> str | None:
        return share(self.forecast, self.actual)


@dataclass
class Cases:
    """The deals in one currency that were open at a moment, by what was written down of them then."""

    open_count: int = 0
    stage_unknown: int = 0
    estimated: int = 0
    unvalued: int = 0
    best_case: Decimal = NOTHING
    commit: Decimal = NOTHING
    weighted: Decimal = NOTHING

    def add(self, count: int, without: int, amount: Decimal, mean: Decimal | None, percent: int | None) -> None:
        """Deals alike, `without` of them without an amount, which count with the mean; `percent` is None where their
        stage of then is not known.
        """
        self.open_count += count
        self.stage_unknown += count if percent is None else 0
        self.estimated += without if mean is not None else 0
        self.unvalued += without if mean is None else 0
        worth = amount + (mean or NOTHING) * without
        self.best_case += worth
        self.weighted += worth * (percent or 0) / 100
        self.commit += worth if percent is not None and percent >= COMMIT_PERCENT else NOTHING

    def errors(self, actual: Decimal) -> list[CaseError]:
        """Nothing is said for deals of which nobody knows what they were worth, or how likely they were."""
        likely = not self.unvalued and not self.stage_unknown
        known = {BEST_CASE: not self.unvalued, COMMIT: likely, WEIGHTED: likely}
        return [CaseError(case, cents(getattr(self, case)) if told else None, actual) for case, told in known.items()]


@dataclass(frozen=True)
class QuarterError:
    period: str
    currency: str
    forecast: Decimal | None
    naive: Decimal | None
    actual: Decimal
    open_at_beginning: Cases = field(default_factory=Cases)

    @property
    def cases(self) -> list[CaseError]:
        return self.open_at_beginning.errors(self.actual)

    @property
    def error(self) -> str | None:
        return share(self.forecast, self.actual)

    @property
    def naive_error(self) -> str | None:
        return share(self.naive, self.actual)


def told_of_error(one: QuarterError) -> dict[str, Any]:
    """As JSON, of which `error_from` makes the same."""
    amounts = {
        name: None if value is None else str(value)
        for name, value in (("forecast", one.forecast), ("naive", one.naive), ("actual", one.actual))
    }
    cases = {
        name: str(value) if isinstance(value, Decimal) else value for name, value in vars(one.open_at_beginning).items()
    }
    return {"currency": one.currency, **amounts, "cases": cases}


def error_from(period: str, told: Mapping[str, Any]) -> QuarterError:
    cases: dict[str, Any] = {
        name: Decimal(value) if isinstance(value, str) else value for name, value in told["cases"].items()
    }
    forecast, naive = (None if told[name] is None else Decimal(told[name]) for name in ("forecast", "naive"))
    return QuarterError(period, told["currency"], forecast, naive, Decimal(told["actual"]), Cases(**cases))


@dataclass(frozen=True)
class CaseMean:
    case: str
    errors: Sequence[Decimal]

    @property
    def quarters(self) -> int:
        return len(self.errors)

    @property
    def mean_error(self) -> str | None:
        return _mean(self.errors)


@dataclass(frozen=True)
class MeanError:
    currency: str
    errors: Sequence[tuple[Decimal, Decimal]] = field(default_factory=list)
    cases: Sequence[CaseMean] = ()

    @property
    def quarters(self) -> int:
        return len(self.errors)

    @property
    def mean_error(self) -> str | None:
        return _mean([ours for ours, _ in self.errors])

    @property
    def naive_mean_error(self) -> str | None:
        return _mean([naive for _, naive in self.errors])

    @property
    def better(self) -> bool | None:
        ours, naive = self.mean_error, self.naive_mean_error
        return None if ours is None or naive is None else Decimal(ours) < Decimal(naive)


def windows_before(on: date, days: int, first: date | None) -> list[Span]:
    """The last times of this length before a day in which there were deals from the beginning on, latest first. There
    is none of what is longer than all that is known.
    """
    if first is None or days > (on - first).days:
        return []
    spans = [
        Span(on - timedelta(days=days * place), on - timedelta(days=days * (place - 1) + 1))
        for place in range(1, MOST_WINDOWS + 1)
    ]
    return [span for span in spans if first <= span.since]


def new_business(windows: Sequence[Span], brought: Mapping[tuple[Span, str], Decimal], currency: str) -> Decimal | None:
    """The mean over these times; None where there is none."""
    if not windows:
        return None
    total = sum((brought.get((span, currency), NOTHING) for span in windows), NOTHING)
    return cents(total / len(windows))


def quarters_before(day: date, many: int) -> list[str]:
    """The last quarters that were over by this day, earliest first: 2017-Q3, 2017-Q4."""
    place = day.year * 4 + (day.month - 1) // 3
    return [f"{one // 4}-Q{one % 4 + 1}" for one in range(place - many, place)]


def mean_errors(quarters: Sequence[QuarterError]) -> list[MeanError]:
    """By currency, over the quarters of which both errors are known; of each case over those of which its own is."""
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for one in quarters:
        known = found.setdefault(one.currency, [])
        if one.error is not None and one.naive_error is not None:
            known.append((abs(Decimal(one.error)), abs(Decimal(one.naive_error))))
    return [MeanError(currency, errors, _case_means(quarters, currency)) for currency, errors in sorted(found.items())]


def _case_means(quarters: Iterable[QuarterError], currency: str) -> list[CaseMean]:
    told = [case for one in quarters if one.currency == currency for case in one.cases]
    return [
        CaseMean(name, [abs(Decimal(one.error)) for one in told if one.case == name and one.error is not None])
        for name in (BEST_CASE, COMMIT, WEIGHTED)
    ]


def share(said: Decimal | None, actual: Decimal) -> str | None:
    """By which share of what came a forecast was too high; None where nothing came."""
    return None if said is None or not actual else str(((said - actual) / actual).quantize(RATE, ROUND_HALF_UP))


def rate(chance: float | None) -> str | None:
    return None if chance is None else str(Decimal(chance).quantize(RATE, ROUND_HALF_UP))


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _mean(errors: Sequence[Decimal]) -> str | None:
    return str((sum(errors, NOTHING) / len(errors)).quantize(RATE, ROUND_HALF_UP)) if errors else None
