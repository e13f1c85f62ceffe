"""Versions as entity tags: `ETag` on every record, `If-Match` on changes, `If-None-Match` on reads."""

import re
from typing import Any

from gateway.http.problems import PreconditionRequired
from shared.errors import Malformed

_VERSION_TAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')


class MalformedPrecondition(Malformed):
    """If-Match takes one ETag as an answer told it, or *."""

    code = "malformed_precondition"


def version_tag(body: Any) -> str | None:
    """The entity tag of an answer that is a record."""
    version = body.get("version") if isinstance(body, dict) else None
    return f'"{version}"' if isinstance(version, int) else None


def expected_version(if_match: str | None, *, required: bool) -> int | None:
    """The version a change is based on; None when the caller takes any (`*`, or none named where none is required)."""
    if if_match is None:
        if required:
            raise PreconditionRequired("Send If-Match with the ETag of the record that you are changing.")
        return None
    if if_match.strip() == "*":
        return None
    found = _VERSION_TAG.fullmatch(if_match.strip())
    if not found:
        raise MalformedPrecondition('If-Match is one entity tag like "3", or *.')
    return int(found[1])


def is_unchanged(if_none_match: str | None, tag: str | None) -> bool:
    """Whether the caller already has this version (weak comparison, RFC 9110)."""
    if not if_none_match or not tag:
        return False
    given = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return tag in given or "*" in given
