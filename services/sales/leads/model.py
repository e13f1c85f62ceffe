"""The lead as the sales database keeps it, and the only ways it changes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.leads import rules
from services.sales.leads.rules import LeadStatus
from services.sales.persistence import Base
from shared.contracts.sales import leads as contract
from shared.custom_fields import Customised
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class Lead(Customised, OwnedRecord, Base):
    __tablename__ = "leads"
    shareable = True
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_leads_owner_created", "owner_id", "created_at"),
        Index("ix_leads_updated", "updated_at", "id"),
        Index("ix_leads_unit_created", "org_unit_id", "created_at"),
        Index("ix_leads_status_created", "status", "created_at"),
        Index("ix_leads_owner_status", "owner_id", "status"),
        Index("ix_leads_region_created", "region", "created_at"),
        Index("ix_leads_rule_created", "assignment_rule_id", "created_at"),
        Index("ix_leads_customer_created", "customer_id", "created_at"),
    )

    name: Mapped[str] = mapped_column(String(200))
    company: Mapped[str | None] = mapped_column(String(200), default=None)
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    industry: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(100), default=None)
    status: Mapped[str] = mapped_column(String(20), default=LeadStatus.NEW)
    budget: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    lost_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    source_kind: Mapped[str] = mapped_column(String(20), default="manual")
    source_id: Mapped[str | None] = mapped_column(Id, default=None)
    captured_by: Mapped[str | None] = mapped_column(Id, unique=True, default=None)
    last_touch_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    converted_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)

    assignment_rule_id: Mapped[str | None] = mapped_column(Id, default=None)
    assignment: Mapped[dict[str, str | None] | None] = mapped_column(JSON(none_as_null=True), default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        rules.ensure_open(LeadStatus(self.status))
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def qualify(self, budget: Decimal) -> None:
        rules.ensure_budget(budget)
        self._step("qualify")
        self.budget = budget

    def lose(self, reason: str) -> None:
        self._step("lose")
        self.lost_reason = reason

    def reopen(self) -> None:
        self._step("reopen")
        self.lost_reason = None

    def ensure_convertible(self) -> None:
        """Raises `LeadCannotDoThis`; of a converted lead it says what it became."""
        became = {"customer_id": self.customer_id, "contact_id": self.contact_id, "opportunity_id": self.opportunity_id}
        rules.next_status("convert", LeadStatus(self.status), **(became if self.converted_at else {}))

    def convert(self, customer_id: str, contact_id: str | None, opportunity_id: str | None, at: datetime) -> None:
        self._step("convert")
        self.customer_id, self.contact_id, self.opportunity_id = customer_id, contact_id, opportunity_id
        self.converted_at = at

    def touch(self, at: datetime) -> None:
        """The last touch is the latest one, in whatever order they are logged."""
        self.last_touch_at = max(at, self.last_touch_at) if self.last_touch_at else at

    def hand_over(self, owner_id: str, org_unit_id: str, by: str, at: datetime) -> None:
        """By hand, by a person of this name; which rule had given it away before is not forgotten."""
        rules.ensure_open(LeadStatus(self.status))
        self.owner_id, self.org_unit_id = owner_id, org_unit_id
        if self.assignment is not None:
            self.assignment = rules.handed_over(self.assignment, by, at)

    def assign(self, owner_id: str, org_unit_id: str, assignment: dict[str, str | None]) -> None:
        """By a rule, or to whoever has it where the rule has nobody left. Raises `LeadIsAssigned` the second time."""
        rules.ensure_unassigned(self.assignment)
        self.owner_id, self.org_unit_id = owner_id, org_unit_id
        self.assignment_rule_id, self.assignment = assignment["rule_id"], assignment

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, LeadStatus(self.status))
