"""Reading the trail of all services as one, and looking whether their chains are whole."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.audit import rules
from gateway.audit.model import AuditAnchor
from shared.audit.chain import GENESIS, MOST_FAULTS
from shared.contracts.gateway.audit import ANCHORS, LISTING, AuditEntryView
from shared.contracts.listing import FieldKind
from shared.contracts.payload import Payload
from shared.errors import Fault, Unavailable
from shared.listing import list_records
from shared.listing.cursors import fingerprint, read_cursor, write_cursor
from shared.listing.values import read_value
from shared.settings import GATEWAY, SERVICES

EVERYBODY = (*SERVICES, GATEWAY)
A_PAGE = 500
"""Events a look: about ten milliseconds of a service's time, so that its other calls hardly wait."""

LONGEST_LOOK_SECONDS = 5.0

_FROM = ("gt", "gte", "eq", "between")
_UNTIL = ("lt", "lte", "eq", "between")

WORST_FIRST = ("broken", "away", "unfinished")

MOST_MARKS = 400
"""Anchors that one look compares with, the newest: more than a year of daily ones."""


class Answer(Protocol):
    @property
    def result(self) -> Any: ...


class Bus(Protocol):
    """The part of the bus that this needs."""

    def call(self, service: str, method: str, /, **kwargs: Any) -> Answer: ...


def list_trail(bus: Bus, query: Payload) -> Payload:
    """One page of all services' entries, newest first.

    Ids are made in the order of time, so that the newest of all are the newest of each service's newest.
    """
    rules.ensure_plain(query)
    bound_to = fingerprint(LISTING.noun, query.get("filter"))
    place = read_cursor(query["cursor"], bound_to, (FieldKind.ID,)) if query.get("cursor") else None
    backwards, limit = place is not None and place.backwards, int(query["limit"])
    asked: Payload = {"filter": query.get("filter"), "limit": limit + 1, **_between(query.get("filter"))}
    if place is not None:
        asked["after" if backwards else "before"] = place.keys[0]
    found = [
        entry for service in EVERYBODY for entry in bus.call(service, "list_audit_entries", query=asked).result["data"]
    ]
    found.sort(key=_id_of, reverse=not backwards)
    more, page = len(found) > limit, found[:limit]
    page = page[::-1] if backwards else page
    has_next, has_prev = bool(page) and (more or backwards), bool(page) and (more if backwards else place is not None)
    return {
        "data": _shown(page, query.get("fields")),
        "next": write_cursor(bound_to, (page[-1]["id"],), backwards=False) if has_next else None,
        "prev": write_cursor(bound_to, (page[0]["id"],), backwards=True) if has_prev else None,
        **_counted(bus, query),
    }


def _between(tree: Any) -> Payload:
    """The ids between which the span of time that a list of conditions names must lie: a range of an index.

    What is no span of time sets no bounds: each service reads the conditions too, and refuses what is wrong with them.
    """
    bounds: Payload = {}
    for name, operator, value in tree if isinstance(tree, list) else ():
        moments = _moments(value) if name == "at" and operator in (*_FROM, *_UNTIL) else []
        if moments and operator in _FROM:
            bounds["lowest"] = rules.lowest_id_at(moments[0])
        if moments and operator in _UNTIL:
            bounds["highest"] = rules.highest_id_at(moments[-1])
    return bounds


def _moments(value: Any) -> list[datetime]:
    """The one or two times of a condition; none where one of them is none."""
    try:
        return [read_value(FieldKind.TIME, one) for one in (value if isinstance(value, list) else [value])]
    except ValueError:
        return []


def _id_of(entry: Payload) -> str:
    return str(entry["id"])


def _shown(page: list[Payload], only: list[str] | None) -> list[Payload]:
    unknown = [name for name in only or () if name not in AuditEntryView().fields]
    if unknown:
        raise rules.BadAuditQuery("The trail has no such field.", faults=[Fault("?fields", ", ".join(unknown))])
    kept = {"id", *only} if only else None
    return [entry if kept is None else {name: entry[name] for name in kept} for entry in page]


