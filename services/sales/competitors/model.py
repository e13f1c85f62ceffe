"""The competitor in a deal as the sales database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.competitors import rules
from services.sales.opportunities.queries import LostOpportunity
from services.sales.persistence import Base
from shared.clock import now
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import Id, UtcTime


class Competitor(Base):
    """Seen by whoever sees the deal. `key` is the name without the ways of writing it."""

    __tablename__ = "opportunity_competitors"
    __table_args__ = (UniqueConstraint("opportunity_id", "key"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(rules.LONGEST_KEY))
    strengths: Mapped[str | None] = mapped_column(String(2000), default=None)
    weaknesses: Mapped[str | None] = mapped_column(String(2000), default=None)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Competitor.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )
    deal: Mapped[LostOpportunity] = relationship(
        primaryjoin=lambda: foreign(Competitor.opportunity_id) == LostOpportunity.id, viewonly=True, lazy="joined"
    )

    @property
    def has_won(self) -> bool:
        """The deal keeps the winner's name, which may come from a file and be written otherwise."""
        winner = self.deal.winner_competitor
        return winner is not None and rules.key_of(winner) == self.key

    def assess(self, notes: dict[str, Any]) -> None:
        for name, text in notes.items():
            setattr(self, name, text)
