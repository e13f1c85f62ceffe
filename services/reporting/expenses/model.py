"""The expense as the reporting database keeps it: facts that events have told, and nothing that could be changed."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class ExpenseFact(OwnedRecord, Base):
    """`id` and `version` are the expense's. It stays whoever's spent it, and that person's unit's: `spent_unit_path`
    is where this stood when it was drawn up, and `standing_version` the version that told that.
    """

    __tablename__ = "expense_facts"
    __table_args__ = (
        Index("ix_expense_facts_spent", "spent_on", "id"),
        Index("ix_expense_facts_created", "created_at", "id"),
        Index("ix_expense_facts_spent_unit_path", "spent_unit_path", "spent_on"),
    )

    number: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(12))
    spent_on: Mapped[date] = mapped_column(Date)
    category: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    spent_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    standing_version: Mapped[int] = mapped_column(default=0)


class ExpensePartFact(Base):
    """What of an expense was spent on which deal; one that names no deals is one part of none. It is in sight with
    its expense.
    """

    __tablename__ = "expense_part_facts"

    expense_id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deal_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    amount: Mapped[Decimal] = mapped_column(Money)
