"""Chances by age, in plain Python: no database, no wire, no clock."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

FEWEST_ENDED = 30
"""With fewer deals that have come to an end nothing is concluded from them."""


@dataclass(frozen=True)
class Ended:
    """How many deals of one age, in days, were won and lost at it, and how many were open when they were last seen."""

    age: int
    won: int = 0
    lost: int = 0
    still_open: int = 0


@dataclass
class Curve:
    """What becomes of deals from day to day of their age: the share that has been won, and that is still open.

    Both are estimated with deals that are still open counted for as long as they have been (the estimators of Kaplan
    and Meier, and of Aalen and Johansen). `ages` are those at which a deal came to an end; `open_at` and `won_by` are
    the shares before the first of them, and after each.
    """

    won: int = 0
    lost: int = 0
    still_open: int = 0
    ages: list[int] = field(default_factory=list)
    open_at: list[float] = field(default_factory=lambda: [1.0])
    won_by: list[float] = field(default_factory=lambda: [0.0])

    @property
    def ended(self) -> int:
        return self.won + self.lost

    @property
    def tells(self) -> bool:
        """Whether enough deals have come to an end for conclusions."""
        return self.ended >= FEWEST_ENDED

    def chance(self, age: int, since: int = 0, until: int | None = None) -> float | None:
        """Of deals that are open at this age, the share to be won from `since` to `until` days later, both included;
        without `until`, ever. None where no deal was seen to end at this age or later.
        """
        first = self._before(age)
        if first == len(self.ages) or not self.open_at[first]:
            return None
        end = len(self.ages) if until is None else self._before(age + until + 1)
        begin = self._before(age + max(since, 0))
        return max(self.won_by[end] - self.won_by[begin], 0.0) / self.open_at[first]

    def days_left(self, age: int) -> int | None:
        """After how many days half of the deals that are open at this age have come to an end; None where fewer do."""
        first = self._before(age)
        half = self.open_at[first] / 2
        for place in range(first, len(self.ages)):
            if self.open_at[place + 1] <= half:
                return self.ages[place] - age
        return None

    def _before(self, age: int) -> int:
        """How many of the ages are lower."""
        return bisect_left(self.ages, age)


def curve_of(ended: Iterable[Ended]) -> Curve:
    """At each age those are at risk that ended then or later, or were still open at a higher one."""
    found = _by_age(ended)
    curve = Curve(*(sum(getattr(one, name) for one in found) for name in ("won", "lost", "still_open")))
    at_risk = curve.ended + curve.still_open
    for one in found:
        at_risk -= one.still_open
        if one.won + one.lost:
            still, won = curve.open_at[-1], curve.won_by[-1]
            curve.ages.append(one.age)
            curve.won_by.append(won + still * one.won / at_risk)
            curve.open_at.append(still * (at_risk - one.won - one.lost) / at_risk)
        at_risk -= one.won + one.lost
    return curve


def _by_age(ended: Iterable[Ended]) -> list[Ended]:
    sums: dict[int, list[int]] = {}
    for one in ended:
        sums.setdefault(max(one.age, 0), [0, 0, 0])
        for place, number in enumerate((one.won, one.lost, one.still_open)):
            sums[max(one.age, 0)][place] += number
    return [Ended(age, *sums[age]) for age in sorted(sums)]
