"""Cursors: a place in one sorted list, opaque to the caller and bound to the query that made it."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shared.contracts.listing import FieldKind
from shared.errors import Fault, Malformed
from shared.listing.values import read_value


class BadCursor(Malformed):
    """This is no cursor that we gave out, or one of another query."""

    code = "bad_cursor"


@dataclass(frozen=True)
class Place:
    """Just after (or, going back, just before) the row with these sort keys."""

    keys: tuple[Any, ...]
    backwards: bool


def fingerprint(*parts: Any) -> str:
    """What a query is, in short; a cursor of one query is refused by every other."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def write_cursor(query: str, keys: tuple[Any, ...], *, backwards: bool) -> str:
    content = json.dumps([query, int(backwards), [_plain(key) for key in keys]], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(text: Any, query: str, kinds: tuple[FieldKind, ...]) -> Place:
    """Raises `BadCursor` for what is no cursor and for a cursor of another query."""
    try:
        padded = str(text) + "=" * (-len(str(text)) % 4)
        made_for, backwards, keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if made_for != query or len(keys) != len(kinds) or backwards not in (0, 1):
            raise _bad("This cursor belongs to another query; start again without it.")
        read = tuple(None if key is None else read_value(kind, key) for kind, key in zip(kinds, keys, strict=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _bad("This is no cursor that we gave out.") from None
    return Place(read, bool(backwards))


def _plain(key: Any) -> Any:
    if isinstance(key, Decimal):
        return str(key)
    return key.isoformat() if isinstance(key, (date, datetime)) else key


def _bad(sentence: str) -> BadCursor:
    return BadCursor(sentence, faults=[Fault("?cursor", sentence)])
