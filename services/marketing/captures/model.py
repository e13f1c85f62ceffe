"""Captures as the marketing database keeps them, and the tally by which floods are noticed."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.marketing.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class Capture(OwnedRecord, Base):
    """One submission that counted. It belongs to whoever the campaign belonged to at that time; it never changes."""

    __tablename__ = "captures"
    __table_args__ = (
        Index("ix_captures_campaign_contact", "campaign_id", "contact", "created_at"),
        Index("ix_captures_campaign_created", "campaign_id", "created_at"),
    )

    campaign_id: Mapped[str] = mapped_column(Id)
    contact: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    company: Mapped[str | None] = mapped_column(String(200), default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    note: Mapped[str | None] = mapped_column(String(2000), default=None)


class FormTally(Base):
    """How many submissions one address sent to one form in one minute; older minutes are swept away."""

    __tablename__ = "form_tallies"

    campaign_id: Mapped[str] = mapped_column(Id, primary_key=True)
    address_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    minute: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    submissions: Mapped[int] = mapped_column(default=0)
