"""The reassignment as the gateway's database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.reassignments import rules
from gateway.reassignments.rules import ReassignmentStatus
from shared.persistence.leases import Leased
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class Reassignment(Leased, Record, Base):
    """One job. Its id is the correlation of every event that it causes. `total` is what was planned; `after_id` is the
    last customer that was dealt with; `asked`, whether sales was asked for those that follow.
    """

    __tablename__ = "reassignments"
    __table_args__ = (Index("ix_reassignments_created_by_created", "created_by", "created_at"),)

    territory_id: Mapped[str] = mapped_column(Id)
    to_owner_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(20), default=ReassignmentStatus.RUNNING, index=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    after_id: Mapped[str | None] = mapped_column(Id, default=None)
    failure: Mapped[str | None] = mapped_column(String(500), default=None)
    asked: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def belongs_to(self) -> Belonging:
        """Whoever began it, wherever that person stands."""
        return Belonging(self.created_by, None)

    def is_free(self, moment: datetime) -> bool:
        return self.status in rules.AT_WORK and self.nobody_holds(moment)

    def is_held_by(self, holder: str) -> bool:
        return self.status in rules.AT_WORK and self.lease_holder == holder

    def count(self, done: int, moved: int, after_id: str | None) -> None:
        """More may have come into the territory than was planned. What is cancelled ends here."""
        self.done, self.moved, self.after_id = self.done + done, self.moved + moved, after_id
        self.total = max(self.total, self.done)
        self.asked = False
        if self.status == ReassignmentStatus.CANCELLING:
            self.status = ReassignmentStatus.CANCELLED
            self.let_go()

    def cancel(self) -> None:
        """What sales was asked for may be moved already, so it is counted first."""
        rules.ensure_running(self.status)
        self.status = ReassignmentStatus.CANCELLING if self.asked else ReassignmentStatus.CANCELLED
        if not self.asked:
            self.let_go()

    def finish(self) -> None:
        """What went away meanwhile was not there to be moved."""
        self.status, self.total = ReassignmentStatus.FINISHED, self.done
        self.let_go()

    def fail(self, why: str) -> None:
        self.status, self.failure = ReassignmentStatus.FAILED, why[:500]
        self.let_go()


class ReassignmentRow(Base):
    """What became of one customer; `place` is its place in the job, from zero."""

    __tablename__ = "reassignment_rows"

    reassignment_id: Mapped[str] = mapped_column(Id, ForeignKey("reassignments.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    record_id: Mapped[str] = mapped_column(Id)
    outcome: Mapped[str] = mapped_column(String(10))
    code: Mapped[str | None] = mapped_column(String(60), default=None)
    messages: Mapped[list[Any]] = mapped_column(JSON, default=list)
