"""The undo as the gateway's database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.undos.rules import UndoStatus
from shared.persistence.leases import Leased
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Undo(Leased, Record, Base):
    """One job that is taken back. Its id is the correlation of every event that this causes."""

    __tablename__ = "undos"
    __table_args__ = (Index("ix_undos_created_by_created", "created_by", "created_at"),)

    job_id: Mapped[str] = mapped_column(Id, unique=True)
    noun: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20), default=UndoStatus.RUNNING, index=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(500), default=None)

    @property
    def belongs_to(self) -> Belonging:
        """Whoever began it, wherever that person stands."""
        return Belonging(self.created_by, None)

    def is_free(self, moment: datetime) -> bool:
        return self.status == UndoStatus.RUNNING and self.nobody_holds(moment)

    def is_held_by(self, holder: str) -> bool:
        return self.status == UndoStatus.RUNNING and self.lease_holder == holder

    def go_on(self) -> None:
        self.status, self.failure = UndoStatus.RUNNING, None

    def count(self, done: int, undone: int) -> None:
        self.done += done
        self.undone += undone

    def finish(self) -> None:
        self.status = UndoStatus.FINISHED
        self.let_go()

    def fail(self, why: str) -> None:
        self.status, self.failure = UndoStatus.FAILED, why[:500]
        self.let_go()


class UndoRow(Base):
    """One record of the job; `outcome` is there when it was taken back or left."""

    __tablename__ = "undo_rows"
    __table_args__ = (Index("ix_undo_rows_waiting", "undo_id", "outcome", "place"),)

    undo_id: Mapped[str] = mapped_column(Id, ForeignKey("undos.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[str] = mapped_column(Id)
    outcome: Mapped[str | None] = mapped_column(String(10), default=None)
    code: Mapped[str | None] = mapped_column(String(60), default=None)
    messages: Mapped[list[Any]] = mapped_column(JSON, default=list)
