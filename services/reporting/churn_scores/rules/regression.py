"""A chance by the values of factors: a logistic regression, in which what each value adds to the odds can be told, and
factors that tell the same share what they say instead of saying it twice.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

RIDGE = 2.0
"""Draws what a value adds to nothing, the more the fewer had it."""
MOST_STEPS = 25
CLOSE = 1e-9
Value = tuple[int, str]
"""The place of a factor, and its value."""


@dataclass(frozen=True)
class Example:
    """The values of the factors, in their order, and what came of it."""

    values: tuple[str, ...]
    gone: bool


@dataclass(frozen=True)
class Effect:
    """By how much a value raises, or lowers, the logarithm of the odds against the mean of all that was learnt from."""

    factor: str
    value: str
    weight: float


class Model:
    """`base` is the share of those that were gone among all that was learnt from."""

    def __init__(self, factors: Sequence[str], base: float, start: float, weights: dict[Value, float]) -> None:
        self.factors, self.base = tuple(factors), base
        self._start, self._weights = start, weights

    def effects(self, values: Sequence[str]) -> list[Effect]:
        """In the order of the factors; a value that nobody had before adds nothing."""
        return [
            Effect(factor, value, self._weights.get((place, value), 0.0))
            for place, (factor, value) in enumerate(zip(self.factors, values, strict=True))
        ]

    def chance(self, values: Sequence[str]) -> float:
        return _logistic(self._start + sum(one.weight for one in self.effects(values)))


@dataclass(frozen=True)
class _Alike:
    """Examples with the same values: which columns are theirs, how many they are, and how many of them were gone."""

    columns: tuple[int, ...]
    count: int
    gone: int


def fit(factors: Sequence[str], examples: Sequence[Example]) -> Model:
    """By Newton's method, on examples of both outcomes."""
    counts = Counter((one.values, one.gone) for one in examples)
    kinds = sorted({values for values, _ in counts})
    columns = {
        one: place for place, one in enumerate(sorted({found for kind in kinds for found in enumerate(kind)}), 1)
    }
    alike = [
        _Alike(
            (0, *(columns[one] for one in enumerate(kind))),
            counts[kind, True] + counts[kind, False],
            counts[kind, True],
        )
        for kind in kinds
    ]
    base = sum(one.gone for one in alike) / len(examples)
    weights = [log(base / (1 - base)), *(0.0 for _ in columns)]
    for _ in range(MOST_STEPS):
        step = _newton_step(weights, alike)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < CLOSE:
            break
    return _centred(factors, base, weights, columns, alike)


def _newton_step(weights: Sequence[float], alike: Iterable[_Alike]) -> list[float]:
    size = len(weights)
    slope = [0.0, *(-RIDGE * weight for weight in weights[1:])]
    curve = [[RIDGE if row == column and row else 0.0 for column in range(size)] for row in range(size)]
    for one in alike:
        chance = _logistic(sum(weights[column] for column in one.columns))
        missed, spread = one.gone - one.count * chance, one.count * chance * (1 - chance)
        for row in one.columns:
            slope[row] += missed
            for column in one.columns:
                curve[row][column] += spread
    return _solved(curve, slope)


def _solved(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """The unknowns of a system whose matrix is positive definite, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place, pivot in enumerate(rows):
        for below in rows[place + 1 :]:
            share = below[place] / pivot[place]
            if share:
                below[place:] = [
                    mine - share * theirs for mine, theirs in zip(below[place:], pivot[place:], strict=True)
                ]
    found = [0.0] * len(rows)
    for place in reversed(range(len(rows))):
        known = sum(rows[place][column] * found[column] for column in range(place + 1, len(rows)))
        found[place] = (rows[place][-1] - known) / rows[place][place]
    return found


def _centred(
    factors: Sequence[str], base: float, weights: Sequence[float], columns: dict[Value, int], alike: Sequence[_Alike]
) -> Model:
    """With each factor adding nothing on average, so that a sign says whether a value is above the mean."""
    had: Counter[int] = Counter()
    for one in alike:
        had.update(dict.fromkeys(one.columns, one.count))
    start, told = weights[0], dict[Value, float]()
    for place in range(len(factors)):
        its = {value: column for value, column in columns.items() if value[0] == place}
        mean = sum(weights[column] * had[column] for column in its.values()) / had[0]
        start += mean
        told |= {value: weights[column] - mean for value, column in its.items()}
    return Model(factors, base, start, told)


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-odds)) if odds > 0 else exp(odds) / (1 + exp(odds))
