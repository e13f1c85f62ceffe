"""The export as the gateway's database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.exports import rules
from gateway.exports.rules import ExportStatus
from gateway.persistence import Base
from shared.contracts.gateway.exports import MEDIA_TYPES
from shared.persistence.leases import Leased
from shared.persistence.records import Belonging, Record
from shared.persistence.types import UtcTime


class Export(Leased, Record, Base):
    """One file in the making. `parts` were read up to `cursor`; what is read after it is read again after a kill. All
    of it is read under one standing of its maker (`rules.standing_of`), `read_as`.
    """

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_created_by_created", "created_by", "created_at"),)

    noun: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(10))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(20), default=ExportStatus.RUNNING, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None] = mapped_column(default=None)
    parts: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[str | None] = mapped_column(Text, default=None)
    size: Mapped[int | None] = mapped_column(BigInteger, default=None)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True, default=None)
    read_as: Mapped[str | None] = mapped_column(String(64), default=None)
    failure: Mapped[str | None] = mapped_column(String(500), default=None)

    made_by: Mapped[Any] = relationship(
        "Person", primaryjoin="foreign(Export.created_by) == Person.id", viewonly=True, lazy="joined"
    )

    @property
    def belongs_to(self) -> Belonging:
        """Whoever made it, wherever that person stands."""
        return Belonging(self.created_by, None)

    @property
    def file_name(self) -> str:
        return f"{self.noun.replace('/', '-')}-{self.id[:8]}.{self.format}"

    @property
    def file(self) -> dict[str, Any] | None:
        """What can be fetched, if there is something."""
        if self.status != ExportStatus.FINISHED:
            return None
        told = {"name": self.file_name, "media_type": MEDIA_TYPES[self.format], "size": self.size}
        return {**told, "href": f"/v1/exports/{self.id}/file", "expires_at": self.expires_at}

    @property
    def path(self) -> str:
        return f"exports/{self.id}/file.{self.format}"

    def is_free(self, moment: datetime) -> bool:
        return self.status == ExportStatus.RUNNING and self.nobody_holds(moment)

    def is_held_by(self, holder: str) -> bool:
        return self.status == ExportStatus.RUNNING and self.lease_holder == holder

    def count(self, rows: int, total: int | None, cursor: str | None, read_as: str) -> None:
        """One more part was read."""
        rules.ensure_fits(self.format, self.done + rows)
        self.read_as = read_as
        self.done += rows
        self.parts += 1
        self.cursor = cursor
        self.total = self.total if total is None else total

    def begin_anew(self) -> None:
        """Nothing that was read so far will be in the file."""
        self.done = self.parts = 0
        self.total = self.cursor = self.read_as = None

    def finish(self, size: int, moment: datetime) -> None:
        self.status, self.size, self.expires_at = ExportStatus.FINISHED, size, moment + rules.KEPT
        self.total = self.done
        self.let_go()

    def fail(self, why: str) -> None:
        self.status, self.failure = ExportStatus.FAILED, why[:500]
        self.let_go()

    def cancel(self, moment: datetime) -> None:
        """What was read so far is tidied up from now on."""
        rules.ensure_running(self.status)
        self.status, self.expires_at = ExportStatus.CANCELLED, moment
        self.let_go()

    def is_over(self, moment: datetime) -> bool:
        """What is stored for it may go."""
        return self.expires_at is not None and self.expires_at < moment

    def expire(self) -> bool:
        """Nothing is stored any more; whether there had been a file to fetch."""
        had_file, self.expires_at = self.status == ExportStatus.FINISHED, None
        if had_file:
            self.status = ExportStatus.EXPIRED
        return had_file
