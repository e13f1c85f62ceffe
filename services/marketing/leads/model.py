"""What marketing remembers of a lead of the sales service."""

from decimal import Decimal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.marketing.leads import rules
from services.marketing.persistence import Base
from shared.persistence.types import Id, Money


class CampaignLead(Base):
    """A replica fed by events; `sequence` is that of the newest event taken in."""

    __tablename__ = "campaign_leads"

    lead_id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Id, index=True)
    sequence: Mapped[int] = mapped_column(default=0)
    worth: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3))

    def take(self, sequence: int, status: str, budget: str | None, currency: str) -> None:
        self.sequence = sequence
        self.worth = rules.worth_of(status, budget)
        self.currency = currency
