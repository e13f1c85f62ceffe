"""The contact as the reporting database keeps it: facts that events have told, and nothing that could be changed."""

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class ContactFact(OwnedRecord, Base):
    """`id` and `version` are the contact's, `entered_on` is the day on which it was first told of."""

    __tablename__ = "contact_facts"
    __table_args__ = (Index("ix_contact_facts_created", "created_at", "id"),)
    shareable = True
    shared_as = "contact"

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(String(100), default=None)
    role: Mapped[str | None] = mapped_column(String(100), default=None)
    customer_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    entered_on: Mapped[date] = mapped_column(Date)
