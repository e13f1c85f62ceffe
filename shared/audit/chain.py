"""The chain: each event's hash covers the event and the hash before it, so that none can be changed, lost or added."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shared.persistence.platform import EventLog, StoredEvent

GENESIS = "0" * 64
"""What stands before the first event."""

MOST_FAULTS = 20
LARGEST_PAGE = 2000

CHAINED: tuple[ColumnElement[Any], ...] = (
    StoredEvent.event_id.expression,
    StoredEvent.type.expression,
    StoredEvent.subject.expression,
    StoredEvent.sequence.expression,
    StoredEvent.org_unit_id.expression,
    StoredEvent.actor_id.expression,
    StoredEvent.actor_name.expression,
    StoredEvent.correlation_id.expression,
    StoredEvent.causation_id.expression,
    StoredEvent.address.expression,
    StoredEvent.occurred_at.expression,
    StoredEvent.data.expression,
)
"""What of an event the hash covers, in this order for ever. The position is covered too."""

CHAINED_IF_TOLD: tuple[ColumnElement[Any], ...] = (StoredEvent.channel.expression,)
"""What events came to say later; the hash covers it where it is told, so that those before stay as they were."""


@dataclass(frozen=True)
class Mark:
    """What the hash at a position was when somebody outside the service's database wrote it down."""

    position: int
    hash: str


@dataclass(frozen=True)
class ChainFault:
    """The first place where the log is not what it was: `altered`, `removed`, `inserted` or `rewritten`."""

    position: int
    kind: str
    detail: str


@dataclass(frozen=True)
class CheckedPage:
    """How far a look has come. `complete` when it has reached the end of the log."""

    position: int
    hash: str
    checked: int
    complete: bool
    faults: tuple[ChainFault, ...]


def link(before: str, position: int, event: tuple[Any, ...]) -> str:
    """The hash of an event: SHA-256 over the hash before it and the event's canonical JSON. `event` is of `CHAINED`,
    and perhaps of `CHAINED_IF_TOLD` after that.
    """
    told = [*event[: len(CHAINED)], *(more for more in event[len(CHAINED) :] if more is not None)]
    canonical = json.dumps([position, *told], sort_keys=True, separators=(",", ":"), default=_moment)
    return hashlib.sha256(before.encode() + canonical.encode()).hexdigest()


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{value!r} is no value of an event")


def head(session: Session) -> Mark:
    """The end of the chain."""
    log = session.execute(select(EventLog.last_position, EventLog.last_hash).where(EventLog.id == 1)).one_or_none()
    return Mark(log.last_position, log.last_hash or GENESIS) if log else Mark(0, GENESIS)


def check_page(session: Session, after: Mark, marks: Mapping[int, str], limit: int) -> CheckedPage:
    """Look at up to `limit` events after a place that is known to be right.

    `marks` are hashes written down outside this database, by position; whoever rewrote the whole chain here did not
    rewrite those. The newest position is read before the end of the log, so that events which come meanwhile are no
    faults.
    """
    newest = session.scalar(select(func.max(StoredEvent.position))) or 0
    end = head(session)
    rows = session.execute(
        select(StoredEvent.position, StoredEvent.hash, *CHAINED, *CHAINED_IF_TOLD)
        .where(StoredEvent.position > after.position, StoredEvent.position <= end.position)
        .order_by(StoredEvent.position)
        .limit(max(1, min(limit, LARGEST_PAGE)))
    ).all()
    walk = _Walk(after, marks)
    for row in rows:
        walk.step(row[0], row[1], tuple(row[2:]))
    complete = len(rows) < limit
    if complete:
        walk.arrive(end, newest)
    return CheckedPage(walk.position, walk.hash, len(rows), complete, tuple(walk.faults[:MOST_FAULTS]))


class _Walk:
    """Goes along the chain. After a fault it goes on from what is written, so that one change is one fault."""

    def __init__(self, after: Mark, marks: Mapping[int, str]) -> None:
        self.position, self.hash, self.marks = after.position, after.hash, marks
        self.faults: list[ChainFault] = []

    def step(self, position: int, written: str | None, event: tuple[Any, ...]) -> None:
        if position != self.position + 1:
            self._fault(self.position + 1, "removed", f"events {self.position + 1} to {position - 1} are gone")
        elif link(self.hash, position, event) != written:
            self._fault(position, "altered", "the event is not what was chained")
        self.position, self.hash = position, written or GENESIS
        self._compare(position)

    def arrive(self, end: Mark, newest: int) -> None:
        if self.position < end.position:
            self._fault(self.position + 1, "removed", f"events {self.position + 1} to {end.position} are gone")
        elif self.hash != end.hash:
            self._fault(self.position, "altered", "the end of the log is not what was chained")
        if newest > end.position:
            self._fault(end.position + 1, "inserted", "there are events beyond the end of the log")
        for position in sorted(self.marks):
            if position > max(self.position, end.position):
                self._fault(self.position + 1, "removed", f"an anchor knows events up to {position}")

    def _compare(self, position: int) -> None:
        noted = self.marks.get(position)
        if noted is not None and noted != self.hash:
            self._fault(position, "rewritten", "the chain up to here is not the one that an anchor knows")

    def _fault(self, position: int, kind: str, detail: str) -> None:
        self.faults.append(ChainFault(position, kind, detail))
