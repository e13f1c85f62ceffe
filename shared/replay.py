"""What of a service's log may be told to whom: read along the positions, each event to those who may read its record.

Who may is decided at this moment by whose the record is now, not by what was when it happened; see docs/adr/0026.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.bus.envelope import Envelope, envelope_of
from shared.contracts.events import Audience, Event
from shared.field_limits import limits_of, open_event
from shared.persistence.paths import below
from shared.persistence.platform import EventLog, OrgPersonReplica, OrgUnitReplica, StoredEvent, TerritorySeller
from shared.visible import shared_ids, territories_of

WINDOW = 10_000
"""Positions that one statement looks over: a page costs no more in a log of millions, however few events it finds."""

LONGEST_LOOK_SECONDS = 0.5
MOST_EVENTS = 200


@dataclass(frozen=True)
class Ear:
    """What somebody may hear by one right: these classes of events, as far as the actor's reaches go."""

    actor: Actor
    kinds: tuple[type[Event], ...]


@dataclass(frozen=True)
class Tree:
    """Where this service keeps the organisation."""

    unit_id: Any
    unit_path: Any
    person_id: Any
    person_path: Any

    def units_below(self, path: str) -> Select[Any]:
        return select(self.unit_id).where(below(self.unit_path, path))

    def people_below(self, path: str) -> Select[Any]:
        return select(self.person_id).where(below(self.person_path, path))


REPLICA = Tree(OrgUnitReplica.id, OrgUnitReplica.path, OrgPersonReplica.id, OrgPersonReplica.path)
"""The copy of the organisation that every service keeps; the gateway has the organisation itself."""


@dataclass(frozen=True)
class Told:
    """Events in the order of their positions. All up to `reached` were looked at; the log ends at `end` for now."""

    events: list[Envelope]
    reached: int
    end: int


def end_of_log(session: Session) -> int:
    return session.scalar(select(EventLog.last_position).where(EventLog.id == 1)) or 0


def as_heard(ears: Sequence[Ear], events: Sequence[Envelope]) -> list[dict[str, Any]]:
    """The events as CloudEvents, without the fields that are not open to who hears them."""
    limits = {kind.wire_type(): limits_of(ear.actor) for ear in ears for kind in ear.kinds}
    told = [event.cloud_event() for event in events]
    for event in told:
        fields = limits.get(event["type"])
        if fields is not None:
            event["data"] = open_event(fields, event["data"])
    return told


def read_on(session: Session, source: str, ears: Sequence[Ear], tree: Tree, after: int, limit: int) -> Told:
    """Up to `limit` of the events after a position that may be heard.

    Looks for a bounded time: there may be fewer events than asked for, or none, and more to come after `reached`.
    Positions are given in the order in which events become visible, so none ever appears before one that was read.
    """
    end, at = end_of_log(session), after
    ways = _ways_of(ears, tree)
    heard = or_(false(), *(way.heard() for way in ways))
    found: list[Envelope] = []
    until = time.monotonic() + LONGEST_LOOK_SECONDS
    while at < end and time.monotonic() < until:
        edge = min(at + WINDOW, end)
        rows = select(StoredEvent).where(StoredEvent.position > at, StoredEvent.position <= edge, heard)
        seen = session.scalars(rows.order_by(StoredEvent.position).limit(limit - len(found))).all()
        found += [envelope_of(row, source) for row in seen]
        if len(found) == limit:
            return Told(found, found[-1].position, end)
        at = edge if seen or edge == end else _before_next(session, ways, edge, end)
    return Told(found, at, end)


def find_events(session: Session, source: str, ears: Sequence[Ear], tree: Tree, ids: Collection[str]) -> list[Envelope]:
    """Those of these events that may be heard now, at most 200."""
    heard = or_(false(), *(way.heard() for way in _ways_of(ears, tree)))
    wanted = select(StoredEvent).where(StoredEvent.event_id.in_(list(ids)[:MOST_EVENTS]), heard)
    rows = session.scalars(wanted.where(StoredEvent.position.is_not(None)).order_by(StoredEvent.position))
    return [envelope_of(row, source) for row in rows]


