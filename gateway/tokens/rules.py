"""When a sign-in is taken, in plain Python: no database, no wire, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import NotFound, Throttled, Unauthenticated

TOKEN_LIFETIME = timedelta(hours=12)
FORGET_FAILURES_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Patience:
    """How many failures are free, and the longest wait in seconds; between them the wait doubles."""

    free: int
    longest: int


ACCOUNT = Patience(free=5, longest=900)
ADDRESS = Patience(free=30, longest=60)


class SignInFailed(Unauthenticated):
    """Unknown login, wrong password and closed access are one answer, so that logins cannot be found out."""

    code = "sign_in_failed"


class SignInThrottled(Throttled):
    code = "sign_in_throttled"


class TokenUnknown(Unauthenticated):
    code = "token_unknown"


class TokenExpired(Unauthenticated):
    code = "token_expired"


class TokenRevoked(Unauthenticated):
    code = "token_revoked"


class NoSuchToken(NotFound):
    code = "not_found"


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


def ensure_valid(*, revoked: bool, expires_at: datetime, moment: datetime) -> None:
    if revoked:
        raise TokenRevoked("This access token has been revoked.")
    if expires_at <= moment:
        raise TokenExpired("This access token has expired; sign in again.")
