"""The partner in a deal as the sales database keeps it: a link that is made and removed, and never changes."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.persistence import Base
from shared.clock import now
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.types import Id, UtcTime


class Partner(Base):
    """Seen by people of the house who may see the deal; partners are told nothing of each other."""

    __tablename__ = "opportunity_partners"
    __table_args__ = (UniqueConstraint("opportunity_id", "org_unit_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Id)
    org_unit_id: Mapped[str] = mapped_column(Id)
    role: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(2000), default=None)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    org_unit: Mapped[OrgUnitReplica] = relationship(
        primaryjoin=lambda: foreign(Partner.org_unit_id) == OrgUnitReplica.id, viewonly=True, lazy="joined"
    )
    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Partner.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )
