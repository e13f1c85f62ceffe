"""The order as the sales database keeps it, its journal, and the only ways it changes."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String, Text, true
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.customers.queries import KeyedCustomer, NamedCustomer
from services.sales.orders import rules
from services.sales.orders.rules import NOTHING, OrderStatus, Progress
from services.sales.persistence import Base
from shared.clock import now
from shared.contracts.sales import orders as contract
from shared.custom_fields import Customised
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class OrderLine(Base):
    """A product as it was when it was ordered. `amount` is net: after the discount and before `tax`. `cost` is what all
    its pieces cost the company when the order was confirmed, in the order's currency; None where nobody knows.
    """

    __tablename__ = "order_lines"
    __table_args__ = (Index("ix_order_lines_product", "product_id", "order_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int] = mapped_column()
    product_id: Mapped[str] = mapped_column(Id)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column()
    unit_price: Mapped[Decimal] = mapped_column(Money)
    discount_percent: Mapped[Decimal] = mapped_column(Money, default=NOTHING)
    amount: Mapped[Decimal] = mapped_column(Money)
    tax: Mapped[Decimal] = mapped_column(Money, default=NOTHING)
    configuration_id: Mapped[str | None] = mapped_column(Id, default=None)
    cost: Mapped[Decimal | None] = mapped_column(Money, default=None)


class OrderInstalment(Base):
    """A part of the price and the day it is due."""

    __tablename__ = "order_instalments"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money)


class OrderStep(Base):
    """One line of an order's journal: what was done, refused or undone. `position` is that of distribution's log, 0 for
    steps of our own; `key` keeps a step that is told twice from being counted twice.
    """

    __tablename__ = "order_steps"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    step: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(BigInteger, default=0)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcTime)

    def fact(self) -> rules.Fact:
        lines = {line["line_id"]: line["quantity"] for line in self.detail.get("lines", ())}
        amount = self.detail.get("amount", self.detail.get("returned_amount", 0))
        return rules.Fact(self.key, self.step, self.position, lines, Decimal(amount))


class Order(Customised, OwnedRecord, Base):
    """`fulfilment`, `invoiced`, `credited`, `paid` and `shipped_amount` are what the journal comes to, kept here so
    that lists can show them.

    `amount` and `tax` are the sums of the lines. `stands_for` is the deal's id until the order is voided: unique, so
    that no race makes two orders of one deal that both stand.
    """

    __tablename__ = "orders"
    shareable = True
    names_by_key = (KeyedCustomer,)
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_orders_owner_created", "owner_id", "created_at"),
        Index("ix_orders_updated", "updated_at", "id"),
        Index("ix_orders_unit_created", "org_unit_id", "created_at"),
        Index("ix_orders_customer_created", "customer_id", "created_at"),
        Index("ix_orders_call_created", "call_id", "created_at"),
        Index("ix_orders_status_created", "status", "created_at"),
        Index("ix_orders_owner_confirmed", "owner_id", "confirmed_at"),
        Index("ix_orders_unit_confirmed", "org_unit_id", "confirmed_at"),
        Index("ix_orders_turnover", "customer_id", "currency", "status", "amount"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    customer_id: Mapped[str] = mapped_column(Id)
    opportunity_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    stands_for: Mapped[str | None] = mapped_column(Id, unique=True, default=None)
    quotation_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    call_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(12), default=OrderStatus.DRAFT)
    fulfilment: Mapped[str] = mapped_column(String(16), default="waiting")
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Money)
    tax: Mapped[Decimal] = mapped_column(Money, default=NOTHING)
    invoiced: Mapped[Decimal] = mapped_column(Money, default=NOTHING)
    credited: Mapped[Decimal] = mapped_column(Money, default=NOTHING, server_default="0")
    paid: Mapped[Decimal] = mapped_column(Money, default=NOTHING)
    shipped_amount: Mapped[Decimal] = mapped_column(Money, default=NOTHING)
    void_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    shipping_method: Mapped[str | None] = mapped_column(String(20), default=None)
    partial_shipments: Mapped[bool] = mapped_column(default=True, server_default=true())
    ship_on: Mapped[date | None] = mapped_column(Date, default=None)
    ship_to: Mapped[str | None] = mapped_column(String(500), default=None)
    acceptance_demands: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    customer: Mapped[NamedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(Order.customer_id) == NamedCustomer.id, viewonly=True, lazy="joined"
    )
    keyed_customer: Mapped[KeyedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(Order.customer_id) == KeyedCustomer.id, viewonly=True, lazy="joined"
    )
    lines: Mapped[list[OrderLine]] = relationship(
        lazy="selectin", order_by=OrderLine.position, cascade="all, delete-orphan"
    )
    instalments: Mapped[list[OrderInstalment]] = relationship(
        lazy="selectin", order_by=OrderInstalment.due_on, cascade="all, delete-orphan"
    )

    @property
    def customer_external_id(self) -> str | None:
        return self.keyed_customer.external_id if self.keyed_customer else None

    @property
    def open_amount(self) -> Decimal:
        """What is still to be paid; nothing of an order that was voided."""
        return NOTHING if self.status == OrderStatus.VOIDED else self.amount - self.credited - self.paid

    @property
    def ordered(self) -> dict[str, int]:
        return {line.id: line.quantity for line in self.lines}

    def edit(
        self, lines: list[OrderLine] | None, instalments: list[OrderInstalment] | None, fields: dict[str, Any]
    ) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        if lines is not None:
            self.lines = lines
            self.amount = sum((line.amount for line in lines), NOTHING)
            self.tax = sum((line.tax for line in lines), NOTHING)
            rules.ensure_countable(self.amount + self.tax)
        if instalments is not None:
            self.instalments = instalments
        rules.ensure_instalments(self.amount, [one.amount for one in self.instalments])

    def confirm(self, unit_costs: Mapping[str, Decimal]) -> None:
        """`unit_costs` is what a piece of each product costs in the order's currency, where that is known."""
        self._step("confirm")
        self.confirmed_at = now()
        for line in self.lines:
            line.cost = rules.cost_of(line.quantity, unit_costs.get(line.product_id))

    def reserve_again(self) -> None:
        self._step("reserve again")
        rules.ensure_short(self.fulfilment)

    def take_goods_back(self) -> None:
        """What was sent back changes nothing of what was ordered and shipped; only an order that stands has it."""
        rules.ensure_standing(OrderStatus(self.status))

    def void(self, reason: str) -> None:
        self._step("void")
        self.void_reason = reason
        self._fall()

    def follow(self, progress: Progress, step: str) -> None:
        """Take over what distribution has told."""
        self.fulfilment = progress.fulfilment
        self.invoiced, self.credited, self.paid = progress.invoiced, progress.credited, progress.paid
        parts = [(line.amount, line.quantity, progress.shipped[line.id]) for line in self.lines]
        self.shipped_amount = rules.worth_shipped(parts)
        was = OrderStatus(self.status)
        self.status = rules.status_after(was, step, progress.is_complete(self.amount))
        if was is OrderStatus.VOIDING and self.status not in (was, OrderStatus.VOIDED):
            self.void_reason = None
        self._fall()

    def _fall(self) -> None:
        """A voided order makes way for another one of its deal."""
        if self.status == OrderStatus.VOIDED:
            self.stands_for = None

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, OrderStatus(self.status))
