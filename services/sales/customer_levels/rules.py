"""What a level may say and which customers rise to it, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from shared.errors import Conflict, RuleBroken

UNRANKED = 0
"""Below every level that somebody has defined."""


class CustomerLevelIsDefined(Conflict):
    """What a level means is said once, and changed from there."""

    code = "customer_level_defined_already"


class CustomerLevelsAreExhausted(Conflict):
    """Nobody tells so many kinds of customers apart."""

    code = "customer_levels_exhausted"


class ThresholdNeedsCurrency(RuleBroken):
    """An amount that raises a customer is one of a currency, and a currency alone says nothing."""

    code = "customer_level_threshold_currency"


@dataclass(frozen=True)
class Step:
    """A level that customers rise to when what they ordered comes to more than `over`."""

    code: str
    rank: int
    over: Decimal


@dataclass(frozen=True)
class Turnover:
    """What one customer has ordered in one currency, before and after an order was confirmed."""

    currency: str
    before: Decimal
    after: Decimal


def ensure_threshold(rises_over: Decimal | None, currency: str | None) -> None:
    if (rises_over is None) != (currency is None):
        raise ThresholdNeedsCurrency("Say both the amount over which customers rise and its currency, or neither.")


def ensure_room(levels: int, most: int) -> None:
    if levels >= most:
        raise CustomerLevelsAreExhausted(f"At most {most} levels can be told apart.")


def step_reached(steps: Iterable[Step], turnover: Turnover, rank: int) -> Step | None:
    """The highest level over whose threshold this order took the customer, if it is above the customer's `rank`.

    Only the order that crosses a threshold counts: whoever set a level by hand afterwards is not overruled by the next.
    """
    crossed = (step for step in steps if turnover.before <= step.over < turnover.after and step.rank > rank)
    return max(crossed, key=lambda step: step.rank, default=None)


def quiet_before(follow_up_days: int, today: date) -> datetime:
    """Who has been let alone since before this moment is due: 14 days may pass, and the 15th is one too many."""
    return datetime.combine(today - timedelta(days=follow_up_days), time(), UTC)
