"""The order as the reporting database keeps it: facts that events have told, and nothing that could be changed here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


@dataclass(frozen=True)
class Named:
    id: str
    name: str


class OrderFact(OwnedRecord, Base):
    """`id` and `version` are the order's. `ordered_on` is the day of its confirmation, or until then the day it was
    entered.

    The `confirmed_…` columns say to whom the order belonged when it was confirmed; they are null before.
    `confirmed_superior` is the node of who was above its owner then. `standing_version` is the version that told them.
    """

    __tablename__ = "order_facts"
    __table_args__ = (
        Index("ix_order_facts_ordered", "ordered_on", "id"),
        Index("ix_order_facts_created", "created_at", "id"),
        Index("ix_order_facts_status", "status", "ordered_on"),
        Index("ix_order_facts_confirmed_unit_path", "confirmed_unit_path", "ordered_on"),
    )
    shareable = True
    shared_as = "order"

    number: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[str] = mapped_column(Id, index=True)
    customer_name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Money)
    invoiced: Mapped[Decimal] = mapped_column(Money)
    credited: Mapped[Decimal] = mapped_column(Money, default=Decimal(0), server_default="0")
    paid: Mapped[Decimal] = mapped_column(Money)
    ordered_on: Mapped[date] = mapped_column(Date)
    confirmed_unit_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    confirmed_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    confirmed_owner_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    confirmed_superior: Mapped[int | None] = mapped_column(BigInteger, default=None)
    standing_version: Mapped[int] = mapped_column(default=0)

    @property
    def customer(self) -> Named:
        return Named(self.customer_id, self.customer_name)


class OrderLineFact(Base):
    """What of which product is in an order; `amount` is net. It is in sight with its order."""

    __tablename__ = "order_line_facts"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    product_id: Mapped[str] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column()
    amount: Mapped[Decimal] = mapped_column(Money)


class OrderLineCost(Base):
    """What all pieces of a line cost the company when its order was confirmed. A line without one is a line of which
    nobody knows. It is in sight with its order.
    """

    __tablename__ = "order_line_costs"

    line_id: Mapped[str] = mapped_column(Id, primary_key=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    cost: Mapped[Decimal] = mapped_column(Money)


class OrderInvoicing(Base):
    """That an order came to be invoiced by so much more, or less: at which version of it, and on which day. `open` is
    what of it is still to be paid. It is in sight with its order.

    Payments settle the oldest first, and credit notes as they do. The row of version 0 is what is invoiced of which no
    event told when: it stands on the day of the order.
    """

    __tablename__ = "order_invoicings"
    __table_args__ = (
        Index("ix_order_invoicings_invoiced", "invoiced_on", "order_id"),
        Index("ix_order_invoicings_open", "open", "invoiced_on"),
    )

    order_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    invoiced_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money)
    open: Mapped[Decimal] = mapped_column(Money)
