"""Taking events in: effect exactly once, order per record, patience with handlers that fail. See docs/adr/0005."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from shared.bus.envelope import Envelope, source_uri
from shared.bus.handlers import Handler, Handlers
from shared.bus.metrics import EVENTS_HANDLED
from shared.clock import now
from shared.persistence.batches import begin_batch
from shared.persistence.database import Database
from shared.persistence.platform import Consumed, InboxEntry

DONE, WAITING, DEAD = "done", "waiting", "dead"
DUE_AT_ONCE = 100
REMEMBERED = timedelta(days=30)
_TURNSTILE = "-"
"""The row of `consumed` that a transaction locks so that instances take their turns."""

_SOME_WAIT = select(InboxEntry.event_id).where(InboxEntry.state == WAITING).limit(1)

_log = structlog.get_logger(__name__)


class DatabaseAway(Exception):
    """Nothing was done with the events; ask again later."""


class Inbox:
    """The events of one service. `delays` are the seconds between tries; after the last one an event is dead."""

    def __init__(self, service: str, database: Database, handlers: Handlers, delays: Sequence[float]) -> None:
        self._service = service
        self._database = database
        self._handlers = handlers
        self._delays = tuple(delays)

    def prepare(self) -> None:
        """Make the turnstile; harmless when it exists."""
        with self._database.read() as session:
            if session.get(Consumed, _TURNSTILE) is not None:
                return
        try:
            with self._database.write() as session:
                session.add(Consumed(source=_TURNSTILE))
        except Exception as fault:
            _log.debug("turnstile made by another instance", service=self._service, reason=str(fault))

    def take(self, envelopes: Sequence[Envelope]) -> None:
        """Handle or park each event; when this returns all of it is committed. Raise `DatabaseAway` if it cannot be."""
        try:
            with self._database.write() as session:
                self._take_all(session, envelopes)
        except Exception as fault:
            self._raise_if_away(fault)
            self._take_singly(envelopes, fault)

    def _take_singly(self, envelopes: Sequence[Envelope], fault: Exception) -> None:
        """One spoils the batch: each gets a transaction of its own. A batch of one has had that already."""
        pairs = [(envelope, handler) for envelope in envelopes for handler in self._handlers.get(envelope.type, ())]
        if len(pairs) == 1:
            self._park(*pairs[0], fault)
            return
        for envelope, handler in pairs:
            self._take_alone(envelope, handler)

    def _take_all(self, session: Session, envelopes: Sequence[Envelope]) -> None:
        marks = _take_turn_at(session, {envelope.source for envelope in envelopes})
        met, blocked = _traces(session, envelopes)
        begin_batch(session, {envelope.subject for envelope in envelopes})
        forgotten = _forgotten(session, envelopes, {event_id for event_id, _ in met})
        for envelope in envelopes:
            if envelope.id in forgotten:
                continue
            for handler in self._handlers.get(envelope.type, ()):
                if (envelope.id, handler.name) in met:
                    continue
                met.add((envelope.id, handler.name))
                if (envelope.subject, handler.name) in blocked:
                    session.add(_parked(envelope, handler, attempts=0, delay=0.0, error=None))
                    continue
                handler.run(session, envelope)
                session.add(_done(envelope, handler))
                EVENTS_HANDLED.labels(self._service, handler.name, DONE).inc()
        _advance(session, envelopes, marks)

    def _take_alone(self, envelope: Envelope, handler: Handler) -> None:
        alone = Inbox(self._service, self._database, {envelope.type: [handler]}, self._delays)
        try:
            with self._database.write() as session:
                alone._take_all(session, [envelope])
        except Exception as fault:
            self._raise_if_away(fault)
            self._park(envelope, handler, fault)

    def _park(self, envelope: Envelope, handler: Handler, fault: Exception) -> None:
        """Keep the event for another try, unless another instance has met it meanwhile."""
        try:
            with self._database.write() as session:
                marks = _take_turn_at(session, {envelope.source})
                if session.get(InboxEntry, (envelope.id, handler.name)) is None:
                    session.add(self._after_failure(_parked(envelope, handler, 0, 0.0, None), fault))
                _advance(session, [envelope], marks)
        except Exception as second:
            raise DatabaseAway(str(second)) from second

    def forget_old(self) -> None:
        """Drop the traces of events handled longer ago than any broker or relay would deliver again."""
        old = (InboxEntry.state == DONE) & (InboxEntry.handled_at < now() - REMEMBERED)
        with self._database.write() as session:
            session.execute(delete(InboxEntry).where(old).execution_options(synchronize_session=False))

    def retry_due(self) -> int:
        """Try events that waited long enough, each record's in their order; how many were tried."""
        tried = 0
        with self._database.read() as session:
            due = _due(session)
        for event_id, handler_name in due:
            tried += self._retry(event_id, handler_name)
        return tried

    def is_waiting(self) -> bool:
        """Whether any event waits for another try, due or not."""
        return bool(self._database.ask(_SOME_WAIT, {}))

    def _retry(self, event_id: str, handler_name: str) -> bool:
        try:
            with self._database.write() as session:
                take_turn(session)
                entry = session.get(InboxEntry, (event_id, handler_name))
                if entry is None or entry.state != WAITING or entry.envelope is None:
                    return False
                self._run_parked(session, entry)
            return True
        except Exception as fault:
            self._raise_if_away(fault)
            self._postpone(event_id, handler_name, fault)
            return True

    def _run_parked(self, session: Session, entry: InboxEntry) -> None:
        envelope = Envelope.from_cloud_event(entry.envelope or {})
        handler = self._handler(envelope.type, entry.handler)
        if handler is None:
            raise LookupError(f"{self._service} has no handler {entry.handler} for {envelope.type} any more")
        handler.run(session, envelope)
        entry.state, entry.envelope, entry.error = DONE, None, None
        entry.next_attempt_at, entry.handled_at = None, now()
        EVENTS_HANDLED.labels(self._service, entry.handler, DONE).inc()

    def _postpone(self, event_id: str, handler_name: str, fault: Exception) -> None:
        with self._database.write() as session:
            take_turn(session)
            entry = session.get(InboxEntry, (event_id, handler_name))
            if entry is not None and entry.state == WAITING:
                self._after_failure(entry, fault)

    def _after_failure(self, entry: InboxEntry, fault: Exception) -> InboxEntry:
        entry.attempts += 1
        entry.error = f"{type(fault).__name__}: {fault}"[:2000]
        if entry.attempts > len(self._delays):
            entry.state, entry.next_attempt_at = DEAD, None
        else:
            entry.next_attempt_at = now() + timedelta(seconds=self._delays[entry.attempts - 1])
        EVENTS_HANDLED.labels(self._service, entry.handler, entry.state).inc()
        _log.warning(
            "event not handled",
            service=self._service,
            handler=entry.handler,
            event_id=entry.event_id,
            attempts=entry.attempts,
            state=entry.state,
            exc_info=fault,
        )
        return entry

    def _handler(self, wire_type: str, name: str) -> Handler | None:
        return next((one for one in self._handlers.get(wire_type, ()) if one.name == name), None)

    def _raise_if_away(self, fault: Exception) -> None:
        """Tell a handler that fails from a database that is gone: the second concerns every event."""
        if isinstance(fault, DatabaseAway):
            raise fault
        try:
            with self._database.read() as session:
                session.scalar(select(Consumed.position).where(Consumed.source == _TURNSTILE))
        except Exception as second:
            raise DatabaseAway(str(second)) from fault


