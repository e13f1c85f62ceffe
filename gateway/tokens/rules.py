"""When a sign-in is taken and how long what it gives holds, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from shared.errors import Conflict, NotFound, RuleBroken, Unauthenticated
from shared.rights import includes

TOKEN_LIFETIME = timedelta(hours=12)
SESSION_LIFETIME = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=1)
LONGEST_LIFETIME = timedelta(days=365)
MOST_PERSONAL_TOKENS = 50
MOST_LIVE_SERVICE_TOKENS = 2


class Kind(StrEnum):
    """How a credential came to be: by signing in, or made for a program."""

    SIGN_IN = "sign_in"
    SESSION = "session"
    PERSONAL = "personal"
    SERVICE = "service"
    OAUTH = "oauth"


class SignInFailed(Unauthenticated):
    """Unknown login, wrong password and closed access are one answer, so that logins cannot be found out."""

    code = "sign_in_failed"


class TokenUnknown(Unauthenticated):
    """No access token of ours reads like this."""

    code = "token_unknown"


class TokenExpired(Unauthenticated):
    """The access token has reached its end."""

    code = "token_expired"


class TokenRevoked(Unauthenticated):
    """The access token was given up, or its owner's access was closed."""

    code = "token_revoked"


class SessionIdle(Unauthenticated):
    """Nobody used the session for too long."""

    code = "session_idle"


class NoSuchToken(NotFound):
    """The caller has no such token, or gave it up already."""

    code = "not_found"


class LifetimeIsWrong(RuleBroken):
    """A token for a program ends in the future, within a year."""

    code = "token_lifetime_is_wrong"


class ScopeIsEmpty(RuleBroken):
    """A pattern of rights matches no right there is."""

    code = "token_scope_is_empty"


class ScopeWouldWiden(RuleBroken):
    """A scope is only ever narrowed: whoever needs more makes another token."""

    code = "token_scope_would_widen"


class TooManyTokens(Conflict):
    """One person has only so many tokens for programs at a time."""

    code = "too_many_tokens"


class TwoTokensAreLive(Conflict):
    """Two are enough to change from one to the other without a gap."""

    code = "two_tokens_are_live"


def ensure_valid(*, revoked: bool, expires_at: datetime, moment: datetime, idle_at: datetime | None = None) -> None:
    """`idle_at` is when a session ends that is not used before."""
    if revoked:
        raise TokenRevoked("This access token has been revoked.")
    if expires_at <= moment:
        raise TokenExpired("This access token has expired; sign in again.")
    if idle_at is not None and idle_at <= moment:
        raise SessionIdle("This session was not used for too long; sign in again.")


def ensure_lifetime(expires_at: datetime, moment: datetime) -> None:
    if not moment < expires_at <= moment + LONGEST_LIFETIME:
        raise LifetimeIsWrong("A token expires in the future, at most a year from now; choose another expires_at.")


def ensure_scope(scopes: Sequence[str], rights: Iterable[str]) -> None:
    """Each pattern must allow something, or a misspelt one would make a token that can do nothing."""
    known = list(rights)
    idle = [scope for scope in scopes if not any(includes(scope, right) for right in known)]
    if idle:
        raise ScopeIsEmpty(f"No right matches {', '.join(idle)}; GET /v1/rights lists them.")


def ensure_narrower(before: Sequence[str] | None, after: Sequence[str]) -> None:
    wider = [] if before is None else [new for new in after if not any(includes(old, new) for old in before)]
    if wider:
        raise ScopeWouldWiden(f"The token was not made for {', '.join(wider)}; make another token.")


def ensure_room_for_personal(live: int) -> None:
    if live >= MOST_PERSONAL_TOKENS:
        raise TooManyTokens(f"One has at most {MOST_PERSONAL_TOKENS} personal tokens; revoke one first.")


def ensure_room_for_service(live: int) -> None:
    if live >= MOST_LIVE_SERVICE_TOKENS:
        raise TwoTokensAreLive("Two tokens of this account are live; revoke one first.")
