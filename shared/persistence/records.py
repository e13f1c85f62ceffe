"""What every record of the business has: identity, version, times, and its place in the organisation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, object_session, relationship

from shared.clock import now
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.types import Id, UtcTime


@dataclass(frozen=True)
class Belonging:
    """The person, the unit and the territory that a record belongs to: these decide who is told of its events."""

    owner_id: str | None
    org_unit_id: str | None
    territory_id: str | None = None


class Identified:
    """A row that can be named by itself, and so listed, though it may be only a part of a record."""

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)


class Record(Identified):
    """A row with a history. `version` counts the events it has caused: its ETag, and the `sequence` of the last one.

    It is inserted at version 1, for the event that tells of it; `announce` alone raises it from there. A record whose
    first event is still to come (`is_unannounced`) must not be committed.
    """

    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    created_by: Mapped[str] = mapped_column(Id)

    @property
    def next_version(self) -> int:
        """The version that the next event of this record will bring."""
        return 1 if is_unannounced(self) else (self.version or 0) + 1

    belongs_by: ClassVar[tuple[str, ...]] = ()
    """The columns that `belongs_to` is made of: when one of them changes, the record's events belong to others."""

    @property
    def belongs_to(self) -> Belonging:
        """Nobody in particular, unless a kind of record says otherwise."""
        return Belonging(None, None)


_UNANNOUNCED = "unannounced"
"""Where a session keeps the ids of records that it has inserted and of which no event tells yet. The records themselves
cannot: a session forgets objects that nobody holds, and reads them anew."""


@event.listens_for(Record, "before_insert", propagate=True)
def _insert_at_first_version(_mapper: Any, _connection: Any, record: Record) -> None:
    """So that telling of a new record needs no second statement, which would start every trigger again."""
    session = object_session(record)
    if not record.version and session is not None:
        record.id, record.version = record.id or new_id(), 1
        session.info.setdefault(_UNANNOUNCED, set()).add(record.id)


def is_unannounced(record: Record) -> bool:
    """Whether this transaction inserted the record and its first event is still to come."""
    session = object_session(record)
    return session is not None and record.id in session.info.get(_UNANNOUNCED, ())


def take_version(record: Record) -> None:
    """Give the record the version of the event that is about to tell of it."""
    session = object_session(record)
    if session is not None and is_unannounced(record):
        session.info[_UNANNOUNCED].discard(record.id)
    else:
        record.version, record.updated_at = record.next_version, now()


class OwnedRecord(Record):
    """A record that belongs to a person and a unit; `visible` decides by these two who may see it."""

    shareable: ClassVar[bool] = False
    belongs_by: ClassVar[tuple[str, ...]] = ("owner_id", "org_unit_id")
    customer_key: ClassVar[str] = "customer_id"
    """The column that says which customer a record belongs to; a noun without it is out of a customer's reach."""
    territory_key: ClassVar[str | None] = None
    """The column that says in which territory a record is placed, whose sellers then see and change it."""
    gone_by: ClassVar[str | None] = None
    """The column that is null as long as the record is there; one that is gone is in nobody's sight."""
    shared_as: ClassVar[str | None] = None
    """What a share calls it, where that is not the name of the class."""
    names_by_key: ClassVar[tuple[type[Any], ...]] = ()
    """The classes of those records that this one names by their keys, which are told to whoever sees them alone."""

    owner_id: Mapped[str] = mapped_column(Id, index=True)
    org_unit_id: Mapped[str] = mapped_column(Id, index=True)

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.owner_id, self.org_unit_id)

    @declared_attr
    def owner(cls) -> Mapped[OrgPersonReplica | None]:  # noqa: N805 -- SQLAlchemy passes the class
        """The owner as the replica of the organisation knows them; read with the record, in one statement."""
        return relationship(
            OrgPersonReplica,
            primaryjoin=lambda: _same(cls.owner_id, OrgPersonReplica.id),
            viewonly=True,
            lazy="joined",
        )

    @declared_attr
    def org_unit(cls) -> Mapped[OrgUnitReplica | None]:  # noqa: N805 -- SQLAlchemy passes the class
        return relationship(
            OrgUnitReplica,
            primaryjoin=lambda: _same(cls.org_unit_id, OrgUnitReplica.id),
            viewonly=True,
            lazy="joined",
        )


def _same(own: Any, other: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = foreign(own) == other
    return joined
