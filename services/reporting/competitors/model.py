"""The competitor in a deal as the reporting database keeps it."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.types import Id


class DealCompetitor(Base):
    """That a competitor of this name wants a deal, or won it in our place; not `met` once the naming was taken back.
    `version` is the deal's that told this, `met_on` the first day on which the competitor was told of.
    """

    __tablename__ = "deal_competitors"

    deal_id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[int] = mapped_column()
    met: Mapped[bool] = mapped_column()
    met_on: Mapped[date] = mapped_column(Date)
