"""The grammar of rights, `service.noun:verb`, and of the patterns in which they are granted."""

import re
from collections.abc import Iterable
from typing import Final

PUBLIC: Final = "public"
"""For the few routes that need no sign-in."""

SIGNED_IN: Final = "signed_in"
"""For routes that everybody who is signed in may use, because they only concern the caller."""

SIGNED_IN_ANYHOW: Final = "signed_in_anyhow"
"""As `SIGNED_IN`, and open even while the caller still has to change the password or to enrol a second factor."""

OWN_CREDENTIALS: Final = "own_credentials"
"""For routes by which a person looks after their own ways to sign in. A token made for a program never opens them:
whoever finds one must not be able to make another."""

OWN_CREDENTIALS_ANYHOW: Final = "own_credentials_anyhow"
"""As `OWN_CREDENTIALS`, and open even while the caller still has to change the password or to enrol a second factor."""

ABOUT_ONESELF: Final = frozenset({SIGNED_IN, SIGNED_IN_ANYHOW, OWN_CREDENTIALS, OWN_CREDENTIALS_ANYHOW})
"""What every signed-in person may do, because it concerns nobody else."""

_WORD = "[a-z][a-z0-9_]*"
_RIGHT = re.compile(rf"{_WORD}\.{_WORD}:{_WORD}")
_PATTERN = re.compile(rf"\*|{_WORD}\.\*|{_WORD}\.{_WORD}:(\*|{_WORD})")


def is_right(text: str) -> bool:
    """Whether this is written as `service.noun:verb`."""
    return _RIGHT.fullmatch(text) is not None


def is_pattern(text: str) -> bool:
    """Whether this can be granted: a right, `service.noun:*`, `service.*` or `*`."""
    return _PATTERN.fullmatch(text) is not None


def patterns_for(right: str) -> tuple[str, ...]:
    """Every pattern that includes this right."""
    noun = right.partition(":")[0]
    service = noun.partition(".")[0]
    return ("*", f"{service}.*", f"{noun}:*", right)


def includes(pattern: str, narrower: str) -> bool:
    """Whether whoever holds `pattern` holds all of `narrower` (a right or a pattern)."""
    if pattern == "*" or pattern == narrower:
        return True
    return pattern.endswith("*") and narrower.startswith(pattern[:-1]) and narrower != "*"


def noun_in(pattern: str) -> str | None:
    """The noun ("sales.lead") of a right or of a pattern of one noun's rights; None for wider patterns."""
    noun, colon, _ = pattern.partition(":")
    return noun if colon else None


def narrower(one: str, other: str) -> str | None:
    """The rights that two patterns have in common, as a pattern; None where there are none."""
    if includes(one, other):
        return other
    return one if includes(other, one) else None


def narrowed(grants: Iterable[tuple[str, str]], scopes: Iterable[str] | None) -> frozenset[tuple[str, str]]:
    """What is left of grants (a pattern and its reach each) within these patterns; all of it where they are None."""
    if scopes is None:
        return frozenset(grants)
    within = list(scopes)
    common = ((narrower(pattern, scope), reach) for pattern, reach in grants for scope in within)
    return frozenset((pattern, reach) for pattern, reach in common if pattern is not None)


def read_right(right: str) -> str:
    """The right that decides whether the record of this right can be seen at all."""
    return f"{right.partition(':')[0]}:read"
