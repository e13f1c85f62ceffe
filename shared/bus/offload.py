"""Work that computes for long must not hold up a cooperative process: it runs in a real thread."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from shared.bus import green

P = ParamSpec("P")
Result = TypeVar("Result")


def run_in_thread(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """The result of `work`. It must touch neither a session nor a lock of the caller."""
    if not green.is_patched():
        return work(*args, **kwargs)
    from eventlet import tpool

    return cast(Result, tpool.execute(work, *args, **kwargs))
