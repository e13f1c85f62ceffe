"""How many deals came how far, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

_PLACES = Decimal("0.0001")


def reached_by(stages: Sequence[str], came_to: Iterable[tuple[str | None, bool, int]]) -> list[int]:
    """How many deals came to each stage or beyond. Each entry is a furthest stage, whether the deals were won, and how
    many they are. Won deals passed every stage; of deals that were never seen in a stage only the first is certain.
    """
    places = {code: place for place, code in enumerate(stages)}
    reached = [0] * len(stages)
    for furthest, won, count in came_to:
        last = len(stages) - 1 if won else places.get(furthest or "", 0)
        for place in range(min(last + 1, len(stages))):
            reached[place] += count
    return reached


def share(part: int, whole: int) -> str | None:
    """A share with four places, such as 0.6250; none of nothing."""
    return str((Decimal(part) / whole).quantize(_PLACES, ROUND_HALF_UP)) if whole else None


def conversions(reached: Sequence[int], won: int) -> list[str | None]:
    """For each stage the share of those in `reached` that came to the next one; the last stage's next is to be won."""
    following = [*reached[1:], won]
    return [share(further, here) for here, further in zip(reached, following, strict=True)]
