"""The customer that waits to be held against the segments."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id, UtcTime


class SegmentCheck(Base):
    """That a customer is to be held against the segments, since an event of this position told something of it."""

    __tablename__ = "segment_checks"
    __table_args__ = (Index("ix_segment_checks_position", "position", "customer_id"),)

    customer_id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[datetime] = mapped_column(UtcTime)
