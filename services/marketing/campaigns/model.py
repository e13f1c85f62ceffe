"""The campaign as the marketing database keeps it, and the only ways it changes."""

import secrets
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.marketing.campaigns import rules
from services.marketing.campaigns.rules import CampaignStatus
from services.marketing.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Money

KEY_BYTES = 18


def new_form_key() -> str:
    """What stands in the address of a public form: nothing that could be guessed."""
    return secrets.token_urlsafe(KEY_BYTES)


class Campaign(OwnedRecord, Base):
    __tablename__ = "campaigns"
    shareable = True
    __table_args__ = (
        Index("ix_campaigns_owner_created", "owner_id", "created_at"),
        Index("ix_campaigns_unit_created", "org_unit_id", "created_at"),
    )

    name: Mapped[str] = mapped_column(String(200))
    goal: Mapped[str | None] = mapped_column(String(2000), default=None)
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), default=CampaignStatus.PLANNED)
    budget: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    form_key: Mapped[str] = mapped_column(String(40), unique=True, default=new_form_key)
    captured_count: Mapped[int] = mapped_column(default=0)
    spam_count: Mapped[int] = mapped_column(default=0)
    leads_count: Mapped[int] = mapped_column(default=0)
    leads_value: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        rules.ensure_editable(CampaignStatus(self.status))
        rules.ensure_currency(self.currency, fields.get("currency", self.currency), self.leads_count)
        rules.ensure_period(fields.get("starts_on", self.starts_on), fields.get("ends_on", self.ends_on))
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def launch(self, on: date) -> None:
        rules.ensure_not_passed(self.ends_on, on)
        self._step("launch")

    def finish(self) -> None:
        self._step("finish")

    def cancel(self, reason: str) -> None:
        self._step("cancel")
        self.cancelled_reason = reason

    def count(self, *, captured: int = 0, spam: int = 0, leads: int = 0, value: Decimal = Decimal(0)) -> None:
        """Add to what the campaign brought in."""
        self.captured_count += captured
        self.spam_count += spam
        self.leads_count += leads
        self.leads_value += value

    def is_form_open(self, on: date) -> bool:
        return rules.is_form_open(CampaignStatus(self.status), self.starts_on, self.ends_on, on)

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, CampaignStatus(self.status))


class KeyedCampaign(Base):
    """A campaign by nothing but its key, for the records that show it."""

    __table__ = Campaign.__table__
    __mapper_args__ = {"include_properties": ["id", "external_id"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        external_id: Mapped[str | None]
