"""What a forecast counts on, in plain Python: no database, no wire, no clock."""

from dataclasses import dataclass
from decimal import Decimal

COMMIT_PERCENT = 75
NOTHING = Decimal(0)


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
