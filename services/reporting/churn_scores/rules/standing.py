"""How a customer stood at the end of a day, and what became of those that stood so."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.reporting.churn_scores.rules.regression import Example

LOOKBACK = 365
"""A customer who has not ordered for so many days is lost already, and has no score."""
HISTORY = 3 * LOOKBACK
"""What lies further back is of another time."""
RECENTLY = 180
"""Over so many days it is counted what customers asked the service for, and which deals with them were lost."""
FACTORS = ("recency", "rhythm", "frequency", "value", "requests", "lost_deals", "contact")
NONE = "none"
"""What is said of a factor where there is nothing to tell it by."""


@dataclass(frozen=True)
class Order:
    on: date
    currency: str
    amount: float


@dataclass
class Past:
    """What is known of one customer, each in order."""

    orders: list[Order] = field(default_factory=list)
    requests: list[date] = field(default_factory=list)
    lost_deals: list[date] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)

    def in_order(self) -> "Past":
        by_day = sorted(self.orders, key=lambda one: (one.on, one.currency, one.amount))
        return Past(by_day, *(sorted(days) for days in (self.requests, self.lost_deals, self.contacts)))


@dataclass(frozen=True)
class Standing:
    """How a customer stood at the end of a day: what is told of it, and what it is judged by."""

    quiet_days: int
    interval: float | None
    orders: int
    value_ratio: float | None
    requests: int
    lost_deals: int
    contact_days: int | None

    @property
    def values(self) -> tuple[str, ...]:
        """Those of the factors, in their order."""
        rhythm = None if self.interval is None else self.quiet_days / max(self.interval, 1.0)
        return (
            _step(self.quiet_days, (30, 60, 90, 180)),
            _step(rhythm, (0.5, 1, 1.5, 3)),
            _step(self.orders, (1, 2, 5, 11)),
            _step(self.value_ratio, (0.5, 0.9, 1.1, 2)),
            _step(self.requests, (0, 1)),
            _step(self.lost_deals, (0, 1)),
            _step(self.contact_days, (30, 90)),
        )


def stand(past: Past, day: date) -> Standing | None:
    """None for who has not ordered within the lookback. Nothing of later days is looked at."""
    days = [one.on for one in past.orders]
    end, begin = bisect_right(days, day), bisect_right(days, day - timedelta(days=LOOKBACK))
    orders = past.orders[begin:end]
    if not orders:
        return None
    different = sorted({one.on for one in orders})
    span = (different[-1] - different[0]).days
    touched = bisect_right(past.contacts, day)
    return Standing(
        quiet_days=(day - different[-1]).days,
        interval=span / (len(different) - 1) if len(different) > 1 else None,
        orders=len(orders),
        value_ratio=_against_before(orders),
        requests=_within(past.requests, day),
        lost_deals=_within(past.lost_deals, day),
        contact_days=(day - past.contacts[touched - 1]).days if touched else None,
    )


def _against_before(orders: Sequence[Order]) -> float | None:
    """The last order against the mean of those before it in its currency."""
    last = orders[-1]
    before = [one.amount for one in orders[:-1] if one.currency == last.currency]
    mean = sum(before) / len(before) if before else 0.0
    return last.amount / mean if mean > 0 else None


def _within(days: Sequence[date], day: date) -> int:
    return bisect_right(days, day) - bisect_right(days, day - timedelta(days=RECENTLY))


def _step(number: float | None, borders: Sequence[float]) -> str:
    """Between which borders a number lies: "up to 30", "over 30 up to 60", "over 180"."""
    if number is None:
        return NONE
    place = sum(border < number for border in borders)
    below = f"over {borders[place - 1]}" if place else ""
    above = f"up to {borders[place]}" if place < len(borders) else ""
    return " ".join(part for part in (below, above) if part)


def examples_at(pasts: Iterable[Past], day: date, horizon: int) -> list[Example]:
    """Each customer who ordered within the lookback, as it stood on that day, and whether it was gone: it did not order
    on any of the days of the horizon that followed.
    """
    found = []
    for past in pasts:
        standing = stand(past, day)
        if standing is not None:
            following = bisect_right([one.on for one in past.orders], day)
            last = day + timedelta(days=horizon)
            stayed = following < len(past.orders) and past.orders[following].on <= last
            found.append(Example(standing.values, not stayed))
    return found
