"""What is learnt of customers who order, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.churn_scores.rules.regression import Example, Model, fit
from services.reporting.churn_scores.rules.standing import FACTORS, HISTORY, LOOKBACK, Past, examples_at
from shared.held_out import area_under_curve, brier_score

HELD_OUT = 3
MOST_CUTS = 8
MOST_CUSTOMERS = 5_000
"""Of more it is learnt from so many, taken by the ends of their ids, which say nothing about them."""
FEWEST_HELD_OUT, FEWEST_LEARNT, FEWEST_OF_EACH = 100, 50, 10
USED = "Scores by these factors were nearer to what happened than the base rate; they are used."
NO_BETTER = (
    "Scores by these factors were no nearer to what happened than the base rate; each customer is given that rate."
)
TOO_LITTLE = "Too little history to hold scores against what happened; no customer is given a score."


@dataclass(frozen=True)
class Accuracy:
    """Over `held_out` customers, each as it stood at a day of the past, scored by what was known then."""

    held_out: int
    gone: int = 0
    auc: float | None = None
    brier: float | None = None
    base_brier: float | None = None

    @property
    def tells(self) -> bool:
        return self.brier is not None

    @property
    def better(self) -> bool:
        return self.brier is not None and self.base_brier is not None and self.brier < self.base_brier


@dataclass(frozen=True)
class Learnt:
    """What history says, and how far that was right. `model` is None where too little is known for any score."""

    horizon: int
    on: date
    learnt_from: int
    model: Model | None
    accuracy: Accuracy

    @property
    def basis(self) -> str:
        """factors, base_rate or none: by what customers are scored."""
        if self.model is None or not self.accuracy.tells:
            return "none"
        return "factors" if self.accuracy.better else "base_rate"

    @property
    def says(self) -> str:
        return {"factors": USED, "base_rate": NO_BETTER, "none": TOO_LITTLE}[self.basis]


def learn(pasts: Mapping[str, Past], on: date, horizon: int) -> Learnt:
    """From how customers stood one horizon, two, three and more before `on`, and whether they ordered again in time.
    Each past is in order.
    """
    cuts = min((HISTORY - LOOKBACK) // horizon, MOST_CUTS)
    some = sorted(pasts, key=lambda customer: customer[::-1])[:MOST_CUSTOMERS]
    known = [pasts[customer] for customer in some]
    at = [examples_at(known, on - timedelta(days=horizon * cut), horizon) for cut in range(1, cuts + 1)]
    everything = [one for examples in at for one in examples]
    said: list[tuple[float, bool]] = []
    base: list[tuple[float, bool]] = []
    for place, examples in enumerate(at[:HELD_OUT]):
        before = [one for earlier in at[place + 1 :] for one in earlier]
        if _teach(before):
            model = fit(FACTORS, before)
            said += [(model.chance(one.values), one.gone) for one in examples]
            base += [(model.base, one.gone) for one in examples]
    model_of_all = fit(FACTORS, everything) if _teach(everything) else None
    return Learnt(horizon, on, len(everything), model_of_all, _accuracy(said, base))


def _teach(examples: Sequence[Example]) -> bool:
    gone = sum(one.gone for one in examples)
    return len(examples) >= FEWEST_LEARNT and min(gone, len(examples) - gone) >= FEWEST_OF_EACH


def _accuracy(said: Sequence[tuple[float, bool]], base: Sequence[tuple[float, bool]]) -> Accuracy:
    gone = sum(happened for _, happened in said)
    if len(said) < FEWEST_HELD_OUT or min(gone, len(said) - gone) < FEWEST_OF_EACH:
        return Accuracy(len(said), gone)
    return Accuracy(len(said), gone, area_under_curve(said), brier_score(said), brier_score(base))