def first_missing(session: Session, source: str) -> Envelope | None:
    """The earliest event of this source that a handler has not dealt with, because it waits for another try or was
    given up.
    """
    undone = select(InboxEntry.envelope).where(InboxEntry.state.in_((WAITING, DEAD)))
    theirs = undone.where(InboxEntry.envelope["source"].as_string() == source_uri(source))
    envelope = session.scalar(theirs.order_by(InboxEntry.received_order).limit(1))
    return None if envelope is None else Envelope.from_cloud_event(envelope)


def taken_in(session: Session, source: str) -> int:
    """The position in this source's log up to which everything has come to the inbox."""
    return session.scalar(select(Consumed.position).where(Consumed.source == source)) or 0


def note_taken_in(session: Session, source: str, position: int, occurred_at: datetime) -> None:
    """For whoever has taken in a log by other ways up to here; the watermark never goes back."""
    _advance_to(session, session.get(Consumed, source), source, position, occurred_at)


def _advance_to(session: Session, mark: Consumed | None, source: str, position: int, occurred_at: datetime) -> None:
    if mark is None:
        session.add(Consumed(source=source, position=position, occurred_at=occurred_at))
    elif mark.position < position:
        mark.position, mark.occurred_at = position, occurred_at


def forget_undone(session: Session) -> None:
    """For whoever takes the log in again: what waits for another try, or was given up, is in it."""
    undone = delete(InboxEntry).where(InboxEntry.state.in_((WAITING, DEAD)))
    session.execute(undone.execution_options(synchronize_session=False))


