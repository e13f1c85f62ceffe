"""The order as the distribution database keeps it, and the only ways it changes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.orders import rules
from services.distribution.orders.rules import FulfilmentStatus
from services.distribution.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money

CreditParts = Mapping[str, tuple[Decimal, Decimal]]
"""By the line of the order: what is credited, and how much of that invoices name the line for."""


class Order(OwnedRecord, Base):
    """An order that sales confirmed; its id, owner, unit and terms are those of the sales order."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("invoiced >= 0 AND invoiced <= amount", name="invoiced_within_amount"),
        CheckConstraint("paid >= 0 AND paid <= amount", name="paid_within_amount"),
        Index("ix_orders_owner_created", "owner_id", "created_at"),
        Index("ix_orders_unit_created", "org_unit_id", "created_at"),
        Index("ix_orders_status_created", "status", "created_at"),
        Index("ix_orders_customer_created", "customer_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(80), index=True)
    customer_id: Mapped[str] = mapped_column(Id)
    customer_name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20), default=FulfilmentStatus.WAITING)
    warehouse_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    amount: Mapped[Decimal] = mapped_column(Money)
    invoiced: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    credited: Mapped[Decimal] = mapped_column(Money, default=Decimal(0), server_default="0")
    paid: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    shipping_method: Mapped[str | None] = mapped_column(String(20), default=None)
    partial_shipments: Mapped[bool] = mapped_column(default=True, server_default=true())
    ship_on: Mapped[date | None] = mapped_column(Date, default=None)
    ship_to: Mapped[str | None] = mapped_column(String(500), default=None)
    acceptance_demands: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")

    lines: Mapped[list["OrderLine"]] = relationship(
        lazy="selectin", order_by="OrderLine.position", cascade="all, delete-orphan"
    )
    warehouse: Mapped[Any] = relationship(
        "Warehouse", primaryjoin="foreign(Order.warehouse_id) == Warehouse.id", viewonly=True, lazy="joined"
    )

    @property
    def customer(self) -> dict[str, str]:
        return {"id": self.customer_id, "name": self.customer_name}

    def line(self, line_id: str) -> "OrderLine":
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise rules.LineIsUnknown(f"This order has no line {line_id}.", line_id=line_id)

    def reserve(self, warehouse_id: str) -> None:
        self.warehouse_id, self.status = warehouse_id, FulfilmentStatus.RESERVED
        for line in self.lines:
            line.reserved = line.ordered

    def release(self) -> None:
        self.status = FulfilmentStatus.RELEASED
        for line in self.lines:
            line.reserved = 0

    @property
    def is_waiting(self) -> bool:
        return self.status == FulfilmentStatus.WAITING

    @property
    def is_released(self) -> bool:
        return self.status == FulfilmentStatus.RELEASED

    def why_not_released(self) -> str | None:
        return rules.why_not_released(sum(line.shipped for line in self.lines), self.invoiced, self.paid)

    @property
    def reserved_parts(self) -> dict[str, int]:
        """Reserved pieces by line."""
        return {line.line_id: line.reserved for line in self.lines if line.reserved}

    def ensure_reserved(self) -> None:
        rules.ensure_reserved(FulfilmentStatus(self.status))

    def ship(self, parts: Mapping[str, int]) -> None:
        """Count these pieces as shipped; raises when a line would be shipped above what was ordered, and when an order
        that ships as a whole would leave something behind.
        """
        self.ensure_reserved()
        rules.ensure_whole_enough(self.reserved_parts, parts, partly=self.partial_shipments)
        for line_id, quantity in parts.items():
            self.line(line_id).ship(quantity)
        self._settle()

    def take_back(self, parts: Mapping[str, int]) -> None:
        """Count these pieces as reserved again, no longer as shipped; raises when they were received back already."""
        for line_id, quantity in parts.items():
            self.line(line_id).ship(-quantity)
        self._settle()

    def come_back(self, parts: Mapping[str, int]) -> None:
        """Count these shipped pieces as received back; raises when more would be back than was shipped."""
        for line_id, quantity in parts.items():
            self.line(line_id).come_back(quantity)

    def price_of(self, parts: Mapping[str, int]) -> dict[str, Decimal]:
        """What these pieces cost, line by line; raises when more pieces are named than are left to invoice."""
        return {line_id: self.line(line_id).price_of(quantity) for line_id, quantity in parts.items()}

    def invoice(self, amount: Decimal, returned: Decimal) -> None:
        """Count an invoice; `returned` is the price of what came back, for which nothing is asked any more."""
        rules.ensure_not_released(FulfilmentStatus(self.status))
        rules.ensure_invoice_fits(amount, self.amount, self.invoiced)
        rules.ensure_invoice_kept(amount, self.amount - returned, self.invoiced - self.credited)
        self.invoiced += amount

    def free_invoiced(self, amount: Decimal) -> None:
        self.invoiced -= amount

    def creditable(self, worth: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
        """What of these prices, by line, is invoiced and not credited already: first of what names the line itself,
        then of what was invoiced as a mere amount.
        """
        open_lines = {line.line_id: line.invoiced_amount - line.credited for line in self.lines}
        return rules.creditable(worth, open_lines, self._open_at_large)

    def credit(self, parts: CreditParts) -> Decimal:
        """Count these parts as credited; answers what they come to."""
        return self._count_credit(parts, +1)

    def uncredit(self, parts: CreditParts) -> Decimal:
        return self._count_credit(parts, -1)

    def ensure_credits_covered(self) -> None:
        """Raises `InvoiceIsCredited` where more is credited, of a line or at large, than is invoiced of it."""
        rules.ensure_credits_covered(
            self._open_at_large, *(line.invoiced_amount - line.credited for line in self.lines)
        )

    @property
    def _open_at_large(self) -> Decimal:
        """What is invoiced as a mere amount, without naming lines, and not credited."""
        named = sum((line.invoiced_amount - line.credited for line in self.lines), Decimal(0))
        return self.invoiced - self.credited - named

    def _count_credit(self, parts: CreditParts, sign: int) -> Decimal:
        amount = sum((credited for credited, _ in parts.values()), Decimal(0))
        self.credited += sign * amount
        for line_id, (_, of_line) in parts.items():
            self.line(line_id).credit(sign * of_line)
        return amount

    def pay(self, amount: Decimal) -> None:
        rules.ensure_not_released(FulfilmentStatus(self.status))
        rules.ensure_payment_fits(amount, self.amount, self.paid)
        self.paid += amount

    def free_paid(self, amount: Decimal) -> None:
        self.paid -= amount

    def _settle(self) -> None:
        ordered, shipped = sum(line.ordered for line in self.lines), sum(line.shipped for line in self.lines)
        self.status = rules.status_by(ordered, shipped)


class OrderLine(Base):
    """A line of the order: `reserved` are the pieces set aside and not yet shipped."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("reserved >= 0 AND shipped >= 0", name="counts_not_negative"),
        CheckConstraint("reserved + shipped <= ordered", name="shipped_within_ordered"),
        CheckConstraint("invoiced >= 0 AND invoiced <= ordered", name="invoiced_within_ordered"),
    )

    line_id: Mapped[str] = mapped_column(Id, primary_key=True)
    order_id: Mapped[str] = mapped_column(Id, ForeignKey("orders.id"), index=True)
    position: Mapped[int] = mapped_column()
    item_id: Mapped[str] = mapped_column(Id)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Money)
    ordered: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    shipped: Mapped[int] = mapped_column(BigInteger, default=0)
    returned: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    invoiced: Mapped[int] = mapped_column(BigInteger, default=0)
    invoiced_amount: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    credited: Mapped[Decimal] = mapped_column(Money, default=Decimal(0), server_default="0")

    def ship(self, quantity: int) -> None:
        rules.ensure_shippable(self.line_id, self.ordered, self.shipped, quantity)
        rules.ensure_not_back(self.line_id, self.shipped + quantity, self.returned)
        self.shipped += quantity
        self.reserved -= quantity

    def come_back(self, quantity: int) -> None:
        """Count pieces as received back; negative ones as not received after all."""
        rules.ensure_back_within_shipped(self.line_id, self.shipped, self.returned, quantity)
        self.returned += quantity

    def price_of(self, quantity: int) -> Decimal:
        rules.ensure_pieces_open(self.line_id, self.ordered, self.invoiced, quantity)
        return rules.share_of(quantity, self.ordered, self.invoiced, self.amount, self.invoiced_amount)

    def invoice(self, quantity: int, amount: Decimal) -> None:
        """Count pieces as invoiced; negative ones are freed again."""
        self.invoiced += quantity
        self.invoiced_amount += amount

    def credit(self, amount: Decimal) -> None:
        """Count an amount that invoices name this line for as credited; a negative one is freed again."""
        self.credited += amount
