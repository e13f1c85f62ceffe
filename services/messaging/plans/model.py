"""The plan as the messaging database keeps it, and the only ways it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.messaging.persistence import Base
from services.messaging.plans import rules
from services.messaging.plans.rules import PlanStatus
from shared.clock import now
from shared.contracts.messaging import plans as contract
from shared.custom_fields import Customised
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


@dataclass(frozen=True)
class Outcome:
    """How one item turned out."""

    outcome: str
    remark: str | None


class PlanItem(Base):
    """One thing that is meant to be done. Found only with its plan."""

    __tablename__ = "plan_items"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    position: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date | None] = mapped_column(Date, default=None)
    outcome: Mapped[str | None] = mapped_column(String(20), default=None)
    remark: Mapped[str | None] = mapped_column(String(1000), default=None)


class Plan(Customised, OwnedRecord, Base):
    """What the owner means to do from `starts_on` to `ends_on`. It is locked by the time alone, from `deadline` on."""

    __tablename__ = "plans"
    entity = contract.ENTITY
    __table_args__ = (
        UniqueConstraint("owner_id", "kind", "starts_on"),
        Index("ix_plans_owner_starts", "owner_id", "starts_on"),
        Index("ix_plans_unit_starts", "org_unit_id", "starts_on"),
        Index("ix_plans_starts", "starts_on", "id"),
        Index("ix_plans_created", "created_at", "id"),
        Index("ix_plans_updated", "updated_at", "id"),
    )
    shareable = True

    kind: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    title: Mapped[str | None] = mapped_column(String(200), default=None)
    deadline: Mapped[datetime] = mapped_column(UtcTime)
    status: Mapped[str] = mapped_column(String(20), default=PlanStatus.OPEN)
    summary: Mapped[str | None] = mapped_column(Text, default=None)
    summarised_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    items: Mapped[list[PlanItem]] = relationship(
        lazy="selectin", order_by=PlanItem.position, cascade="all, delete-orphan"
    )

    @property
    def locked(self) -> bool:
        return rules.is_locked(self.deadline, now())

    @property
    def done(self) -> int:
        return sum(item.outcome == "done" for item in self.items)

    @property
    def missed(self) -> int:
        return sum(item.outcome == "missed" for item in self.items)

    def draw_up(self, items: Sequence[Mapping[str, Any]]) -> None:
        """These items and no others."""
        for item in items:
            rules.ensure_within(item.get("due_on"), self.starts_on, self.ends_on)
        self.items = [PlanItem(position=place, **item) for place, item in enumerate(items)]

    def edit(self, fields: dict[str, Any], items: Sequence[Mapping[str, Any]] | None, at: datetime) -> None:
        self._step("change")
        rules.ensure_unlocked(self.deadline, at)
        for name, value in fields.items():
            setattr(self, name, value)
        if items is not None:
            self.draw_up(items)

    def summarise(self, summary: str, told: Sequence[tuple[str, Outcome]], at: datetime) -> None:
        self._step("summarise")
        rules.ensure_locked(self.deadline, at)
        rules.ensure_each_told([item.id for item in self.items], [item_id for item_id, _ in told])
        outcomes = dict(told)
        for item in self.items:
            item.outcome, item.remark = outcomes[item.id].outcome, outcomes[item.id].remark
        self.summary, self.summarised_at = summary, at

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, PlanStatus(self.status))
