"""The merge of two customers as the sales database keeps it."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.merges import rules
from services.sales.persistence import Base
from shared.clock import now
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import Id, UtcTime


class Merge(Base):
    """What was merged into which customer, and whether it still is; seen with the customer."""

    __tablename__ = "customer_merges"
    __table_args__ = (Index("ix_customer_merges_customer", "customer_id", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(Id)
    duplicate_id: Mapped[str] = mapped_column(Id)
    duplicate_name: Mapped[str] = mapped_column(String(200))
    moved: Mapped[dict[str, int]] = mapped_column(JSON)
    merged_by_id: Mapped[str] = mapped_column(Id)
    merged_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    merged_by: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Merge.merged_by_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    def undo(self, at: datetime) -> None:
        rules.ensure_in_force(self.undone_at)
        self.undone_at = at