def _counted(bus: Bus, query: Payload) -> Payload:
    if query.get("count") in (None, "none"):
        return {}
    asked = {"filter": query.get("filter")}
    return {"count": sum(bus.call(one, "count_audit_entries", query=asked).result["count"] for one in EVERYBODY)}


def ends_of_chains(bus: Bus) -> Payload:
    """Where each service's chain ends now. Raises `Unavailable` when a service is away: an anchor holds all."""
    return {service: bus.call(service, "get_chain_head").result for service in EVERYBODY}


def list_anchors(session: Session, query: Payload) -> Payload:
    columns = {"id": AuditAnchor.id, "created_at": AuditAnchor.created_at, "digest": AuditAnchor.digest}
    return list_records(session, select(AuditAnchor), AuditAnchor, ANCHORS, columns, query)


def is_anchored(session: Session, day: date) -> bool:
    return session.scalar(select(AuditAnchor.id).where(AuditAnchor.day == day)) is not None


@dataclass(frozen=True)
class Marks:
    """What the newest anchors know of each service: the hash at a position."""

    newest: Mapping[str, tuple[int, str]]
    known: Mapping[str, Mapping[str, str]]


def marks_of_anchors(session: Session) -> Marks:
    rows = session.scalars(select(AuditAnchor.chains).order_by(AuditAnchor.created_at.desc()).limit(MOST_MARKS)).all()
    known: dict[str, dict[str, str]] = {service: {} for service in EVERYBODY}
    for chains in rows:
        for service, mark in chains.items():
            known.setdefault(service, {})[str(mark["position"])] = mark["hash"]
    newest = {service: (mark["position"], mark["hash"]) for service, mark in (rows[0] if rows else {}).items()}
    return Marks(newest, known)


def until(deadline: float | None) -> float:
    """When a look begins no more pages: half of what the caller waits is left for the page that is being read then."""
    began = time.time()
    longest = began + LONGEST_LOOK_SECONDS
    return longest if deadline is None else min(longest, began + (deadline - began) / 2)


def verify_chains(
    bus: Bus, marks: Marks, *, until: float, since: str, service: str | None = None, cursor: str | None = None
) -> Payload:
    """Look at the chains page by page until the time `until`; what is left is for the next call, by the cursor."""
    wanted: tuple[str, ...] = (service,) if service else EVERYBODY
    places = {one: marks.newest.get(one, (0, GENESIS)) if since == "anchor" else (0, GENESIS) for one in wanted}
    if cursor:
        places = rules.read_places(cursor, frozenset(wanted))
    looks = [_look(bus, one, place, marks.known.get(one, {}), until) for one, place in places.items()]
    states = {look.status for look in looks}
    left = {look.service: (look.position, look.hash) for look in looks if not look.complete}
    return {
        "status": next((state for state in WORST_FIRST if state in states), "intact"),
        "complete": not left,
        "next": rules.write_places(left) if left else None,
        "services": looks,
    }


@dataclass
class Look:
    """How far one look at one service's chain came, and what it found."""

    service: str
    position: int
    hash: str
    checked: int = 0
    complete: bool = False
    away: bool = False
    faults: list[Payload] = field(default_factory=list)

    @property
    def status(self) -> str:
        if self.faults:
            return "broken"
        if self.away:
            return "away"
        return "intact" if self.complete else "unfinished"


def _look(bus: Bus, service: str, place: tuple[int, str], known: Mapping[str, str], until: float) -> Look:
    look = Look(service, *place)
    marks = {at: written for at, written in known.items() if int(at) > look.position}
    while not look.complete and time.time() < until:
        try:
            page = bus.call(
                service, "check_chain", after=look.position, after_hash=look.hash, marks=marks, limit=A_PAGE
            ).result
        except Unavailable:
            look.away = True
            break
        look.position, look.hash, look.complete = page["position"], page["hash"], page["complete"]
        look.checked += page["checked"]
        look.faults = [*look.faults, *page["faults"]][:MOST_FAULTS]
    return look
