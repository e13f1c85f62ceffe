"""What every record of the business has: identity, version, times, and its place in the organisation."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from shared.clock import now
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime


class Record:
    """A row with a history. `version` is the number of events it has caused: its ETag, and the `sequence` of the last one.

    `announce` alone raises the version; a record that was never announced has version 0 and must not be committed.
    """

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    created_by: Mapped[str] = mapped_column(Id)


class OwnedRecord(Record):
    """A record that belongs to a person and a unit; `visible` decides by these two who may see it."""

    owner_id: Mapped[str] = mapped_column(Id, index=True)
    org_unit_id: Mapped[str] = mapped_column(Id, index=True)
