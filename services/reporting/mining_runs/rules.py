"""How a run goes, and how customers are segmented and pairs are weighed, in plain Python: no database, no wire."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from shared.errors import Conflict, Forbidden, NotFound, RuleBroken

KEPT = timedelta(days=30)
MOST_WAITING = 10
MOST_ORDERS = 500_000
MOST_PAIRINGS = 20_000_000
MOST_PAIRS = 500
SECONDS_A_STATEMENT = 20.0
HELD = timedelta(minutes=2)
"""For how long a process may work at a step without saying so again: longer than the three statements of the longest
step may take, or others would take up what is only slow, one after the other.
"""
STEPS = 3
"""The orders are collected, they are counted, the results are kept."""
LETTERS = "ABCDEFGH"
SCORES = 5
RATE = Decimal("0.0001")


class MiningState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    EXPIRED = "expired"


UNDER_WAY = (MiningState.QUEUED, MiningState.RUNNING)
"""Work that goes on: it ends by itself, or is deleted."""


class MiningRunIsNotReady(Conflict):
    """Ask again when its state is finished."""

    code = "mining_run_not_ready"


class MiningRunHasFailed(Conflict):
    """It has no results; its `error` says why."""

    code = "mining_run_without_results"


class MiningRunIsExpired(NotFound):
    """Its results are no longer kept; run it again."""

    code = "mining_run_expired"


class MiningRunIsOutdated(Conflict):
    """Something that it counted is out of its owner's sight by now; run it again."""

    code = "mining_run_outdated"


class MiningRunHasNoCustomers(Conflict):
    """Only a segmentation puts customers into segments."""

    code = "mining_run_without_customers"


class CurrencyIsMissing(RuleBroken):
    """Customers are segmented by what they ordered for in one currency."""

    code = "mining_currency_missing"


class TooManyRuns(Conflict):
    """Wait until one of them has ended, or delete it."""

    code = "mining_runs_too_many"


class RunIsTooLarge(RuleBroken):
    """More orders or more pairs than one run counts; narrow the period, the unit, or raise the least support."""

    code = "mining_run_too_large"


class RunnerHasNoRight(Forbidden):
    """Its owner does not hold the right to see mining runs any more."""

    code = "mining_right_missing"


def ensure_currency(needed: bool, currency: str | None) -> None:
    if needed and currency is None:
        raise CurrencyIsMissing("Name the currency: amounts of several are never summed up.")


def ensure_few(waiting: int) -> None:
    if waiting >= MOST_WAITING:
        raise TooManyRuns(f"{waiting} of your runs have not ended; there are at most {MOST_WAITING} at a time.")


def ensure_results(state: str, over: bool) -> None:
    """`over` says that the day up to which they are kept has passed, whether or not they have gone already."""
    if state in UNDER_WAY:
        raise MiningRunIsNotReady("This run has not ended; ask again when its state is finished.", retry_after=1)
    if state == MiningState.EXPIRED or (state == MiningState.FINISHED and over):
        raise MiningRunIsExpired("The results of this run are no longer kept; run it again.")
    if state != MiningState.FINISHED:
        raise MiningRunHasFailed("This run failed and has no results; its error says why.")


def ensure_in_sight(in_sight: bool) -> None:
    if not in_sight:
        raise MiningRunIsOutdated("Something that this run counted is out of your sight by now; run it again.")


def ensure_segments(segmented: bool) -> None:
    if not segmented:
        raise MiningRunHasNoCustomers("This run counted products; only a segmentation has customers.")


def ensure_not_too_large(orders: int) -> None:
    if orders > MOST_ORDERS:
        raise RunIsTooLarge(f"There are more than {MOST_ORDERS} orders; narrow the period or the unit.")


def ensure_not_too_broad(pairings: int) -> None:
    """`pairings` is how many pairs all orders have, one order after the other."""
    if pairings > MOST_PAIRINGS:
        raise RunIsTooLarge(f"The orders have {pairings} pairs, more than {MOST_PAIRINGS}; raise min_support.")


@dataclass(frozen=True)
class Bought:
    """What one customer ordered in the period."""

    customer_id: str
    name: str
    last_on: date
    orders: int
    amount: Decimal


@dataclass(frozen=True)
class Segmented:
    """A customer with its days since the last order, its three scores and its segment."""

    bought: Bought
    days: int
    recency: int
    frequency: int
    value: int
    segment: str

    @property
    def score(self) -> int:
        return self.recency + self.frequency + self.value


@dataclass(frozen=True)
class Segment:
    """The customers of one segment in figures, with the least and the most of each measure among them."""

    name: str
    customers: int
    of_customers: int
    orders: int
    amount: Decimal
    score: tuple[int, int]
    days: tuple[int, int]
    each_orders: tuple[int, int]
    each_amount: tuple[Decimal, Decimal]


def segmented(bought: Sequence[Bought], until: date, segments: int) -> list[Segmented]:
    """Each customer in its segment, the best first.

    A customer's score for a measure is 1, and one more for each fifth of all customers that are worse by it; the three
    scores are added up. A customer is in the segment A, and one letter on for each `segments`th part of all customers
    whose sum is higher. Customers who are equal get equal scores and are in the same segment, however many they are.
    """
    days = [(until - one.last_on).days for one in bought]
    recency = _scores([-one for one in days])
    frequency = _scores([one.orders for one in bought])
    value = _scores([one.amount for one in bought])
    sums = [sum(each) for each in zip(recency, frequency, value, strict=True)]
    ranked = sorted(sums)
    named = [LETTERS[segments * (len(ranked) - bisect_right(ranked, one)) // len(ranked)] for one in sums]
    rows = zip(bought, days, recency, frequency, value, named, strict=True)
    found = [Segmented(*row) for row in rows]
    return sorted(found, key=lambda one: (-one.score, -one.bought.amount, one.bought.customer_id))


def _scores(measured: Sequence[int] | Sequence[Decimal]) -> list[int]:
    """By how many fifths of all the values each is above the others."""
    ranked = sorted(measured)
    return [1 + SCORES * bisect_left(ranked, one) // len(ranked) for one in measured]


def segments_of(customers: Sequence[Segmented]) -> list[Segment]:
    """The segments that have customers, in the order of their names."""
    by_name: dict[str, list[Segmented]] = {}
    for one in customers:
        by_name.setdefault(one.segment, []).append(one)
    return [_segment(name, by_name[name], len(customers)) for name in sorted(by_name)]


def _segment(name: str, customers: Sequence[Segmented], of_customers: int) -> Segment:
    amounts = [one.bought.amount for one in customers]
    scores, days = [one.score for one in customers], [one.days for one in customers]
    orders = [one.bought.orders for one in customers]
    return Segment(
        name=name,
        customers=len(customers),
        of_customers=of_customers,
        orders=sum(orders),
        amount=sum(amounts, Decimal(0)),
        score=(min(scores), max(scores)),
        days=(min(days), max(days)),
        each_orders=(min(orders), max(orders)),
        each_amount=(min(amounts), max(amounts)),
    )


def least_orders(min_support: Decimal, orders: int) -> int:
    """In how many of the orders a pair must stand to have this support: never in none."""
    return max(1, int((min_support * orders).to_integral_value(ROUND_CEILING)))


def rate(part: int, whole: int) -> str:
    """With four places, the half rounded up."""
    return str((Decimal(part) / whole).quantize(RATE, ROUND_HALF_UP))


def mean(amount: Decimal, count: int) -> Decimal:
    return (amount / count).quantize(RATE, ROUND_HALF_UP)
