"""The problem on a deal as the sales database keeps it, and the only way it changes."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.persistence import Base
from services.sales.problems import rules
from services.sales.problems.rules import ProblemStatus
from shared.clock import now
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import Id, UtcTime


class OpportunityProblem(Base):
    """Seen by whoever sees the deal. `stage` and `occurred_on` say where the deal stood when it occurred, and when that
    was; the deal moves on, they do not.
    """

    __tablename__ = "opportunity_problems"
    __table_args__ = (Index("ix_opportunity_problems_opportunity", "opportunity_id", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Id)
    type: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10), default=ProblemStatus.OPEN)
    stage: Mapped[str] = mapped_column(String(40))
    occurred_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(String(2000), default=None)
    resolution: Mapped[str | None] = mapped_column(String(2000), default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(OpportunityProblem.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    def resolve(self, resolution: str) -> None:
        """Raises `ProblemIsResolved`."""
        rules.ensure_unresolved(ProblemStatus(self.status))
        self.status, self.resolution, self.resolved_at = ProblemStatus.RESOLVED, resolution, now()
