"""Waiting for a service that is away, for jobs that nobody waits for."""

import time
from collections.abc import Callable
from typing import TypeVar

from shared.errors import Kind, Refusal

PATIENCE_SECONDS = 300.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0

Answer = TypeVar("Answer")


def patiently(ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers; while a service is away it is asked again for some minutes. Any other refusal is raised."""
    until, pause = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE
    while True:
        try:
            return ask()
        except Refusal as refusal:
            if refusal.kind is not Kind.UNAVAILABLE or time.monotonic() > until:
                raise
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
