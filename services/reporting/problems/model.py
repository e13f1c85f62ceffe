"""The problem on a deal as the reporting database keeps it."""

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id


class DealProblem(Base):
    """That a problem of this type occurred on a deal while it stood in `stage`, which does not follow the deal. It is
    open, resolved, or withdrawn: then it stays here, so that what is told late does not bring it back. `version` is the
    deal's that told this.
    """

    __tablename__ = "deal_problems"
    __table_args__ = (
        Index("ix_deal_problems_deal", "deal_id", "id"),
        Index("ix_deal_problems_occurred", "occurred_on", "deal_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    deal_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int] = mapped_column()
    type: Mapped[str] = mapped_column(String(100))
    stage: Mapped[str] = mapped_column(String(40))
    occurred_on: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(10))
