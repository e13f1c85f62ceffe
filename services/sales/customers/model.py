"""The customer as the sales database keeps it, and the only ways it changes."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.customers import rules
from services.sales.persistence import Base
from shared.contracts.sales import customers as contract
from shared.custom_fields import Customised
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class Customer(Customised, OwnedRecord, Base):
    __tablename__ = "customers"
    shareable = True
    customer_key = "id"
    entity = contract.ENTITY
    gone_by = "merged_into_id"
    __table_args__ = (
        Index("ix_customers_owner_created", "owner_id", "created_at"),
        Index("ix_customers_created", "created_at", "id"),
        Index("ix_customers_updated", "updated_at", "id"),
        Index("ix_customers_unit_created", "org_unit_id", "created_at"),
    )

    name: Mapped[str] = mapped_column(String(200), index=True)
    tax_id: Mapped[str | None] = mapped_column(String(50), default=None)
    domain: Mapped[str | None] = mapped_column(String(253), default=None)
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    website: Mapped[str | None] = mapped_column(String(300), default=None)
    industry: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(100), default=None)
    country: Mapped[str | None] = mapped_column(String(100), default=None)
    address: Mapped[str | None] = mapped_column(String(500), default=None)
    employees: Mapped[int | None] = mapped_column(default=None)
    annual_revenue: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    founded_year: Mapped[int | None] = mapped_column(default=None)
    level: Mapped[str] = mapped_column(String(100), default="none")
    type: Mapped[str] = mapped_column(String(100), default="company")
    status: Mapped[str] = mapped_column(String(100), default="prospect")
    parent_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    merged_into_id: Mapped[str | None] = mapped_column(Id, default=None)
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    tax_key: Mapped[str | None] = mapped_column(String(50), index=True, default=None)
    phone_key: Mapped[str | None] = mapped_column(String(50), index=True, default=None)
    domain_key: Mapped[str | None] = mapped_column(String(253), index=True, default=None)

    def edit(self, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self._remember_likeness()

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self.owner_id, self.org_unit_id = owner_id, org_unit_id

    def merge_into(self, other_id: str) -> None:
        rules.ensure_there(self.merged_into_id)
        self.merged_into_id = other_id

    def return_from_merge(self, other_id: str) -> None:
        rules.ensure_merged_into(other_id, self.merged_into_id)
        self.merged_into_id = None

    def likeness(self) -> rules.Likeness:
        return rules.likeness(self.name, self.tax_id, self.phone, self.domain)

    def _remember_likeness(self) -> None:
        alike = self.likeness()
        self.name_key, self.tax_key = alike.name, alike.tax_id
        self.phone_key, self.domain_key = alike.phone, alike.domain


class LikenessTurn(Base):
    """Who records a customer holds the turns of its traits, so that two who record the same one come one after another.

    There are `rules.TURNS` of them, shared by all traits: unlike rows for each name, they need no tidying up.
    """

    __tablename__ = "customer_likeness_turns"

    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class NamedCustomer(Base):
    """A customer by nothing but its name, for the records that show it."""

    __table__ = Customer.__table__
    __mapper_args__ = {"include_properties": ["id", "name"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        name: Mapped[str]


class KeyedCustomer(Base):
    """A customer by its key, for the records that name it, and by what decides who may see it."""

    __table__ = Customer.__table__
    __mapper_args__ = {"include_properties": ["id", "external_id", "owner_id", "org_unit_id"]}
    shared_as, shareable, customer_key = "customer", Customer.shareable, Customer.customer_key
    if TYPE_CHECKING:
        id: Mapped[str]
        external_id: Mapped[str | None]
