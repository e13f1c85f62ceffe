"""Scores learnt from deals that ended, in plain Python: no database, no wire, no clock."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log
from typing import Any

from shared.held_out import area_under_curve

MOST_LEARNT = 20_000
AS_IF = 50
"""A value of a factor counts as if so many more deals with the base rate had it: rare ones say little."""
FEWEST_HELD_OUT = 100
BINS = 5
BETTER = "Scores by these factors were nearer to what happened than the base rate; they are used."
NO_BETTER = "Scores by these factors were no nearer to what happened than the base rate; every deal is given that rate."
TOO_FEW = "Too few deals have ended to hold scores against; every deal is given the base rate."


@dataclass(frozen=True)
class Past:
    """A deal that ended. `values` are those of the factors besides its age."""

    won: bool
    began: date
    ended: date
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class Factor:
    factor: str
    value: str | None
    weight: float
    deals: int

    @property
    def effect(self) -> str:
        return f"{self.weight:+.4f}"


@dataclass(frozen=True)
class Bin:
    deals: int
    said: str
    won: str


@dataclass(frozen=True)
class Accuracy:
    deals: int
    log_loss: str | None = None
    base_log_loss: str | None = None
    auc: str | None = None
    better: bool = False
    calibration: Sequence[Bin] = ()

    @property
    def says(self) -> str:
        if self.deals < FEWEST_HELD_OUT:
            return TOO_FEW
        return BETTER if self.better else NO_BETTER


class Model:
    """The base rate, and by how much each value of each factor raises the odds. Factors are taken as if each spoke for
    itself (naive Bayes), so that what one adds can be told. `counts` are by factor and value how many were won and
    lost, `ages` how many of each age at their end, the youngest first.
    """

    def __init__(
        self,
        won: int,
        lost: int,
        counts: Mapping[tuple[str, str | None], tuple[int, int]],
        ages: Sequence[tuple[int, int, int]],
    ) -> None:
        self.deals, self._won, self._counts, self._of_age = won + lost, won, counts, ages
        self.base = (won + 1) / (self.deals + 2)
        self._ages = [age for age, _, _ in ages]
        self._older = [(won, self.deals)]
        for _, of_age_won, of_age_lost in ages:
            before = self._older[-1]
            self._older.append((before[0] - of_age_won, before[1] - of_age_won - of_age_lost))

    def as_json(self) -> dict[str, Any]:
        counts = sorted(
            ([*key, *numbers] for key, numbers in self._counts.items()), key=lambda one: (one[0], one[1] or "")
        )
        return {
            "won": self._won,
            "lost": self.deals - self._won,
            "counts": counts,
            "ages": list(map(list, self._of_age)),
        }

    def factors(self, age: int, values: Mapping[str, str | None]) -> list[Factor]:
        """What each factor adds; those that say most come first. An age stands for deals that were open at it."""
        won, deals = self._older[bisect_left(self._ages, age)]
        found = [Factor("age", str(age), self._weight(won, deals - won), deals)]
        for factor, value in values.items():
            won, lost = self._counts.get((factor, value), (0, 0))
            found.append(Factor(factor, value, self._weight(won, lost), won + lost))
        return sorted(found, key=lambda one: -abs(one.weight))

    def score(self, factors: Iterable[Factor]) -> float:
        return 1 / (1 + exp(-(_odds(self.base) + sum(one.weight for one in factors))))

    def _weight(self, won: int, lost: int) -> float:
        return log((won + AS_IF * self.base) / (lost + AS_IF * (1 - self.base))) - _odds(self.base)


def model_of(past: Iterable[Past]) -> Model:
    """Counted from deals that ended."""
    counts: dict[tuple[str, str | None], list[int]] = {}
    ages: dict[int, list[int]] = {}
    ends = [0, 0]
    for one in past:
        place = 0 if one.won else 1
        ends[place] += 1
        ages.setdefault((one.ended - one.began).days, [0, 0])[place] += 1
        for key in one.values.items():
            counts.setdefault(key, [0, 0])[place] += 1
    found = {key: (won, lost) for key, (won, lost) in counts.items()}
    return Model(ends[0], ends[1], found, [(age, won, lost) for age, (won, lost) in sorted(ages.items())])


def model_from(told: Mapping[str, Any]) -> Model:
    """As `as_json` told it."""
    counts = {(factor, value): (won, lost) for factor, value, won, lost in told["counts"]}
    return Model(told["won"], told["lost"], counts, [(int(age), won, lost) for age, won, lost in told["ages"]])


def accuracy_from(told: Mapping[str, Any]) -> Accuracy:
    return Accuracy(**{**told, "calibration": [Bin(**one) for one in told["calibration"]]})


def measure(past: Sequence[Past], moments: Sequence[date]) -> Accuracy:
    """Score the deals that were open at each moment from those that had ended by then, and see what became of them."""
    said: list[tuple[float, float, bool]] = []
    for moment in moments:
        model = model_of(one for one in past if one.ended < moment)
        if not model.deals:
            continue
        for one in past:
            if one.began < moment <= one.ended:
                score = model.score(model.factors((moment - one.began).days, one.values))
                said.append((score, model.base, one.won))
    if len(said) < FEWEST_HELD_OUT:
        return Accuracy(len(said))
    ours = _log_loss([(score, won) for score, _, won in said])
    base = _log_loss([(rate, won) for _, rate, won in said])
    ranked = sorted((score, won) for score, _, won in said)
    return Accuracy(len(said), f"{ours:.4f}", f"{base:.4f}", area(ranked), ours < base, _bins(ranked))


def area(said: Sequence[tuple[float, bool]]) -> str | None:
    """As a text; None where all were won or all lost."""
    found = area_under_curve(said)
    return None if found is None else share(found)


def _bins(ranked: Sequence[tuple[float, bool]]) -> list[Bin]:
    parts = [ranked[len(ranked) * place // BINS : len(ranked) * (place + 1) // BINS] for place in range(BINS)]
    return [
        Bin(
            len(part),
            share(sum(score for score, _ in part) / len(part)),
            share(sum(won for _, won in part) / len(part)),
        )
        for part in parts
    ]


def share(number: float) -> str:
    return f"{number:.4f}"


def _log_loss(said: Sequence[tuple[float, bool]]) -> float:
    return -sum(log(score if won else 1 - score) for score, won in said) / len(said)


def _odds(rate: float) -> float:
    return log(rate / (1 - rate))
