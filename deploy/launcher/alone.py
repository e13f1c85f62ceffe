"""Work that two starts at once must not do twice: the second waits for the first."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

LONGEST_WAIT_SECONDS = 1800


@contextmanager
def alone(lock: Path, work: str) -> Iterator[None]:
    """Hold this lock; where another start has it, say that it is doing `work` and wait."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    # SQLite's lock works on every system, and the system itself gives it back when its holder is killed.
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            print(f"tenon: another start is {work}; waiting for it", file=sys.stderr)
            held.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT_SECONDS * 1000}")
            held.execute("BEGIN EXCLUSIVE")
        yield
