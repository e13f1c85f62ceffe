"""Putting what several services tell of a customer together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.contracts.gateway.customers import KINDS, Kind
from shared.contracts.listing import FieldKind
from shared.contracts.payload import Payload
from shared.listing.cursors import fingerprint, read_cursor, write_cursor

_PATHS = {kind.name: kind.path for kind in KINDS}


def kinds_asked(query: Payload) -> list[Kind]:
    """The kinds that both filters let through."""
    kinds, services = query.get("kind"), query.get("service")
    return [kind for kind in KINDS if (not kinds or kind.name in kinds) and (not services or kind.service in services)]


def window_of(customer_id: str, query: Payload) -> Payload:
    """What each service is asked for: one entry more than is shown tells whether there are more.

    Raises `BadCursor` for a cursor of another customer or of other filters.
    """
    window: Payload = {"limit": query["limit"] + 1}
    for name in ("since", "until"):
        if name in query:
            window[name] = query[name].isoformat()
    if "cursor" in query:
        place = read_cursor(query["cursor"], _bound_to(customer_id, query), (FieldKind.TIME, FieldKind.ID))
        window["before"] = [place.keys[0].isoformat(), place.keys[1]]
    return window


def merged(customer_id: str, query: Payload, answers: Iterable[Sequence[Mapping[str, Any]]]) -> Payload:
    """One page of the newest of all, and the cursor of what follows it."""
    entries = sorted((entry for answer in answers for entry in answer), key=_place_of, reverse=True)
    page, more = entries[: query["limit"]], len(entries) > query["limit"]
    following = write_cursor(_bound_to(customer_id, query), _place_of(page[-1]), backwards=False) if more else None
    return {"data": [_with_path(entry) for entry in page], "next": following, "prev": None}


def _place_of(entry: Mapping[str, Any]) -> tuple[datetime, str]:
    return datetime.fromisoformat(entry["at"]), entry["id"]


def _bound_to(customer_id: str, query: Payload) -> str:
    span = [query[name].isoformat() if name in query else None for name in ("since", "until")]
    return fingerprint("timeline", customer_id, sorted(kind.name for kind in kinds_asked(query)), span)


def _with_path(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "path": _PATHS[entry["kind"]].format(id=entry["id"])}
