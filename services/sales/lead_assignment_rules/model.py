"""The rule as the sales database keeps it, and what is remembered of whom leads were given to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.lead_assignment_rules import rules
from services.sales.lead_assignment_rules.rules import Conditions, LeadFacts, RuleStatus
from services.sales.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class LeadAssignmentRule(OwnedRecord, Base):
    """Of the unit whose new leads it is for; owned by whoever defined it. Gives to `person_ids` if there are any."""

    __tablename__ = "lead_assignment_rules"
    __table_args__ = (
        Index("ix_lead_assignment_rules_unit_status", "org_unit_id", "status", "position"),
        Index("ix_lead_assignment_rules_position", "position", "id"),
        Index("ix_lead_assignment_rules_name", "name", "id"),
        Index("ix_lead_assignment_rules_created", "created_at", "id"),
        Index("ix_lead_assignment_rules_updated", "updated_at", "id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column()
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    method: Mapped[str] = mapped_column(String(20))
    person_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    seller_unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(10), default=RuleStatus.ACTIVE)

    def change(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)

    def retire(self) -> None:
        self.status = rules.next_status("retire", RuleStatus(self.status))

    def reinstate(self) -> None:
        self.status = rules.next_status("reinstate", RuleStatus(self.status))

    def is_for(self, lead: LeadFacts) -> bool:
        """Whether this lead, which comes up in its unit or below, is given away by it."""
        return self.status == RuleStatus.ACTIVE and self.demands.are_met_by(lead)

    @property
    def demands(self) -> Conditions:
        return rules.conditions_of(self.conditions)


class LeadTurn(Base):
    """When a rule gave a lead to a person the last time, counted by the leads that it gave away."""

    __tablename__ = "lead_turns"

    rule_id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    turn: Mapped[int] = mapped_column(BigInteger)


class LeadTaker(Base):
    """Somebody whom rules may give leads: the row that is locked while one is given, so that no two rules count the
    same open leads at once. `given_at` is when any rule gave them the last.
    """

    __tablename__ = "lead_takers"

    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    given_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
