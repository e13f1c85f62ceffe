"""The level of customers as the sales database keeps it, and the only ways it changes."""

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.customer_levels import rules
from services.sales.persistence import Base
from shared.persistence.records import Record
from shared.persistence.types import Money


class CustomerLevel(Record, Base):
    """Company-wide: no owner, no unit. The ceiling is in percent, kept like money: exact, with up to four places."""

    __tablename__ = "customer_levels"

    code: Mapped[str] = mapped_column(String(100), unique=True)
    rank: Mapped[int] = mapped_column()
    follow_up_days: Mapped[int | None] = mapped_column(default=None)
    discount_ceiling: Mapped[Decimal | None] = mapped_column(Money, default=None)
    solve_within_hours: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    rises_over: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_threshold(self.rises_over, self.currency)
