"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable


def eventually(condition: Callable[[], object], seconds: float = 15) -> None:
    """Return as soon as the condition holds; fail when it never does."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
