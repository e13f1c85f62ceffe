"""The invoice as the distribution database keeps it, and the only ways it changes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.invoices import rules
from services.distribution.invoices.rules import InvoiceStatus
from services.distribution.persistence import Base
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class Invoice(OwnedRecord, Base):
    """Owner, unit and customer are those of the order."""

    __tablename__ = "invoices"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_invoices_owner_created", "owner_id", "created_at"),
        Index("ix_invoices_unit_created", "org_unit_id", "created_at"),
        Index("ix_invoices_customer_created", "customer_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    order_number: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(10), default=InvoiceStatus.ISSUED)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    due_on: Mapped[date | None] = mapped_column(Date, default=None)
    void_reason: Mapped[str | None] = mapped_column(String(500), default=None)

    lines: Mapped[list["InvoiceLine"]] = relationship(
        lazy="selectin", order_by="InvoiceLine.position", cascade="all, delete-orphan"
    )

    def write_lines(self, parts: Mapping[str, int], prices: Mapping[str, Decimal]) -> None:
        for position, (line_id, quantity) in enumerate(parts.items()):
            self.lines.append(
                InvoiceLine(position=position, line_id=line_id, quantity=quantity, amount=prices[line_id])
            )

    @property
    def priced_parts(self) -> list[tuple[str, int, Decimal]]:
        """Line of the order, pieces, price."""
        return [(line.line_id, line.quantity, line.amount) for line in self.lines]

    def void(self, reason: str) -> None:
        rules.ensure_issued(InvoiceStatus(self.status))
        self.status, self.void_reason = InvoiceStatus.VOID, reason


class InvoiceLine(Base):
    __tablename__ = "invoice_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    invoice_id: Mapped[str] = mapped_column(Id, ForeignKey("invoices.id"), index=True)
    position: Mapped[int] = mapped_column()
    line_id: Mapped[str] = mapped_column(Id)
    quantity: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Decimal] = mapped_column(Money)
