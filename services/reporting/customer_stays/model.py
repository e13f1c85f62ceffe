"""A customer's stay at a level and in a status, as events have told it."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id, UtcTime


class CustomerStay(Base):
    """`id` is the customer's, `version` that of its versions which brought it there. A stay ends when the next begins:
    `left_at` and `left_on` are null while it goes on. One that was over on the day on which it began holds on no day.
    """

    __tablename__ = "customer_stays"
    __table_args__ = (Index("ix_customer_stays_entered", "entered_on", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
    entered_on: Mapped[date] = mapped_column(Date)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    left_on: Mapped[date | None] = mapped_column(Date, default=None)

    def end_with(self, following: "CustomerStay") -> None:
        """What was told later ended it, at the earliest when it began."""
        self.left_at = max(self.entered_at, following.entered_at)
        self.left_on = self.left_at.date()
