"""Following the logs of all services as one: which events are asked for, where one stands, and what comes next."""

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shared.actor import Actor
from shared.contracts.catalogue import all_events
from shared.contracts.events import Event
from shared.errors import Fault, Malformed
from shared.settings import GATEWAY, SERVICES
from shared.signing import sign_actor

SOURCES = (*SERVICES, GATEWAY)
FARTHEST = 2**63 - 1
MOST_PATTERNS = 50
LONGEST_CURSOR = 1000

Ask = Callable[..., Any]
"""Calls a service: `ask(service, method, **arguments)` is its result."""

Ears = Mapping[str, list[dict[str, Any]]]
"""By service: what the follower may hear of its log, each with a signed actor and the types that its right opens."""

Places = Mapping[str, int]
"""By service: the position up to which its log was read."""


class BadEventCursor(Malformed):
    """This is no place in the events that an answer told."""

    code = "bad_cursor"


class UnknownEventType(Malformed):
    """There is no event of this type; GET /v1/events/catalogue lists those there are."""

    code = "unknown_event_type"


@dataclass(frozen=True)
class Followed:
    """Events, each with where one stands after it; where one stands after all of them, and whether that is the end."""

    events: list[tuple[dict[str, Any], str]]
    places: dict[str, int]
    at_end: bool


@lru_cache(maxsize=1)
def kinds_by_type() -> Mapping[str, type[Event]]:
    """Every class of events by its wire type."""
    return {kind.wire_type(): kind for kind in all_events()}


def kinds_matching(patterns: Sequence[str]) -> list[type[Event]]:
    """The classes of events that are asked for; all of them without a pattern.

    A pattern is a type with or without `tenon.` and version. `*` stands for one word, at the end for all that follow.
    Raises `UnknownEventType` for a pattern that no event has: misspelt, it would wait for ever.
    """
    if not patterns:
        return list(kinds_by_type().values())
    if len(patterns) > MOST_PATTERNS:
        raise _unknown(f"There are at most {MOST_PATTERNS} patterns of types.")
    found: dict[str, type[Event]] = {}
    for pattern in patterns:
        matched = {name: kind for name, kind in kinds_by_type().items() if _matches(pattern, kind)}
        if not matched:
            raise _unknown(f"No event has a type like {pattern[:100]!r}; GET /v1/events/catalogue lists them.")
        found |= matched
    return [found[name] for name in sorted(found)]


def _matches(pattern: str, kind: type[Event]) -> bool:
    words = pattern.removeprefix("tenon.").split(".")
    return _fits(words, kind.type.split(".")) or _fits(words, kind.wire_type().removeprefix("tenon.").split("."))


def _fits(words: Sequence[str], type_: Sequence[str]) -> bool:
    if words[-1] == "*" and len(words) <= len(type_):
        words, type_ = words[:-1], type_[: len(words) - 1]
    return len(words) == len(type_) and all(word in ("*", name) for word, name in zip(words, type_, strict=True))


def _unknown(sentence: str) -> UnknownEventType:
    return UnknownEventType(sentence, faults=[Fault("?type", sentence)])


def ears_of(actor_for: Callable[[str], Actor | None], kinds: Iterable[type[Event]], secret: str) -> dict[str, Any]:
    """What somebody may hear of these kinds; `actor_for` gives the actor for a right, or None where it is not held."""
    by_right: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in kinds:
        by_right[kind.source(), kind.right()].append(kind.wire_type())
    ears: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (source, right), types in sorted(by_right.items()):
        actor = actor_for(right)
        if actor is not None:
            ears[source].append({"actor": sign_actor(actor, secret), "types": types})
    return dict(ears)


def write_places(places: Places) -> str:
    """Where one stands, as the opaque cursor of a follower."""
    content = json.dumps(dict(sorted(places.items())), separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_places(cursor: str) -> dict[str, int]:
    """Raises `BadEventCursor` for what is no cursor of ours."""
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError("longer than any cursor")
        read = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(read, dict) or not all(_is_place(*place) for place in read.items()):
            raise ValueError("no places in logs")
    except (ValueError, TypeError, binascii.Error, RecursionError):
        sentence = "This is no cursor that we gave out."
        raise BadEventCursor(sentence, faults=[Fault("?after", sentence)]) from None
    return read


def _is_place(name: str, position: Any) -> bool:
    return name in SOURCES and type(position) is int and 0 <= position <= FARTHEST


def follow(ask: Ask, ears: Ears, places: Places, limit: int) -> Followed:
    """The next events of all these logs, the earliest first and each service's in the order of its log."""
    told = {source: _read_log(ask, source, ears[source], places, limit) for source in sorted(ears)}
    waiting = [(event["time"], source, event["position"], event) for source in told for event in told[source]["data"]]
    waiting.sort(key=lambda one: one[:3])
    reached = dict(places)
    events: list[tuple[dict[str, Any], str]] = []
    for _, source, position, event in _in_log_order(waiting)[:limit]:
        reached[source] = position
        events.append((event, write_places(reached)))
    for source, page in told.items():
        if all(event["position"] <= reached.get(source, 0) for event in page["data"]):
            reached[source] = max(page["reached"], reached.get(source, 0))
    return Followed(events, reached, all(reached.get(source, 0) >= page["end"] for source, page in told.items()))


def ends_of(ask: Ask, sources: Iterable[str]) -> dict[str, int]:
    """Where each of these logs ends now."""
    return {source: ask(source, "tell_end_of_log")["end"] for source in sources}


def _read_log(ask: Ask, source: str, ears: list[dict[str, Any]], places: Places, limit: int) -> dict[str, Any]:
    page: dict[str, Any] = ask(source, "read_log", ears=ears, after=places.get(source, 0), limit=limit)
    return page


Waiting = tuple[str, str, int, dict[str, Any]]


def _in_log_order(waiting: list[Waiting]) -> list[Waiting]:
    """Clocks of several instances differ: within one service the position decides, whatever the times say."""
    queues: dict[str, list[Waiting]] = defaultdict(list)
    for one in sorted(waiting, key=lambda one: one[2]):
        queues[one[1]].append(one)
    turns = {source: iter(queue) for source, queue in queues.items()}
    return [next(turns[one[1]]) for one in waiting]
