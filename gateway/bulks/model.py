"""The bulk as the gateway's database keeps it."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.bulks.rules import BulkStatus, status_of
from gateway.persistence import Base
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Bulk(Record, Base):
    """One request. Its id is the correlation of every event that its operations caused."""

    __tablename__ = "bulks"
    __table_args__ = (Index("ix_bulks_created_by_created", "created_by", "created_at"),)

    noun: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20), default=BulkStatus.RUNNING)
    total: Mapped[int] = mapped_column()
    done: Mapped[int] = mapped_column(default=0)
    succeeded: Mapped[int] = mapped_column(default=0)

    @property
    def belongs_to(self) -> Belonging:
        """A bulk is its maker's, wherever that person stands."""
        return Belonging(self.created_by, None)

    def count(self, done: int, succeeded: int) -> None:
        self.done, self.succeeded = done, succeeded
        self.status = status_of(done, self.total)


class BulkItem(Base):
    """What became of one operation; `place` is its place in the request, from zero."""

    __tablename__ = "bulk_items"

    bulk_id: Mapped[str] = mapped_column(Id, ForeignKey("bulks.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    op: Mapped[str] = mapped_column(String(60))
    service: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[int] = mapped_column()
    code: Mapped[str | None] = mapped_column(String(60), default=None)
    messages: Mapped[list[Any]] = mapped_column(JSON, default=list)
