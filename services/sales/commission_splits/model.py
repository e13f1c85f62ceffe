"""The commission split as the sales database keeps it, and the only ways it changes."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.commission_plans.queries import Share
from services.sales.commission_splits import rules
from services.sales.persistence import Base
from shared.contracts.fields import money_text
from shared.contracts.sales.commission_plans import ToldShare
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class CommissionSplit(OwnedRecord, Base):
    """Owned as its order was when it was split; unique by order, so that no race splits one twice."""

    __tablename__ = "commission_splits"
    __table_args__ = (
        Index("ix_commission_splits_created", "created_at", "id"),
        Index("ix_commission_splits_updated", "updated_at", "id"),
    )

    order_id: Mapped[str] = mapped_column(Id, unique=True)
    kept_shares: Mapped[list[ToldShare]] = mapped_column(JSON, default=list)

    @property
    def shares(self) -> list[Share]:
        return [Share(one["person_id"], Decimal(one["percent"])) for one in self.kept_shares]

    def share_out(self, shares: Sequence[Share], caller_id: str) -> None:
        """Among others than the caller, now and before. Raises `SplitOfOnesOwn`."""
        rules.ensure_of_others([str(one.person_id) for one in (*self.shares, *shares)], caller_id)
        self.kept_shares = [{"person_id": one.person_id, "percent": money_text(one.percent)} for one in shares]
