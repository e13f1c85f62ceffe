"""The notice as it waits to become messages, and the turn that keeps their order."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.messaging.notices import rules
from services.messaging.persistence import Base
from shared.clock import now
from shared.persistence.types import BigSerial, Id, UtcTime


class PendingNotice(Base):
    """`people` are told by name. Where `right` is set, everybody is told whom it lets reach the record, which has this
    owner and unit and is shared with these people and units; where both are, those of these people whom it lets.
    """

    __tablename__ = "pending_notices"
    __table_args__ = (
        UniqueConstraint("event_id", "kind"),
        Index("ix_pending_notices_due", "next_try_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigSerial, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(String(1000))
    about_type: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[str] = mapped_column(Id)
    people: Mapped[list[str]] = mapped_column(JSON, default=list)
    right: Mapped[str | None] = mapped_column(String(120), default=None)
    owner_id: Mapped[str | None] = mapped_column(Id, default=None)
    org_unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    shared_people: Mapped[list[str]] = mapped_column(JSON, default=list)
    shared_units: Mapped[list[str]] = mapped_column(JSON, default=list)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    def postpone(self, moment: datetime, *, only_away: bool) -> None:
        """Wait for another try: a second while the gateway is away, longer each time after any other failure."""
        if not only_away:
            self.attempts += 1
        self.next_try_at = moment + timedelta(seconds=rules.pause(self.attempts))


class DeliveryTurn(Base):
    """One row, id 1, which whoever delivers locks: a reader who follows by ids then misses none."""

    __tablename__ = "delivery_turn"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
