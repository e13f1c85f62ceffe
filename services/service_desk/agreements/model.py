"""The agreement as the service desk keeps it, and the only ways it changes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.service_desk.agreements import rules
from services.service_desk.agreements.rules import AgreementStatus
from services.service_desk.persistence import Base
from services.service_desk.products.queries import Product
from shared.clock import today
from shared.contracts.service_desk import agreements as contract
from shared.custom_fields import Customised
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class CoveredProduct(Base):
    """That an agreement covers a product."""

    __tablename__ = "agreement_products"

    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreements.id"), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)


class Agreement(Customised, OwnedRecord, Base):
    """`next_reminder_on` is set while it is in force and one of its thresholds has not been told of yet."""

    __tablename__ = "agreements"
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_agreements_owner_ends", "owner_id", "ends_on"),
        Index("ix_agreements_unit_ends", "org_unit_id", "ends_on"),
        Index("ix_agreements_status_ends", "status", "ends_on"),
        Index("ix_agreements_ends", "ends_on", "id"),
        Index("ix_agreements_reminder", "next_reminder_on", "id"),
        Index("ix_agreements_customer", "customer_id", "ends_on"),
        Index("ix_agreements_created", "created_at", "id"),
        Index("ix_agreements_updated", "updated_at", "id"),
        Index("ix_agreements_fee", "fee", "id"),
    )
    shareable = True

    number: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(20), default=AgreementStatus.DRAFT)
    coverage: Mapped[str] = mapped_column(String(20))
    terms: Mapped[str | None] = mapped_column(Text, default=None)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    response_targets: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    fee: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    fee_period: Mapped[str] = mapped_column(String(10), default="year")
    remind_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(contract.REMINDERS))
    next_reminder_on: Mapped[date | None] = mapped_column(Date, default=None)
    activated_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    ended_on: Mapped[date | None] = mapped_column(Date, default=None)
    reason: Mapped[str | None] = mapped_column(String(500), default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    products: Mapped[list[Product]] = relationship(
        Product, secondary=CoveredProduct.__table__, order_by=Product.code, lazy="selectin"
    )
    customer: Mapped[Any] = relationship(
        "Customer",
        primaryjoin=lambda: foreign(Agreement.customer_id) == Base.metadata.tables["customers"].c.id,
        viewonly=True,
        lazy="joined",
    )

    @property
    def customer_external_id(self) -> str | None:
        known: str | None = self.customer and self.customer.external_id
        return known

    @property
    def days_left(self) -> int:
        """Until its last day; below zero after that."""
        return rules.days_left(self.ends_on, today())

    def edit(self, fields: dict[str, Any], products: Sequence[Product] | None) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_term(self.starts_on, self.ends_on)
        if products is not None:
            self.products = list(products)

    def activate(self, at: datetime) -> None:
        self._step("activate")
        rules.ensure_lasts(self.ends_on, at.date())
        self.activated_at = at
        self._remind_from(at.date())

    def renew(self, ends_on: date, fee: Decimal | None, day: date) -> None:
        self._step("renew")
        rules.ensure_extends(self.ends_on, ends_on)
        rules.ensure_lasts(ends_on, day)
        self.ends_on = ends_on
        if fee is not None:
            self.fee = fee
        self._remind_from(day)

    def end(self, reason: str, day: date) -> None:
        self._step("end")
        self.reason, self.ended_on, self.next_reminder_on = reason, day, None

    def expire(self) -> None:
        """Its term is over; only the time says so."""
        self.status, self.next_reminder_on = AgreementStatus.EXPIRED, None

    def remind(self, day: date) -> int | None:
        """The threshold that its end has come nearer than; it will not be told of again."""
        reached = rules.threshold_reached(self.ends_on, self.remind_days, day)
        if reached is None:
            self._remind_from(day)
        else:
            self.next_reminder_on = rules.reminder_after(self.ends_on, self.remind_days, reached)
        return reached

    def _remind_from(self, day: date) -> None:
        self.next_reminder_on = rules.next_reminder(self.ends_on, self.remind_days, day)

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, AgreementStatus(self.status))
