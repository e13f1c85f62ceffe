"""When a code is taken, in plain Python: no database, no wire, no clock."""

import re

from shared.errors import Conflict, Forbidden, NotFound, Unauthenticated

RECOVERY_CODES = 10
STEP_SECONDS = 30
DRIFT_STEPS = 1
"""A code of the step before or after is taken as well: clocks differ."""
_TOTP = re.compile(r"[0-9]{6}")


class SecondFactorRequired(Unauthenticated):
    """The password was right; a code is needed beside it."""

    code = "second_factor_required"


class SecondFactorWrong(Unauthenticated):
    """A wrong code, one that was used before, and one that has run out are one answer."""

    code = "second_factor_wrong"


class SecondFactorCodeWrong(Forbidden):
    """Somebody who is signed in showed a code that is wrong, was used before, or has run out."""

    code = "second_factor_code_wrong"


class SecondFactorIsConfirmed(Conflict):
    """There is a second factor already; it must be removed before another is enrolled."""

    code = "second_factor_is_confirmed"


class NoSecondFactor(NotFound):
    """The person has no second factor, or has not confirmed it."""

    code = "no_second_factor"


class SecondFactorIsDemanded(Conflict):
    """A group of the person demands a second factor, so it cannot be removed."""

    code = "second_factor_is_demanded"


def is_totp(code: str) -> bool:
    """Whether this is written like a code of an authenticator app, and not like a recovery code."""
    return _TOTP.fullmatch(code) is not None


def plain(code: str) -> str:
    """A code as it is compared: people type blanks and hyphens where they like."""
    return code.replace(" ", "").replace("-", "").lower()


def ensure_unconfirmed(confirmed: bool) -> None:
    if confirmed:
        raise SecondFactorIsConfirmed("You have a second factor; remove it before you enrol another.")


def ensure_may_go(demanded: bool) -> None:
    if demanded:
        raise SecondFactorIsDemanded("A group of yours demands a second factor; an administrator may reset it.")
