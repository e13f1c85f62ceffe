"""The exception as the sales database keeps it, and the only ways it changes."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.customers.queries import NamedCustomer
from services.sales.persistence import Base
from services.sales.price_exceptions import rules
from services.sales.price_exceptions.rules import PriceExceptionStatus
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class PriceException(OwnedRecord, Base):
    """Owned by whoever asked for it."""

    __tablename__ = "price_exceptions"
    __table_args__ = (
        Index("ix_price_exceptions_customer_product", "customer_id", "product_id"),
        Index("ix_price_exceptions_created", "created_at", "id"),
        Index("ix_price_exceptions_updated", "updated_at", "id"),
    )

    customer_id: Mapped[str] = mapped_column(Id)
    product_id: Mapped[str] = mapped_column(Id)
    unit_price: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    from_quantity: Mapped[int] = mapped_column(default=1)
    ends_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(20), default=PriceExceptionStatus.REQUESTED)
    decided_by: Mapped[str | None] = mapped_column(Id, default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    refused_reason: Mapped[str | None] = mapped_column(String(500), default=None)

    customer: Mapped[NamedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(PriceException.customer_id) == NamedCustomer.id, viewonly=True, lazy="joined"
    )

    def approve(self, person_id: str, at: datetime) -> None:
        rules.ensure_of_another(self.owner_id, person_id)
        status = rules.next_status("approve", PriceExceptionStatus(self.status))
        rules.ensure_not_over(self.ends_on, at.date())
        self.status, self.decided_by, self.decided_at = status, person_id, at

    def refuse(self, person_id: str, reason: str, at: datetime) -> None:
        rules.ensure_of_another(self.owner_id, person_id)
        self.status = rules.next_status("refuse", PriceExceptionStatus(self.status))
        self.decided_by, self.decided_at, self.refused_reason = person_id, at, reason

    def withdraw(self) -> None:
        self.status = rules.next_status("withdraw", PriceExceptionStatus(self.status))
