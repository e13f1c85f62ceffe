"""Refusals a caller can act on. `code` is part of the contract; the wording of the detail is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Kind(StrEnum):
    """What sort of refusal this is; the gateway has one table from kind to HTTP status."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    STALE = "stale"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    RULE_BROKEN = "rule_broken"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request: where (an RFC 6901 pointer into the body, or `?name` for the query) and what."""

    pointer: str
    detail: str


class Refusal(Exception):
    """The request was understood and is not carried out; nothing has changed.

    `detail` is a sentence for a person. `faults` lists every place that is wrong. `extra` holds further members
    of the answer that a program can act on (ids of short items, the current version, …); JSON values only.
    """

    kind: ClassVar[Kind] = Kind.RULE_BROKEN
    code: ClassVar[str] = "refused"

    def __init__(self, detail: str = "", *, faults: Sequence[Fault] = (), **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.extra = extra


class Malformed(Refusal):
    """The request cannot be read as what it should be; `errors` names every place that is wrong."""

    kind = Kind.MALFORMED
    code = "malformed"


class Unauthenticated(Refusal):
    """Nobody is signed in."""

    kind = Kind.UNAUTHENTICATED
    code = "unauthenticated"


class Forbidden(Refusal):
    """The caller may see the record, or knows the route, but may not do this."""

    kind = Kind.FORBIDDEN
    code = "forbidden"


class NotFound(Refusal):
    """There is no such record within the caller's sight; whether it exists elsewhere is not told."""

    kind = Kind.NOT_FOUND
    code = "not_found"


class Conflict(Refusal):
    """The current state of the record does not allow this."""

    kind = Kind.CONFLICT
    code = "conflict"


class Stale(Refusal):
    """The caller's version of the record is not the current one."""

    kind = Kind.STALE
    code = "stale_version"


class RuleBroken(Refusal):
    """What is asked for breaks a rule of the business."""

    kind = Kind.RULE_BROKEN
    code = "rule_broken"


class Throttled(Refusal):
    """Too much was asked in too short a time."""

    kind = Kind.THROTTLED
    code = "throttled"


class Unavailable(Refusal):
    """A part that is needed is away; the same call may succeed later. `extra["retry_after"]` in seconds."""

    kind = Kind.UNAVAILABLE
    code = "unavailable"
