"""The visit as the reporting database keeps it: facts that events have told, and nothing that could be changed here."""

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class VisitFact(OwnedRecord, Base):
    """`id` and `version` are the visit's, `visited_on` is the day on which it begins."""

    __tablename__ = "visit_facts"
    __table_args__ = (
        Index("ix_visit_facts_visited", "visited_on", "id"),
        Index("ix_visit_facts_created", "created_at", "id"),
    )
    shareable = True
    shared_as = "visit"

    subject: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[str] = mapped_column(Id, index=True)
    visited_on: Mapped[date] = mapped_column(Date)
