"""The payment as the distribution database keeps it, and the only ways it changes."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.distribution.payments import rules
from services.distribution.payments.rules import PaymentStatus
from services.distribution.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class Payment(OwnedRecord, Base):
    """Owner and unit are those of the order. A reversal is a payment of the negative amount: the pair nets to zero."""

    __tablename__ = "payments"
    __table_args__ = (
        Index("ix_payments_owner_created", "owner_id", "created_at"),
        Index("ix_payments_unit_created", "org_unit_id", "created_at"),
        Index("ix_payments_customer_created", "customer_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    order_number: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(10), default=PaymentStatus.POSTED)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    method: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    payer: Mapped[str | None] = mapped_column(String(200), default=None)
    paid_on: Mapped[date] = mapped_column(Date)
    reverses_id: Mapped[str | None] = mapped_column(Id, unique=True, default=None)
    reversal_reason: Mapped[str | None] = mapped_column(String(500), default=None)

    def ensure_same(self, order_id: str, amount: Decimal, method: str) -> None:
        """That a payment told again under its bank reference is this one, and that it still stands."""
        is_this = (self.order_id, self.amount, self.method) == (order_id, amount, method)
        rules.ensure_same_payment(is_this and self.status == PaymentStatus.POSTED)

    def reverse(self, reason: str) -> None:
        rules.ensure_posted(PaymentStatus(self.status))
        self.status, self.reversal_reason = PaymentStatus.REVERSED, reason

    def opposite(self, payment_id: str, number: str, created_by: str, on: date) -> "Payment":
        """The reversal of this payment, a record of its own."""
        return Payment(
            id=payment_id,
            number=number,
            order_id=self.order_id,
            customer_id=self.customer_id,
            order_number=self.order_number,
            status=PaymentStatus.REVERSAL,
            amount=-self.amount,
            currency=self.currency,
            method=self.method,
            payer=self.payer,
            paid_on=on,
            reverses_id=self.id,
            reversal_reason=self.reversal_reason,
            owner_id=self.owner_id,
            org_unit_id=self.org_unit_id,
            created_by=created_by,
        )
