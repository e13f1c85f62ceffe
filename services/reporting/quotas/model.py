"""The quota as the reporting database keeps it: facts that events have told, and nothing that could be changed here."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class QuotaFact(OwnedRecord, Base):
    """`id` and `version` are the quota's, `name` is the days for which it is set. It stays whoever's it was set for,
    and that person's unit's: `set_unit_path` is where this stood then, and `set_superior` the node of who was above the
    person. `standing_version` is the version that told that.
    """

    __tablename__ = "quota_facts"
    __table_args__ = (
        Index("ix_quota_facts_owner", "owner_id", "starts_on"),
        Index("ix_quota_facts_starts", "starts_on", "id"),
        Index("ix_quota_facts_created", "created_at", "id"),
        Index("ix_quota_facts_set_unit_path", "set_unit_path", "starts_on"),
    )

    name: Mapped[str] = mapped_column(String(30))
    counts: Mapped[str] = mapped_column(String(10))
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    set_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    set_superior: Mapped[int | None] = mapped_column(BigInteger, default=None)
    standing_version: Mapped[int] = mapped_column(default=0)
