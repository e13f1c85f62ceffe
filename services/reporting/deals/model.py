"""The deal as the reporting database keeps it: facts that events have told, and nothing that could be changed here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.clock import now
from shared.persistence.paths import bytewise
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


@dataclass(frozen=True)
class Named:
    id: str
    name: str


class Deal(OwnedRecord, Base):
    """`id` and `version` are the opportunity's. `reached_stage` is the furthest open stage it ever stood in;
    `reason_version` the version that told `lost_reason`, which not every event tells; `winner_competitor` is who won
    a lost deal in our place, and `competitor_version` what told that; `engaged_at` is the day on which work on the deal
    began, where that is known apart from when it was recorded, and `engaged_version` what told that.

    The `closed_…` columns say to whom the deal belonged when it was closed, and where unit and owner stood then; they
    are null while it is open. `standing_version` is the version that told them. A path that was not told is null.

    `updated_at` is when anything of it last changed here, a merge of customers too: programs of others go by it.
    """

    __tablename__ = "deal_facts"
    __table_args__ = (
        Index("ix_deal_facts_status_stage", "status", "stage"),
        Index("ix_deal_facts_status_closed", "status", "closed_on"),
        Index("ix_deal_facts_status_amount", "status", "amount", "id"),
        Index("ix_deal_facts_status_weighted", "status", "weighted_amount", "id"),
        Index("ix_deal_facts_status_created", "status", "created_at", "id"),
        Index("ix_deal_facts_closed", "closed_on", "id"),
        Index("ix_deal_facts_expected", "expected_close_date", "id"),
        Index("ix_deal_facts_created", "created_at", "id"),
        Index("ix_deal_facts_updated", "updated_at", "id"),
        Index("ix_deal_facts_closed_unit_path", "closed_unit_path", "closed_on"),
    )
    shareable = True

    number: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    stage: Mapped[str] = mapped_column(String(40))
    reached_stage: Mapped[str | None] = mapped_column(String(40), default=None)
    status: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    weighted_amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3))
    probability: Mapped[int] = mapped_column()
    probability_overridden: Mapped[bool] = mapped_column(default=False)
    customer_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    customer_name: Mapped[str | None] = mapped_column(String(200), default=None)
    product_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    product_name: Mapped[str | None] = mapped_column(String(200), default=None)
    channel: Mapped[str] = mapped_column(String(20))
    lost_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    reason_version: Mapped[int] = mapped_column(default=0)
    winner_competitor: Mapped[str | None] = mapped_column(String(200), default=None)
    competitor_version: Mapped[int] = mapped_column(default=0)
    engaged_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    engaged_version: Mapped[int] = mapped_column(default=0, server_default="0")
    expected_close_date: Mapped[date | None] = mapped_column(Date, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    closed_on: Mapped[date | None] = mapped_column(Date, default=None)
    closed_unit_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    closed_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    closed_owner_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    closed_owner_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    standing_version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now, onupdate=now)

    @property
    def customer(self) -> Named | None:
        return Named(self.customer_id, self.customer_name or "") if self.customer_id else None

    @property
    def product(self) -> Named | None:
        return Named(self.product_id, self.product_name or "") if self.product_id else None


class DealRise(Base):
    """That a deal came nearer to being won, or was won: at which version, and when."""

    __tablename__ = "deal_rises"
    __table_args__ = (Index("ix_deal_rises_rose", "deal_id", "rose_at"),)

    deal_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rose_at: Mapped[datetime] = mapped_column(UtcTime)
