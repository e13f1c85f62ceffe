"""The expense as the sales database keeps it, and the only ways it changes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.sales.expenses import rules
from services.sales.expenses.rules import ExpenseStatus
from services.sales.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class ExpenseAllocation(Base):
    """The part of an expense that was spent on a deal."""

    __tablename__ = "expense_allocations"
    __table_args__ = (Index("ix_expense_allocations_opportunity", "opportunity_id", "expense_id"),)

    expense_id: Mapped[str] = mapped_column(ForeignKey("expenses.id"), primary_key=True)
    opportunity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column()
    amount: Mapped[Decimal] = mapped_column(Money)


class Expense(OwnedRecord, Base):
    """Owned by whoever spent it."""

    __tablename__ = "expenses"
    __table_args__ = (
        Index("ix_expenses_owner_spent", "owner_id", "spent_on"),
        Index("ix_expenses_unit_spent", "org_unit_id", "spent_on"),
        Index("ix_expenses_status_spent", "status", "spent_on"),
        Index("ix_expenses_spent", "spent_on", "id"),
        Index("ix_expenses_amount", "amount", "id"),
        Index("ix_expenses_created", "created_at", "id"),
        Index("ix_expenses_updated", "updated_at", "id"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    status: Mapped[str] = mapped_column(String(12), default=ExpenseStatus.DRAFT)
    spent_on: Mapped[date] = mapped_column(Date)
    category: Mapped[str] = mapped_column(String(20))
    description: Mapped[str | None] = mapped_column(String(500), default=None)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    decided_by: Mapped[str | None] = mapped_column(Id, default=None)
    refusal_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    paid_on: Mapped[date | None] = mapped_column(Date, default=None)

    allocations: Mapped[list[ExpenseAllocation]] = relationship(
        lazy="selectin", order_by=ExpenseAllocation.position, cascade="all, delete-orphan"
    )

    @property
    def parts(self) -> list[tuple[str, Decimal]]:
        """The deals with their amounts."""
        return [(one.opportunity_id, one.amount) for one in self.allocations]

    def ensure_changeable(self) -> None:
        rules.next_status("change", ExpenseStatus(self.status))

    def edit(self, fields: dict[str, Any], today: date) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_come(self.spent_on, today)

    def allocate(self, parts: Sequence[tuple[str, Decimal]]) -> None:
        """Exactly these from now on; the part of a deal that had one before stays that one."""
        rules.ensure_allocated(self.amount, parts)
        kept = {one.opportunity_id: one for one in self.allocations}
        allocations = []
        for position, (deal, amount) in enumerate(parts, start=1):
            allocation = kept.get(deal) or ExpenseAllocation(opportunity_id=deal)
            allocation.position, allocation.amount = position, amount
            allocations.append(allocation)
        self.allocations = allocations

    def submit(self) -> None:
        self._step("submit")
        self.decided_by = self.refusal_reason = None

    def approve(self, person_id: str) -> None:
        rules.ensure_of_another(self.owner_id, person_id)
        self._step("approve")
        self.decided_by = person_id

    def refuse(self, person_id: str, reason: str) -> None:
        rules.ensure_of_another(self.owner_id, person_id)
        self._step("refuse")
        self.decided_by, self.refusal_reason = person_id, reason

    def pay(self, person_id: str, paid_on: date, today: date) -> None:
        rules.ensure_of_another(self.owner_id, person_id)
        self._step("pay")
        rules.ensure_come(paid_on, today)
        rules.ensure_spent_before(paid_on, self.spent_on)
        self.paid_on = paid_on

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, ExpenseStatus(self.status))
