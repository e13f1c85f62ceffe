"""The grammar of rights, `service.noun:verb`, and of the patterns in which they are granted."""

import re
from typing import Final

PUBLIC: Final = "public"
"""For the few routes that need no sign-in."""

SIGNED_IN: Final = "signed_in"
"""For routes that everybody who is signed in may use, because they only concern the caller."""

SIGNED_IN_ANYHOW: Final = "signed_in_anyhow"
"""As `SIGNED_IN`, and open even while the caller still has to change the password."""

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


def read_right(right: str) -> str:
    """The right that decides whether the record of this right can be seen at all."""
    return f"{right.partition(':')[0]}:read"
