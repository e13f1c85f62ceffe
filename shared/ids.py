"""Identifiers: UUIDv7 (RFC 9562), made by whoever creates the record, ordered by time of creation."""

import re

import uuid_utils

_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_CANONICAL = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def new_id() -> str:
    return str(uuid_utils.uuid7())


def is_id(text: object) -> bool:
    """Whether this is a UUID in its canonical lower-case form."""
    return isinstance(text, str) and _CANONICAL.fullmatch(text) is not None


def is_random_id(text: str) -> bool:
    """Whether this is a UUID of version 7 or 4: one that nobody can guess."""
    return _RANDOM.fullmatch(text) is not None
