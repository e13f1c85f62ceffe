"""Cursors and narrowing of the audit trail, in plain Python: no database, no wire, no clock."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.errors import Fault, Malformed

SLACK = timedelta(minutes=5)
"""An event's id is made in the transaction that its time is taken in; this much apart they never are."""

Chains = Mapping[str, tuple[int, str]]
"""By service: a position and the hash there."""


class BadAuditQuery(Malformed):
    """The audit trail has one order, newest first, and no totals or words to search by."""

    code = "bad_audit_query"


class BadVerifyCursor(Malformed):
    """This is no cursor that an earlier look at the chains gave out."""

    code = "bad_verify_cursor"


@dataclass(frozen=True)
class Bounds:
    """The ids between which events of a span of time lie."""

    lowest: str | None = None
    highest: str | None = None


def ensure_plain(query: Mapping[str, Any]) -> None:
    for name in ("totals", "q", "expand"):
        if query.get(name):
            raise _bad(name, "is not offered by the audit trail")
    if query.get("sort") not in (None, ["-id"]):
        raise _bad("sort", "takes -id only: newest first")


def digest_of(chains: Mapping[str, Mapping[str, Any]]) -> str:
    """SHA-256 over the ends of all chains, so that one line in a log elsewhere holds all of them."""
    canonical = json.dumps(chains, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_places(places: Chains) -> str:
    content = json.dumps(places, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_places(text: str, known: frozenset[str]) -> dict[str, tuple[int, str]]:
    """Raises `BadVerifyCursor`."""
    try:
        decoded = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        places = {service: (int(position), str(written)) for service, (position, written) in decoded.items()}
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise _no_cursor() from None
    if not places.keys() <= known or any(not 0 <= position < 2**62 for position, _ in places.values()):
        raise _no_cursor()
    return places


def lowest_id_at(moment: datetime) -> str:
    return _id_at(moment - SLACK, "7000-8000-000000000000")


def highest_id_at(moment: datetime) -> str:
    return _id_at(moment + SLACK, "7fff-bfff-ffffffffffff")


def _id_at(moment: datetime, rest: str) -> str:
    thousandths = max(0, int(moment.timestamp() * 1000)) & (2**48 - 1)
    digits = f"{thousandths:012x}"
    return f"{digits[:8]}-{digits[8:]}-{rest}"


def _bad(name: str, what: str) -> BadAuditQuery:
    return BadAuditQuery(f"{name} {what}.", faults=[Fault(f"?{name}", what)])


def _no_cursor() -> BadVerifyCursor:
    return BadVerifyCursor("Start again without the cursor.", faults=[Fault("?cursor", "is no cursor of ours")])
