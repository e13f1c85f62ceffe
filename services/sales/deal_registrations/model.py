"""The registered deal as the sales database keeps it, and the only ways it changes."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.customers.queries import Likeness, NamedCustomer
from services.sales.deal_registrations import rules
from services.sales.deal_registrations.rules import DealStatus
from services.sales.opportunities.queries import NamedOpportunity
from services.sales.persistence import Base
from services.sales.products.queries import NamedProduct
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class DealRegistration(OwnedRecord, Base):
    """Owned by who registered it; its unit is the partner. The keys are what the customer is known by again."""

    __tablename__ = "deal_registrations"
    __table_args__ = (
        Index("ix_deal_registrations_owner_created", "owner_id", "created_at"),
        Index("ix_deal_registrations_unit_created", "org_unit_id", "created_at"),
        Index("ix_deal_registrations_created", "created_at", "id"),
        Index("ix_deal_registrations_updated", "updated_at", "id"),
        Index("ix_deal_registrations_status_until", "status", "protected_until", "id"),
        Index("ix_deal_registrations_until", "protected_until", "id"),
        Index("ix_deal_registrations_amount", "amount", "id"),
        Index("ix_deal_registrations_close_date", "expected_close_date", "id"),
        Index("ix_deal_registrations_customer_name", "customer_name", "id"),
        Index("ix_deal_registrations_customer", "customer_id", "created_at"),
        Index("ix_deal_registrations_product", "product_id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    customer_name: Mapped[str] = mapped_column(String(200))
    tax_id: Mapped[str | None] = mapped_column(String(50), default=None)
    domain: Mapped[str | None] = mapped_column(String(253), default=None)
    website: Mapped[str | None] = mapped_column(String(300), default=None)
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    country: Mapped[str | None] = mapped_column(String(100), default=None)
    product_id: Mapped[str | None] = mapped_column(Id, default=None)
    product_category: Mapped[str | None] = mapped_column(String(100), default=None)
    description: Mapped[str | None] = mapped_column(String(500), default=None)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(3))
    expected_close_date: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(20), default=DealStatus.SUBMITTED)
    protected_from: Mapped[date | None] = mapped_column(Date, default=None)
    protected_until: Mapped[date | None] = mapped_column(Date, default=None)
    refusal_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, unique=True, default=None)
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    tax_key: Mapped[str | None] = mapped_column(String(50), index=True, default=None)
    phone_key: Mapped[str | None] = mapped_column(String(50), index=True, default=None)
    domain_key: Mapped[str | None] = mapped_column(String(253), index=True, default=None)

    customer: Mapped[NamedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(DealRegistration.customer_id) == NamedCustomer.id, viewonly=True, lazy="joined"
    )
    product: Mapped[NamedProduct | None] = relationship(
        primaryjoin=lambda: foreign(DealRegistration.product_id) == NamedProduct.id, viewonly=True, lazy="joined"
    )
    opportunity: Mapped[NamedOpportunity | None] = relationship(
        primaryjoin=lambda: foreign(DealRegistration.opportunity_id) == NamedOpportunity.id,
        viewonly=True,
        lazy="joined",
    )

    def recognise_by(self, alike: Likeness) -> None:
        """Keep what the customer is known by today."""
        self.name_key, self.tax_key = alike.name, alike.tax_id
        self.phone_key, self.domain_key = alike.phone, alike.domain

    def accept(self, days: int | None, today: date) -> None:
        until = rules.protection_end(today, days)
        self._step("accept")
        self.protected_from, self.protected_until = today, until

    def refuse(self, reason: str) -> None:
        self._step("refuse")
        self.refusal_reason = reason

    def extend(self, days: int | None, today: date) -> None:
        self._step("extend")
        rules.ensure_not_over(self.protected_until, today)
        self.protected_until = rules.extended_end(self.protected_until or today, days)

    def withdraw(self) -> None:
        self._step("withdraw")

    def lapse(self, today: date) -> None:
        rules.ensure_over(self.protected_until, today)
        self._step("lapse")

    def ensure_convertible(self, today: date) -> None:
        """Raises `DealCannotDoThis` and `ProtectionIsOver`."""
        rules.next_status("convert", DealStatus(self.status))
        rules.ensure_not_over(self.protected_until, today)

    def convert(self, customer_id: str, opportunity_id: str) -> None:
        self._step("convert")
        self.customer_id, self.opportunity_id = customer_id, opportunity_id

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, DealStatus(self.status))
