"""The lead as the reporting database keeps it: facts that events have told, and nothing that could be changed here."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class LeadFact(OwnedRecord, Base):
    """`id` and `version` are the lead's, `came_on` is the day on which it was first told of. `customer_id` is whom it
    became, `budget` what the lead says that it can spend, in `budget_currency`.

    The `closed_…` columns say to whom it belonged when it was lost or converted; they are null while it is open.
    `standing_version` is the version that told or took back that.
    """

    __tablename__ = "lead_facts"
    __table_args__ = (
        Index("ix_lead_facts_came", "came_on", "id"),
        Index("ix_lead_facts_created", "created_at", "id"),
        Index("ix_lead_facts_closed_unit_path", "closed_unit_path", "came_on"),
    )
    shareable = True
    shared_as = "lead"

    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    source_kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[str | None] = mapped_column(Id, default=None)
    came_on: Mapped[date] = mapped_column(Date)
    customer_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    budget: Mapped[Decimal | None] = mapped_column(Money, default=None)
    budget_currency: Mapped[str | None] = mapped_column(String(3), default=None)
    closed_unit_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    closed_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    closed_owner_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    standing_version: Mapped[int] = mapped_column(default=0)
