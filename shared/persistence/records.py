"""What every record of the business has: identity, version, times, and its place in the organisation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from shared.clock import now
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.types import Id, UtcTime


@dataclass(frozen=True)
class Belonging:
    """The person and the unit that a record belongs to; by these it is decided who is told of its events."""

    owner_id: str | None
    org_unit_id: str | None


class Record:
    """A row with a history. `version` counts the events it has caused: its ETag, and the `sequence` of the last one.

    `announce` alone raises the version; a record that was never announced has version 0 and must not be committed.
    """

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    created_by: Mapped[str] = mapped_column(Id)

    belongs_by: ClassVar[tuple[str, ...]] = ()
    """The columns that `belongs_to` is made of: when one of them changes, the record's events belong to others."""

    @property
    def belongs_to(self) -> Belonging:
        """Nobody in particular, unless a kind of record says otherwise."""
        return Belonging(None, None)


class OwnedRecord(Record):
    """A record that belongs to a person and a unit; `visible` decides by these two who may see it."""

    shareable: ClassVar[bool] = False
    belongs_by: ClassVar[tuple[str, ...]] = ("owner_id", "org_unit_id")
    customer_key: ClassVar[str] = "customer_id"
    """The column that says which customer a record belongs to; a noun without it is out of a customer's reach."""
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
