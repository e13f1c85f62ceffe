"""How long one must wait after failures, in plain Python: no database, no wire, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import Throttled

FORGET_FAILURES_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Patience:
    """How many failures are free, and the longest wait in seconds; between them the wait doubles."""

    free: int
    longest: int


ACCOUNT = Patience(free=5, longest=900)
ADDRESS = Patience(free=30, longest=60)


class SignInThrottled(Throttled):
    """After wrong passwords or codes the next try waits, per account and per address."""

    code = "sign_in_throttled"


def wait_after(failures: int, patience: Patience) -> timedelta:
    """How long nobody may try again after so many failures in a row."""
    if failures < patience.free:
        return timedelta(0)
    doublings = min(failures - patience.free, 20)
    return timedelta(seconds=min(2**doublings, patience.longest))


def failures_until(failures: int, last: datetime | None, moment: datetime) -> int:
    """The failures in a row that still count."""
    return 0 if last is None or moment - last > FORGET_FAILURES_AFTER else failures


def ensure_may_try(blocked_until: datetime | None, moment: datetime) -> None:
    if blocked_until is not None and blocked_until > moment:
        seconds = max(1, round((blocked_until - moment).total_seconds()))
        raise SignInThrottled(f"Too many attempts; try again in {seconds} s.", retry_after=seconds)
