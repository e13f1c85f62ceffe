"""Cooperative threads for server processes: call `patch()` before anything else is imported."""

from eventlet import patcher


def patch() -> None:
    """Make threads, sockets, sleeping and PostgreSQL's driver cooperative in this process; twice is harmless."""
    if is_patched():
        return
    import eventlet

    eventlet.monkey_patch()
    from psycogreen.eventlet import patch_psycopg

    patch_psycopg()


def is_patched() -> bool:
    """Whether threads are green here; elsewhere (tests, the SDK) the same code runs on real ones."""
    return bool(patcher.is_monkey_patched("thread"))
