"""How long the requests of this process took lately, at a cost that does not grow with its routes."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import inf


class Pace:
    """Counts requests by the first of some bounds, in seconds, that their time stays within."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = (*bounds, inf)
        self._counts = [0] * len(self._bounds)

    def took(self, seconds: float) -> None:
        """Count one request."""
        self._counts[bisect_left(self._bounds, seconds)] += 1

    def lately(self) -> list[tuple[float, float]]:
        """Each bound with how many requests stayed within it since this was asked last."""
        counts, self._counts = self._counts, [0] * len(self._bounds)
        return list(zip(self._bounds, accumulate(counts), strict=True))
