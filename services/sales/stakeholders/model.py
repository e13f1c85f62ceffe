"""The stakeholder as the sales database keeps it: a link that is made and removed, and never changes."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.contacts.queries import NamedContact
from services.sales.opportunities.queries import NamedOpportunity
from services.sales.persistence import Base
from shared.clock import now
from shared.persistence.types import Id, UtcTime


class Stakeholder(Base):
    """Seen by whoever may see both the deal and the contact."""

    __tablename__ = "opportunity_stakeholders"
    __table_args__ = (
        UniqueConstraint("opportunity_id", "contact_id", "role"),
        Index("ix_opportunity_stakeholders_opportunity", "opportunity_id", "id"),
        Index("ix_opportunity_stakeholders_contact", "contact_id", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Id)
    contact_id: Mapped[str] = mapped_column(Id)
    role: Mapped[str] = mapped_column(String(20))
    linked_by: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    contact: Mapped[NamedContact] = relationship(
        primaryjoin=lambda: foreign(Stakeholder.contact_id) == NamedContact.id, viewonly=True, lazy="joined"
    )
    opportunity: Mapped[NamedOpportunity] = relationship(
        primaryjoin=lambda: foreign(Stakeholder.opportunity_id) == NamedOpportunity.id, viewonly=True, lazy="joined"
    )
