"""How deals are weighed, and what a period is, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_SMALLEST = Decimal("0.0001")
HUNDRED = 100
OPEN, WON, LOST = "open", "won", "lost"


def weighted(amount: Decimal | None, probability: int) -> Decimal | None:
    """The amount times its probability in percent, rounded as the sales service rounds it."""
    return None if amount is None else (amount * probability / HUNDRED).quantize(_SMALLEST, ROUND_HALF_UP)


def furthest(positions: Mapping[str, int], codes: Iterable[str | None]) -> str | None:
    """The stage among these that lies nearest to winning; none where there is no open stage among them."""
    known = [code for code in codes if code in positions]
    return max(known, key=lambda code: positions[str(code)], default=None)


def nodes_of(path: str) -> list[int]:
    """The node numbers on a materialised path: "/1/4/" is 1 and 4."""
    return [int(node) for node in path.split("/") if node]


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a year (2026), a quarter (2026-Q4) or a month (2026-11)."""
    year, _, part = period.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    months = 3 if part.startswith("Q") else 1
    first_month = (int(part[1:]) - 1) * 3 + 1 if part.startswith("Q") else int(part)
    last_month = first_month + months - 1
    return date(int(year), first_month, 1), _last_day(int(year), last_month)


def _last_day(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