def replay(session: Session, event_id: str) -> int:
    """Let the dead tries of one event be tried again now; how many there were."""
    dead = session.scalars(select(InboxEntry).where(InboxEntry.event_id == event_id, InboxEntry.state == DEAD)).all()
    for entry in dead:
        entry.state, entry.attempts, entry.next_attempt_at = WAITING, 0, now()
    return len(dead)


def take_turn(session: Session) -> None:
    """Until this transaction ends no other instance takes events in."""
    session.execute(select(Consumed.position).where(Consumed.source == _TURNSTILE).with_for_update())


def _take_turn_at(session: Session, sources: set[str]) -> dict[str, Consumed]:
    """As `take_turn`, with the watermarks of these sources, which nobody else moves until this transaction ends."""
    mine = select(Consumed).where(Consumed.source.in_([_TURNSTILE, *sorted(sources)])).order_by(Consumed.source)
    return {mark.source: mark for mark in session.scalars(mine.with_for_update())}


def _traces(session: Session, envelopes: Iterable[Envelope]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Which events were met by which handlers, and of which records an earlier event still waits, by handler."""
    ids, subjects = {envelope.id for envelope in envelopes}, {envelope.subject for envelope in envelopes}
    waits = and_(InboxEntry.subject.in_(subjects), InboxEntry.state == WAITING)
    columns = (InboxEntry.event_id, InboxEntry.handler, InboxEntry.subject, InboxEntry.state)
    rows = session.execute(select(*columns).where(or_(InboxEntry.event_id.in_(ids), waits))).all()
    return (
        {(row.event_id, row.handler) for row in rows if row.event_id in ids},
        {(row.subject, row.handler) for row in rows if row.state == WAITING},
    )


def _forgotten(session: Session, envelopes: Iterable[Envelope], traced: set[str]) -> set[str]:
    """Events that were met so long ago that their traces were dropped.

    They come again where an installation was away, or its backup kept, for longer than that.
    """
    old = [one for one in envelopes if one.id not in traced and one.occurred_at < now() - REMEMBERED]
    if not old:
        return set()
    sources = {envelope.source for envelope in old}
    rows = session.execute(select(Consumed.source, Consumed.position).where(Consumed.source.in_(sources)))
    marks = {row.source: row.position for row in rows}
    return {envelope.id for envelope in old if envelope.position <= marks.get(envelope.source, 0)}


def _due(session: Session) -> list[tuple[str, str]]:
    """Waiting entries whose time has come and which are the first of their record and handler."""
    heads = (
        select(InboxEntry.subject, InboxEntry.handler, func.min(InboxEntry.received_order).label("first"))
        .where(InboxEntry.state == WAITING)
        .group_by(InboxEntry.subject, InboxEntry.handler)
        .subquery()
    )
    rows = session.execute(
        select(InboxEntry.event_id, InboxEntry.handler)
        .join(
            heads,
            (InboxEntry.subject == heads.c.subject)
            & (InboxEntry.handler == heads.c.handler)
            & (InboxEntry.received_order == heads.c.first),
        )
        .where(InboxEntry.state == WAITING, InboxEntry.next_attempt_at <= now())
        .order_by(InboxEntry.received_order)
        .limit(DUE_AT_ONCE)
    )
    return [(row.event_id, row.handler) for row in rows]


def _done(envelope: Envelope, handler: Handler) -> InboxEntry:
    return InboxEntry(
        event_id=envelope.id,
        handler=handler.name,
        subject=envelope.subject,
        state=DONE,
        received_order=envelope.position,
        handled_at=now(),
    )


def _parked(envelope: Envelope, handler: Handler, attempts: int, delay: float, error: str | None) -> InboxEntry:
    return InboxEntry(
        event_id=envelope.id,
        handler=handler.name,
        subject=envelope.subject,
        state=WAITING,
        attempts=attempts,
        next_attempt_at=now() + timedelta(seconds=delay),
        received_order=envelope.position,
        envelope=envelope.cloud_event(),
        error=error,
    )


def _advance(session: Session, envelopes: Iterable[Envelope], marks: Mapping[str, Consumed]) -> None:
    """Move the watermark of each source; a source's events come in the order of their positions."""
    newest: dict[str, Envelope] = {}
    for envelope in envelopes:
        if envelope.source not in newest or envelope.position > newest[envelope.source].position:
            newest[envelope.source] = envelope
    for source, envelope in newest.items():
        _advance_to(session, marks.get(source), source, envelope.position, envelope.occurred_at)
