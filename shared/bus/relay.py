"""Publishing what a service has announced: numbered without gaps, in order, never forgotten. See docs/adr/0004."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

import structlog
from sqlalchemy import CursorResult, Result, or_, select, update
from sqlalchemy.orm import Session

from shared.audit import chain
from shared.bus.envelope import Envelope, envelope_of
from shared.bus.metrics import EVENTS_PUBLISHED
from shared.clock import now
from shared.persistence.database import Database
from shared.persistence.platform import EventLog, StoredEvent
from shared.persistence.sets import table_of, update_rows

LEASE = timedelta(seconds=15)
LONGEST_HELD = 2 * LEASE
"""A lease that ends later was taken by a clock that is ahead. Who took it may be dead, and nobody waits for that clock:
what two instances publish at once is met once.
"""

TICK_SECONDS = 3.0
"""Between two looks for what another instance left behind; of what this one announces it is told."""

PAUSE_SECONDS = 1.0
BATCH = 200
NUMBERED_AT_ONCE = 1000

_UNNUMBERED = select(StoredEvent.id).where(StoredEvent.position.is_(None)).limit(1)
_LOG = select(EventLog.lease_owner, EventLog.lease_until, EventLog.last_position, EventLog.published_position).where(
    EventLog.id == 1
)

_log = structlog.get_logger(__name__)


class Sink(Protocol):
    """Where events go."""

    def publish(self, source: str, envelopes: Sequence[Envelope]) -> None:
        """Return when every event is safe with the broker or met by every subscriber; raise otherwise."""


class Relay:
    """One loop per instance of a service. Of several instances the one that holds the lease works, the others watch."""

    def __init__(self, service: str, database: Database, sink: Sink, instance: str) -> None:
        self._service = service
        self._database = database
        self._sink = sink
        self._instance = instance
        self._trouble = ""
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"relay-{service}", daemon=True)

    def start(self) -> None:
        self._database.on_events_committed(self.wake)
        self._woken.set()
        self._thread.start()

    def wake(self) -> None:
        """Look now: something was announced."""
        self._woken.set()

    def stop(self, seconds: float = 5.0) -> None:
        self._stopped.set()
        self._woken.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._woken.wait(TICK_SECONDS)
            self._woken.clear()
            try:
                while not self._stopped.is_set() and self.relay_batch():
                    pass
                self._trouble = ""
            except Exception as fault:
                self._report(_first_line(fault))
                self._stopped.wait(PAUSE_SECONDS)
                self._woken.set()
        self._give_up_lease()

    def _report(self, trouble: str) -> None:
        """Once for each new reason, not once a second."""
        if trouble != self._trouble:
            _log.warning("events wait", service=self._service, reason=trouble)
        self._trouble = trouble

    def relay_batch(self) -> bool:
        """Number and publish the next events; whether there were any. No transaction is open while publishing."""
        if not _has_work(self._database, self._instance):
            return False
        with self._database.write() as session:
            if not self._take_lease(session):
                return False
            _number(session)
        envelopes = self._next_envelopes()
        if not envelopes:
            return False
        self._sink.publish(self._service, envelopes)
        EVENTS_PUBLISHED.labels(self._service).inc(len(envelopes))
        return self._record(envelopes[-1].position, keep_lease=len(envelopes) == BATCH)

    def _take_lease(self, session: Session) -> bool:
        free = or_(
            EventLog.lease_owner.is_(None),
            EventLog.lease_owner == self._instance,
            EventLog.lease_until < now(),
            EventLog.lease_until > now() + LONGEST_HELD,
        )
        taken = session.execute(
            update(EventLog)
            .where(EventLog.id == 1, free)
            .values(lease_owner=self._instance, lease_until=now() + LEASE)
            .execution_options(synchronize_session=False)
        )
        if _changed(taken):
            return True
        if session.get(EventLog, 1) is None:
            session.add(EventLog(id=1, lease_owner=self._instance, lease_until=now() + LEASE))
            session.flush()
            return True
        return False

    def _next_envelopes(self) -> list[Envelope]:
        with self._database.read() as session:
            published = session.scalar(select(EventLog.published_position).where(EventLog.id == 1)) or 0
            rows = session.scalars(
                select(StoredEvent).where(StoredEvent.position > published).order_by(StoredEvent.position).limit(BATCH)
            )
            return [envelope_of(row, self._service) for row in rows]

    def _record(self, position: int, keep_lease: bool) -> bool:
        """Whether the lease still was ours; the new holder publishes again what we cannot record.

        An idle relay keeps no lease, so that whichever instance announces next publishes at once.
        """
        holder = self._instance if keep_lease else None
        with self._database.write() as session:
            moved = session.execute(
                update(EventLog)
                .where(EventLog.id == 1, EventLog.lease_owner == self._instance)
                .values(published_position=position, lease_owner=holder, lease_until=now() + LEASE)
                .execution_options(synchronize_session=False)
            )
            return _changed(moved)

    def _give_up_lease(self) -> None:
        try:
            with self._database.write() as session:
                session.execute(
                    update(EventLog)
                    .where(EventLog.id == 1, EventLog.lease_owner == self._instance)
                    .values(lease_owner=None)
                    .execution_options(synchronize_session=False)
                )
        except Exception as fault:
            _log.info("lease left to run out", service=self._service, reason=_first_line(fault))


def _has_work(database: Database, instance: str) -> bool:
    """Whether events wait and nobody else is at them; cheap, since it is asked after each batch too."""
    log = next(iter(database.ask(_LOG, {})), None)
    if log is not None and _is_held_by_other(log.lease_owner, log.lease_until, instance):
        return False
    if log is not None and log.last_position > log.published_position:
        return True
    return bool(database.ask(_UNNUMBERED, {}))


def _is_held_by_other(owner: str | None, until: datetime | None, instance: str) -> bool:
    held = until is not None and now() < until <= now() + LONGEST_HELD
    return held and owner not in (None, instance)


def _number(session: Session) -> None:
    """Give the next positions, in the order in which the events became visible, and chain each event to the last."""
    log = session.scalars(select(EventLog).where(EventLog.id == 1).with_for_update()).one()
    waiting = select(StoredEvent.id, *chain.CHAINED, *chain.CHAINED_IF_TOLD).where(StoredEvent.position.is_(None))
    position, last = log.last_position, log.last_hash or chain.GENESIS
    numbered = []
    for row in session.execute(waiting.order_by(StoredEvent.id).limit(NUMBERED_AT_ONCE)).all():
        position += 1
        last = chain.link(last, position, tuple(row[1:]))
        numbered.append({"id": row[0], "position": position, "hash": last})
    if numbered:
        update_rows(session, table_of(StoredEvent), "id", numbered)
        log.last_position, log.last_hash = position, last


def _changed(result: Result[Any]) -> bool:
    return bool(cast(CursorResult[Any], result).rowcount)


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0][:200]
