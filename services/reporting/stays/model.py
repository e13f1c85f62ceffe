"""A deal's stay in a stage as the reporting database keeps it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise
from shared.persistence.types import Id, Money, UtcTime


class DealStay(Base):
    """`version` is the deal's version that brought it to the stage. The `left_…` columns are null while it is there;
    they say when it left, for which stage, whether nearer to being won (`left_risen`), what it was worth then, and to
    whom it belonged. The columns without `left_` say the same of its coming, which the stay before ends with.
    """

    __tablename__ = "deal_stays"
    __table_args__ = (
        Index("ix_deal_stays_entered", "entered_on", "stage"),
        Index("ix_deal_stays_left", "left_on", "stage"),
        Index("ix_deal_stays_stage", "stage", "deal_id", "entered_at"),
        Index("ix_deal_stays_left_unit_path", "left_unit_path", "left_on"),
    )

    deal_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(40))
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
    entered_on: Mapped[date] = mapped_column(Date)
    risen: Mapped[bool] = mapped_column()
    amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3))
    unit_id: Mapped[str] = mapped_column(Id)
    unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    owner_id: Mapped[str] = mapped_column(Id)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    left_on: Mapped[date | None] = mapped_column(Date, default=None)
    left_for: Mapped[str | None] = mapped_column(String(40), default=None)
    left_risen: Mapped[bool | None] = mapped_column(default=None)
    left_amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    left_currency: Mapped[str | None] = mapped_column(String(3), default=None)
    left_unit_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    left_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    left_owner_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)

    def end_with(self, following: "DealStay") -> None:
        """The deal left when it came to the stage that followed; one closed as of an earlier day left at once."""
        self.left_at = max(self.entered_at, following.entered_at)
        self.left_on, self.left_for, self.left_risen = self.left_at.date(), following.stage, following.risen
        self.left_amount, self.left_currency = following.amount, following.currency
        self.left_unit_id, self.left_unit_path = following.unit_id, following.unit_path
        self.left_owner_id = following.owner_id
