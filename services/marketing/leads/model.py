"""What marketing remembers of a lead of the sales service."""

from decimal import Decimal

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.marketing.leads import rules
from services.marketing.persistence import Base
from shared.persistence.types import Id, Money


class CampaignLead(Base):
    """A replica fed by events; `version` is that of the sales service's record."""

    __tablename__ = "campaign_leads"

    lead_id: Mapped[str] = mapped_column(Id, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Id, index=True)
    version: Mapped[int] = mapped_column(default=0)
    worth: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3))

    def take(self, version: int, status: str, budget: str | None, currency: str) -> None:
        self.version = version
        self.worth = rules.worth_of(status, budget)
        self.currency = currency
