"""How deals are weighed, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping
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
