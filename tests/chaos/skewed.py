"""Runs a module in a process whose clock is wrong: `python -m tests.chaos.skewed SECONDS_AHEAD MODULE WORDS…`."""

import runpy
import sys
import time
from datetime import UTC, datetime, timedelta

from shared import clock


def set_clock(seconds: float) -> None:
    """Both clocks that the product reads; what measures durations goes on as it was."""
    real = time.time
    time.time = lambda: real() + seconds
    clock.now = lambda: datetime.now(UTC) + timedelta(seconds=seconds)


if __name__ == "__main__":
    set_clock(float(sys.argv[1]))
    module, sys.argv = sys.argv[2], sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
