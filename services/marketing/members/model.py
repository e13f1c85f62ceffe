"""The member of a campaign as the marketing database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.marketing.members import rules
from services.marketing.members.rules import MemberStatus
from services.marketing.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class Member(OwnedRecord, Base):
    """One customer of one campaign. Owner and unit are those of the campaign when the customer was invited."""

    __tablename__ = "campaign_members"
    __table_args__ = (
        UniqueConstraint("campaign_id", "customer_id"),
        Index("ix_campaign_members_campaign_created", "campaign_id", "created_at"),
        Index("ix_campaign_members_customer_created", "customer_id", "created_at"),
        Index("ix_campaign_members_created", "created_at", "id"),
        Index("ix_campaign_members_owner_created", "owner_id", "created_at"),
        Index("ix_campaign_members_unit_created", "org_unit_id", "created_at"),
    )

    campaign_id: Mapped[str] = mapped_column(Id)
    campaign_name: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(20), default=MemberStatus.INVITED)
    note: Mapped[str | None] = mapped_column(String(2000), default=None)
    declined_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    customer: Mapped[Any] = relationship(
        "Customer", primaryjoin="foreign(Member.customer_id) == Customer.id", viewonly=True, lazy="joined"
    )
    keyed_campaign: Mapped[Any] = relationship(
        "KeyedCampaign", primaryjoin="foreign(Member.campaign_id) == KeyedCampaign.id", viewonly=True, lazy="joined"
    )

    @property
    def campaign(self) -> dict[str, str]:
        return {"id": self.campaign_id, "name": self.campaign_name}

    @property
    def campaign_external_id(self) -> str | None:
        known: str | None = self.keyed_campaign and self.keyed_campaign.external_id
        return known

    @property
    def customer_external_id(self) -> str | None:
        known: str | None = self.customer and self.customer.external_id
        return known

    def edit(self, fields: dict[str, Any]) -> None:
        """What is noted of the customer, whatever the customer answered."""
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def respond(self) -> None:
        self._step("respond")

    def decline(self, reason: str) -> None:
        self._step("decline")
        self.declined_reason = reason

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, MemberStatus(self.status))
