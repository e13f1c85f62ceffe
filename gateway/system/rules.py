"""When the system warns, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping, Sequence
from typing import Any

EASED = 0.9
"""A warning is cleared below nine tenths of its limit, so that a figure that trembles at the limit warns once."""

COUNTED = frozenset({"seats"})
"""What does not tremble: one person less is below the limit."""

USUAL: Mapping[str, int | None] = {"disk": 90, "queue": 1000, "latency": 2000, "seats": None}


def is_crossed(value: int, threshold: int | None) -> bool:
    return threshold is not None and value >= threshold


def is_eased(name: str, value: int, threshold: int | None) -> bool:
    if threshold is None:
        return True
    return value < (threshold if name in COUNTED else threshold * EASED)


def fullest_disk(conditions: Mapping[str, Mapping[str, Any]]) -> int:
    """In percent, rounded down."""
    shares = [
        100 * (one["disk_total_bytes"] - one["disk_free_bytes"]) // one["disk_total_bytes"]
        for one in conditions.values()
        if one.get("disk_total_bytes")
    ]
    return max(shares, default=0)


def longest_queue(conditions: Mapping[str, Mapping[str, Any]]) -> int:
    """Calls and events that wait for one service."""
    waiting = ("queue_depth", "outbox_lag", "inbox_waiting")
    return max((sum(one.get(name) or 0 for name in waiting) for one in conditions.values()), default=0)


def quantile(bounds: Sequence[tuple[float, float]], share: float) -> float:
    """The upper bound of the bucket in which this share of all lies; `bounds` are (bound, how many up to it)."""
    total = bounds[-1][1] if bounds else 0
    if total <= 0:
        return 0.0
    below = [bound for bound, count in bounds if count >= share * total]
    finite = [bound for bound, _ in bounds if bound != float("inf")]
    return min(below[0], 2 * finite[-1]) if finite else 0.0
