"""Cooperative threads for server processes: call `patch()` before anything else is imported."""

import os

os.environ.setdefault(
    "EVENTLET_NO_GREENDNS", "yes"
)  # its resolver costs each process 15 MB and a fifth of a second; read at import

from eventlet import patcher


def patch() -> None:
    """Make threads, sockets, sleeping and PostgreSQL's driver cooperative in this process; twice is harmless.

    Looking up a name is not made cooperative: what looks up names that others chose does it by `run_in_thread`.
    """
    if is_patched():
        return
    import eventlet

    eventlet.monkey_patch()
    from psycogreen.eventlet import patch_psycopg

    patch_psycopg()


def is_patched() -> bool:
    """Whether threads are green here; elsewhere (tests, the SDK) the same code runs on real ones."""
    return bool(patcher.is_monkey_patched("thread"))
