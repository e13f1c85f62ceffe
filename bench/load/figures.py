"""From single durations to the few figures that say how they were."""

import math
from collections.abc import Sequence


def percentile(ascending: Sequence[float], part: float) -> float:
    """The smallest of these values that at least this part of them does not exceed; they are not empty."""
    return ascending[max(0, math.ceil(part * len(ascending)) - 1)]


def in_ms(seconds: float) -> float:
    return seconds * 1000
