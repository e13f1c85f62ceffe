"""The quota as the sales database keeps it, and the only ways it changes."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from services.sales.quotas import rules
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class Quota(OwnedRecord, Base):
    """Owned by whoever answers for it. `about` says whose it is, of what and when: unique, so that no race sets two."""

    __tablename__ = "quotas"
    __table_args__ = (
        Index("ix_quotas_owner_starts", "owner_id", "starts_on"),
        Index("ix_quotas_unit_starts", "org_unit_id", "starts_on"),
        Index("ix_quotas_starts", "starts_on", "id"),
        Index("ix_quotas_created", "created_at", "id"),
        Index("ix_quotas_updated", "updated_at", "id"),
    )

    about: Mapped[str] = mapped_column(String(160), unique=True)
    counts: Mapped[str] = mapped_column(String(10))
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))

    def change(self, person_id: str, amount: Decimal, today: date) -> None:
        rules.ensure_of_another(self.owner_id, person_id)
        rules.ensure_not_over(self.ends_on, today)
        self.amount = amount
