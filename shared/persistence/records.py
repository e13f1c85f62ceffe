"""What every record of the business has: identity, version, times, and its place in the organisation."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from shared.clock import now
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.types import Id, UtcTime


class Record:
    """A row with a history. `version` counts the events it has caused: its ETag, and the `sequence` of the last one.

    `announce` alone raises the version; a record that was never announced has version 0 and must not be committed.
    """

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    created_by: Mapped[str] = mapped_column(Id)


class OwnedRecord(Record):
    """A record that belongs to a person and a unit; `visible` decides by these two who may see it."""

    shareable: ClassVar[bool] = False

    owner_id: Mapped[str] = mapped_column(Id, index=True)
    org_unit_id: Mapped[str] = mapped_column(Id, index=True)

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
