"""What the stages of a deal mean, in plain Python: no database, no wire, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Conflict, RuleBroken

HIGHEST = 9_999
"""Where a stage may stand: below the two that end a deal."""


class StageIsUnknown(RuleBroken):
    """A deal stands in a stage that somebody has defined."""

    code = "stage_unknown"


class StageIsOutcome(RuleBroken):
    """Won and lost are reached by winning and losing, and their rates are 100 and 0 for ever."""

    code = "stage_is_outcome"


class StageCodeIsTaken(Conflict):
    """A stage's code is its own."""

    code = "stage_code_taken"


class StagePositionIsTaken(Conflict):
    """Two stages in one place would have no order."""

    code = "stage_position_taken"


class StagePositionIsTooHigh(RuleBroken):
    """The stages that end a deal stand above all others."""

    code = "stage_position_too_high"


@dataclass(frozen=True)
class Step:
    """A stage as rules see it. `success_rate` is in percent."""

    code: str
    name: str
    position: int
    success_rate: int
    exit_criteria: tuple[str, ...] = ()
    outcome: str | None = None


SHIPPED = (
    Step("prospecting", "Prospecting", 10, 10),
    Step("engaging", "Engaging", 20, 30),
    Step("proposal", "Proposal", 30, 50, ("amount",)),
    Step("negotiation", "Negotiation", 40, 75),
    Step("won", "Won", 1_000_000, 100, outcome="won"),
    Step("lost", "Lost", 1_000_001, 0, outcome="lost"),
)
"""The stages that every installation starts with."""


class Ladder:
    """All stages in their order."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(sorted(steps, key=lambda step: step.position))
        self._by_code = {step.code: step for step in self.steps}

    @property
    def first(self) -> Step:
        return next(step for step in self.steps if step.outcome is None)

    def at(self, code: str) -> Step:
        """Raises `StageIsUnknown`."""
        if code not in self._by_code:
            raise StageIsUnknown(f"There is no stage {code}.", stages=list(self._by_code))
        return self._by_code[code]

    def open_at(self, code: str) -> Step:
        """The stage, if a deal that is still open can stand in it."""
        step = self.at(code)
        if step.outcome is not None:
            raise StageIsOutcome(f"A deal comes to {code} by being {code}, not by advancing.")
        return step

    def left_between(self, here: str, there: str) -> tuple[Step, ...]:
        """The stages that a deal leaves behind on its way up; none on its way down."""
        low, high = self.at(here).position, self.at(there).position
        return tuple(step for step in self.steps if low <= step.position < high)


def ensure_below_outcomes(position: int) -> None:
    if position > HIGHEST:
        raise StagePositionIsTooHigh(f"A stage stands at {HIGHEST} at most.")


def ensure_rate_may_change(outcome: str | None) -> None:
    if outcome is not None:
        raise StageIsOutcome(f"The stage {outcome} ends a deal; it can be renamed but not moved or rated.")
