"""What one service tells of a customer or a contact, newest first: its part of a timeline of the gateway."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.contracts.fields import money_text
from shared.contracts.gateway.customers import TELLS, Kind
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.field_limits import is_open, limits_of
from shared.persistence.platform import StoredEvent
from shared.persistence.records import OwnedRecord
from shared.rpc import rpc
from shared.signing import verify_actor

MOST_ENTRIES = 201


@dataclass(frozen=True)
class Strand:
    """One kind of entries: the records of one model, those that are in somebody's sight. `tells` says which column
    becomes which part of an entry, `at` which one is its time.
    """

    kind: Kind
    model: type[OwnedRecord]
    in_sight: Callable[[Actor], Select[Any]]
    tells: Mapping[str, str]
    at: str = "created_at"

    @property
    def moment(self) -> ColumnElement[datetime]:
        column: ColumnElement[datetime] = getattr(self.model, self.at)
        return column

    def of(self, customer_id: str) -> ColumnElement[bool]:
        theirs: ColumnElement[bool] = getattr(self.model, self.model.customer_key) == customer_id
        return theirs


@dataclass(frozen=True)
class Related:
    """A contact, and what its dealings are about too."""

    contact_id: str
    customer_id: str | None
    opportunity_ids: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        own = (self.contact_id, self.customer_id) if self.customer_id else (self.contact_id,)
        return (*own, *self.opportunity_ids)


@dataclass(frozen=True)
class ContactStrand:
    """A strand of the timelines of contacts; `which` of its records belong there."""

    strand: Strand
    which: Callable[[Related], ColumnElement[bool]]


def told(*same: str, **others: str) -> dict[str, str]:
    """Which column becomes which part of an entry: `same` by its own name, `others` as part="column"."""
    return {**{name: name for name in same}, **others}


@dataclass(frozen=True)
class Window:
    """The span of time that is looked at, both ends included, and the entry after which the page begins."""

    limit: int
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, str] | None = None


class TimelineEntrypoints(Entrypoints):
    """Mixed into each service that knows customers; `strands` are the kinds of entries that it has."""

    strands: ClassVar[tuple[Strand, ...]]

    @rpc
    def list_timeline_entries(self, customer_id: str, readers: list[Payload], window: Payload) -> Payload:
        """Up to `limit` entries of each kind that somebody may read. `readers` holds for each the kind's name and the
        actor for its read right: no other right opens it.
        """
        actors = _readers(self, readers)
        with self.read() as session:
            return _told(session, [(one, one.of(customer_id)) for one in self.strands], actors, _window(window))


class ContactTimelineEntrypoints(Entrypoints):
    """Mixed into each service that has a part in the timelines of contacts."""

    contact_strands: ClassVar[tuple[ContactStrand, ...]]

    @rpc
    def list_contact_timeline_entries(self, related: Payload, readers: list[Payload], window: Payload) -> Payload:
        """As for a customer. `related` is what the gateway was told of a contact in the caller's sight."""
        about = Related(related["contact_id"], related["customer_id"], tuple(related["opportunity_ids"]))
        actors = _readers(self, readers)
        with self.read() as session:
            strands = [(one.strand, one.which(about)) for one in self.contact_strands]
            return _told(session, strands, actors, _window(window))


def _readers(host: Entrypoints, readers: list[Payload]) -> dict[str, Actor]:
    """The caller's actor by the kind of entries that it is for; the organisation is known as of all of them."""
    actors = {one["kind"]: verify_actor(one["actor"], host.secret()) for one in readers}
    host.catch_up(max((actor.org_version for actor in actors.values()), default=0))
    return actors


def _told(
    session: Session,
    strands: Sequence[tuple[Strand, ColumnElement[bool]]],
    actors: Mapping[str, Actor],
    window: Window,
) -> Payload:
    """Of each kind that the right of its actor opens, the newest that belong there."""
    found: list[dict[str, Any]] = []
    for strand, belonging in strands:
        actor = actors.get(strand.kind.name)
        if actor is not None and actor.right == strand.kind.right:
            found += _entries(session, strand, actor, belonging, window)
    _name_channels(session, found)
    return {"data": found}


def _window(sent: Payload) -> Window:
    """As the gateway sends it: moments in ISO 8601."""
    since, until, before = sent.get("since"), sent.get("until"), sent.get("before")
    return Window(
        limit=max(1, min(int(sent["limit"]), MOST_ENTRIES)),
        since=datetime.fromisoformat(since) if since else None,
        until=datetime.fromisoformat(until) if until else None,
        before=(datetime.fromisoformat(before[0]), str(before[1])) if before else None,
    )


def _entries(
    session: Session, strand: Strand, actor: Actor, belonging: ColumnElement[bool], window: Window
) -> list[dict[str, Any]]:
    model = strand.model
    parts = {part: column for part, column in strand.tells.items() if _is_open(actor, column)}
    columns = [model.id, strand.moment, *(getattr(model, name) for name in parts.values())]
    rows = _within(strand.in_sight(actor).where(belonging), strand, window)
    named = rows.with_only_columns(*columns, maintain_column_froms=True)
    return [_entry(strand.kind, parts, row) for row in session.execute(named)]


def _within(rows: Select[Any], strand: Strand, window: Window) -> Select[Any]:
    """The newest of the window, by the time and then by the id, so that no two pages ever share an entry."""
    moment, record_id = strand.moment, strand.model.id
    conditions: list[ColumnElement[bool]] = []
    if window.since is not None:
        conditions.append(moment >= window.since)
    if window.until is not None:
        conditions.append(moment <= window.until)
    if window.before is not None:
        at, last = window.before
        conditions += [moment <= at, or_(moment < at, and_(moment == at, record_id < last))]
    return rows.where(*conditions).order_by(moment.desc(), record_id.desc()).limit(window.limit)


def _is_open(actor: Actor, column: str) -> bool:
    limits = limits_of(actor)
    return limits is None or is_open(limits, column)


def _entry(kind: Kind, parts: dict[str, str], row: Sequence[Any]) -> dict[str, Any]:
    values = dict(zip(parts, row[2:], strict=True))
    amount = values.get("amount")
    return {
        "id": row[0],
        "at": row[1].isoformat(),
        "kind": kind.name,
        "service": kind.service,
        **{part: values.get(part) for part in TELLS},
        "amount": None if amount is None else money_text(amount),
        "channel": None,
    }


def _name_channels(session: Session, found: list[dict[str, Any]]) -> None:
    """The way on which each record came: its first event says so. One statement for the whole page."""
    ids = [entry["id"] for entry in found]
    first = select(StoredEvent.subject, StoredEvent.channel).where(
        StoredEvent.subject.in_(ids), StoredEvent.sequence == 1
    )
    came = {row.subject: row.channel for row in session.execute(first)} if ids else {}
    for entry in found:
        entry["channel"] = came.get(entry["id"])
