"""What is asked for in a deal as the reporting database keeps it."""

from datetime import date

from sqlalchemy import BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.needs.rules import LONGEST_WORDS
from services.reporting.persistence import Base
from shared.persistence.types import Id


class DealNeed(Base):
    """That a deal asks for a product, or for what these words say; not `wanted` once that was withdrawn. `version` is
    the deal's that told this, `recorded_on` the first day on which it was told of.
    """

    __tablename__ = "deal_needs"
    __table_args__ = (
        Index("ix_deal_needs_deal", "deal_id", "recorded_on"),
        Index("ix_deal_needs_recorded", "recorded_on", "deal_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    deal_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int] = mapped_column()
    wanted: Mapped[bool] = mapped_column()
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    words: Mapped[str | None] = mapped_column(String(LONGEST_WORDS), default=None)
    category: Mapped[str | None] = mapped_column(String(100), default=None)
    quantity: Mapped[int | None] = mapped_column(BigInteger, default=None)
    recorded_on: Mapped[date] = mapped_column(Date)