@dataclass(frozen=True)
class _Way:
    """Types of events that one caller hears in the same way."""

    audience: Audience
    actor: Actor
    types: tuple[str, ...]
    tree: Tree

    @property
    def is_open(self) -> bool:
        """Whether whose the record is makes no difference."""
        return self.audience is Audience.COMPANY or (self.audience is Audience.REACH and Reach.ALL in self.reaches)

    @property
    def reaches(self) -> frozenset[Reach]:
        return frozenset({Reach.OWN}) if self.audience is Audience.OWNER else self.actor.reaches

    def heard(self) -> ColumnElement[bool]:
        of_type = StoredEvent.type.in_(self.types)
        if self.is_open:
            return of_type
        ways = [self._reached(reach) for reach in sorted(self.reaches)]
        return and_(of_type, or_(false(), *ways, *self._shared(), *self._in_territories()))

    def firsts(self, after: int) -> list[ColumnElement[Any]]:
        """The next position in each place of the scope, by indexes that end in the position."""
        theirs = [self._first_reached(reach, after) for reach in sorted(self.reaches)]
        return [*theirs, *(_first(shared, after) for shared in self._shared()), *self._first_in_territories(after)]

    def _reached(self, reach: Reach) -> ColumnElement[bool]:
        """The same as `shared.visible` has for records."""
        match reach:
            case Reach.OWN:
                return StoredEvent.owner_id == self.actor.user_id
            case Reach.UNIT:
                return StoredEvent.owner_unit_id == self.actor.unit_id
            case Reach.SUBORDINATES:
                return StoredEvent.owner_id.in_(self.tree.people_below(self.actor.person_path))
            case Reach.SUBTREE:
                return StoredEvent.owner_unit_id.in_(self.tree.units_below(self.actor.unit_path))
            case Reach.CUSTOMER:
                return false()  # events do not say which customer their record belongs to
        raise ValueError(f"{reach} is no part of an organisation")

    def _first_reached(self, reach: Reach, after: int) -> ColumnElement[Any]:
        """One look into the index for each person or unit, however many events there are."""
        if reach is Reach.SUBORDINATES:
            each = _first(StoredEvent.owner_id == self.tree.person_id, after)
            return self.tree.people_below(self.actor.person_path).with_only_columns(func.min(each)).scalar_subquery()
        if reach is Reach.SUBTREE:
            each = _first(StoredEvent.owner_unit_id == self.tree.unit_id, after)
            return self.tree.units_below(self.actor.unit_path).with_only_columns(func.min(each)).scalar_subquery()
        return _first(self._reached(reach), after)

    def _shared(self) -> list[ColumnElement[bool]]:
        """What is addressed to its owner alone cannot be shared."""
        return [StoredEvent.subject.in_(shared_ids(self.actor))] if self.audience is Audience.REACH else []

    def _in_territories(self) -> list[ColumnElement[bool]]:
        places = StoredEvent.owner_territory_id.in_(territories_of(self.actor))
        return [places] if self.audience is Audience.REACH else []

    def _first_in_territories(self, after: int) -> list[ColumnElement[Any]]:
        """One look into the index for each territory that the caller sells in."""
        if self.audience is not Audience.REACH:
            return []
        each = _first(StoredEvent.owner_territory_id == TerritorySeller.territory_id, after)
        return [territories_of(self.actor).with_only_columns(func.min(each)).scalar_subquery()]


def _ways_of(ears: Sequence[Ear], tree: Tree) -> list[_Way]:
    """A person holds many rights but few reaches: kinds that are heard alike are asked for together."""
    types: dict[tuple[str, ...], list[str]] = defaultdict(list)
    actors: dict[tuple[str, ...], tuple[Audience, Actor]] = {}
    for ear in ears:
        for kind in ear.kinds:
            key = (kind.audience.value, *sorted(ear.actor.reaches))
            types[key].append(kind.wire_type())
            actors[key] = (kind.audience, ear.actor)
    return [_Way(*actors[key], tuple(sorted(types[key])), tree) for key in sorted(types)]


def _before_next(session: Session, ways: Sequence[_Way], after: int, end: int) -> int:
    """The position before the first that anything can be heard at: a long silence is passed over in one step.

    What the types allow and what the scope allows are both bounds, so the later one is.
    """
    candidates = [end + 1]
    for way in ways:
        first = _earliest(session, [_first(StoredEvent.type == one, after) for one in way.types], end)
        if not way.is_open:
            first = max(first, _earliest(session, way.firsts(after), end))
        candidates.append(first)
    return min(candidates) - 1


def _first(condition: ColumnElement[bool], after: int) -> ScalarSelect[Any]:
    return select(func.min(StoredEvent.position)).where(condition, StoredEvent.position > after).scalar_subquery()


def _earliest(session: Session, firsts: Sequence[ColumnElement[Any]], end: int) -> int:
    return min((found for found in session.execute(select(*firsts)).one() if found is not None), default=end + 1)
