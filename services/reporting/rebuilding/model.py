"""How far a rebuild has come."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import UtcTime


class RebuildMark(Base):
    """It is there while a rebuild goes on: the facts hold what the source told up to `position`, and what it tells
    after `until`, which the running service takes in by itself. Each source has a mark until its log is through.
    """

    __tablename__ = "rebuild_marks"

    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, default=0)
    until: Mapped[int] = mapped_column(BigInteger)
    occurred_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
