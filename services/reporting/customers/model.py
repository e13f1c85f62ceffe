"""The customer as the reporting database keeps it: facts that events have told, and nothing that could be changed."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.clock import now
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class CustomerFact(OwnedRecord, Base):
    """`id` and `version` are the customer's; it is gone once it is merged into another."""

    __tablename__ = "customer_facts"
    __table_args__ = (
        Index("ix_customer_facts_created", "created_at", "id"),
        Index("ix_customer_facts_level", "level", "id"),
    )
    customer_key = "id"
    shareable = True
    shared_as = "customer"
    territory_key = "territory_id"

    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(100))
    type: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(100), default=None)
    territory_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)


class CustomerTouch(Base):
    """That somebody was in touch with a customer. Its id is made of the customer's and of the version that told it, so
    that it stays what it is however often it is told, and goes along when the customer is merged into another.
    """

    __tablename__ = "customer_touches"
    __table_args__ = (
        Index("ix_customer_touches_touched", "customer_id", "touched_on"),
        Index("ix_customer_touches_within", "touched_on", "customer_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(100))
    touched_at: Mapped[datetime] = mapped_column(UtcTime)
    touched_on: Mapped[date] = mapped_column(Date)
    updated_at: Mapped[datetime] = mapped_column(UtcTime, default=now)


class KnownLevel(Base):
    """The copy of a customer level: within how many days its customers want to be followed up."""

    __tablename__ = "known_customer_levels"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(100), index=True)
    version: Mapped[int] = mapped_column()
    rank: Mapped[int] = mapped_column()
    follow_up_days: Mapped[int | None] = mapped_column(default=None)
