"""What a forecast counts on, in plain Python: no database, no wire, no clock."""

from dataclasses import dataclass
from decimal import Decimal

COMMIT_PERCENT = 75
NOTHING = Decimal(0)
EXPLANATION = (
    "Each sum begins with what was won in the period: won deals that were closed in it.",
    "The best case adds the amounts of all open deals that are expected to close in the period.",
    f"Commit adds those of them that are at least {COMMIT_PERCENT} percent likely, by the seller or by the stage.",
    "Weighted adds the amount of each times how likely it is: by the seller, else by its stage.",
    "What history lets one expect, and how wrong that was before, is told by history-forecast and forecast-errors.",
)


@dataclass
class Outlook:
    """The sums in one currency."""

    currency: str | None = None
    best_case: Decimal = NOTHING
    commit: Decimal = NOTHING
    weighted: Decimal = NOTHING
    won: Decimal = NOTHING

    def count_won(self, amount: Decimal) -> None:
        self.won += amount
        self.best_case += amount
        self.commit += amount
        self.weighted += amount

    def count_open(self, amount: Decimal, weighted: Decimal, probability: int) -> None:
        self.best_case += amount
        self.weighted += weighted
        if probability >= COMMIT_PERCENT:
            self.commit += amount


def this_month(today_iso: str) -> str:
    """The period in which this day lies: 2026-11 for 2026-11-22."""
    return today_iso[:7]
