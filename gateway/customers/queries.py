"""Putting what several services tell of a customer together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gateway.http.asking import Answers
from shared.contracts.gateway.customers import Kind
from shared.contracts.gateway.whole_customers import MOST_SHOWN, PARTS, Part
from shared.contracts.listing import FieldKind
from shared.contracts.payload import Payload
from shared.listing.cursors import fingerprint, read_cursor, write_cursor

_PARTS = frozenset(part.name for part in PARTS)


def kinds_asked(query: Payload, offered: Sequence[Kind]) -> list[Kind]:
    """The kinds of those offered that both filters let through."""
    kinds, services = query.get("kind"), query.get("service")
    return [
        kind for kind in offered if (not kinds or kind.name in kinds) and (not services or kind.service in services)
    ]


def window_of(record_id: str, query: Payload, kinds: Sequence[Kind]) -> Payload:
    """What each service is asked for: one entry more than is shown tells whether there are more.

    Raises `BadCursor` for a cursor of another record or of other filters.
    """
    window: Payload = {"limit": query["limit"] + 1}
    for name in ("since", "until"):
        if name in query:
            window[name] = query[name].isoformat()
    if "cursor" in query:
        place = read_cursor(query["cursor"], _bound_to(record_id, query, kinds), (FieldKind.TIME, FieldKind.ID))
        window["before"] = [place.keys[0].isoformat(), place.keys[1]]
    return window


def merged(
    record_id: str, query: Payload, kinds: Sequence[Kind], answers: Iterable[Sequence[Mapping[str, Any]]]
) -> Payload:
    """One page of the newest of all, and the cursor of what follows it."""
    entries = sorted((entry for answer in answers for entry in answer), key=_place_of, reverse=True)
    page, more = entries[: query["limit"]], len(entries) > query["limit"]
    bound_to, paths = _bound_to(record_id, query, kinds), {kind.name: kind.path for kind in kinds}
    following = write_cursor(bound_to, _place_of(page[-1]), backwards=False) if more else None
    data = [{**entry, "path": paths[entry["kind"]].format(id=entry["id"])} for entry in page]
    return {"data": data, "next": following, "prev": None}


def asked_of(part: Part, customer_id: str) -> Payload:
    """What the part's call is asked: the newest few of this customer."""
    if part.by_filter:
        return {"query": {"filter": [["customer_id", "eq", customer_id]], "limit": MOST_SHOWN}}
    return {"customer_id": customer_id, "query": {"limit": MOST_SHOWN}}


def parts_shown(answers: Answers) -> Payload:
    """A page of each part that was answered; what is out of sight for a part's right is none of it."""
    shown = {
        name: {"data": page["data"], "more": bool(page["next"])}
        for name, page in answers.given.items()
        if name in _PARTS
    }
    return shown | {name: {"data": [], "more": False} for name in answers.unknown & _PARTS}


def _place_of(entry: Mapping[str, Any]) -> tuple[datetime, str]:
    return datetime.fromisoformat(entry["at"]), entry["id"]


def _bound_to(record_id: str, query: Payload, kinds: Sequence[Kind]) -> str:
    span = [query[name].isoformat() if name in query else None for name in ("since", "until")]
    return fingerprint("timeline", record_id, sorted(kind.name for kind in kinds), span)
