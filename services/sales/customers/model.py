"""The customer as the sales database keeps it, and the only ways it changes."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.customers import rules
from services.sales.persistence import Base
from shared.clock import now
from shared.contracts.sales import customers as contract
from shared.contracts.sales.places import UNPLACED
from shared.custom_fields import Customised
from shared.located import Located
from shared.persistence.records import Belonging, OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class Customer(Customised, Located, OwnedRecord, Base):
    """`quiet_since` is what the days until the next follow-up are counted from: the last touch, or the reminder since;
    until there is any, when the customer was recorded. `place_again` says that what the rules of the territories ask
    about has changed since the customer was placed.
    """

    __tablename__ = "customers"
    shareable = True
    customer_key = "id"
    territory_key = "territory_id"
    belongs_by = (*OwnedRecord.belongs_by, "territory_id")
    entity = contract.ENTITY
    gone_by = "merged_into_id"
    __table_args__ = (
        Index("ix_customers_owner_created", "owner_id", "created_at"),
        Index("ix_customers_created", "created_at", "id"),
        Index("ix_customers_updated", "updated_at", "id"),
        Index("ix_customers_unit_created", "org_unit_id", "created_at"),
        Index("ix_customers_level_quiet", "level", "quiet_since", "id"),
        Index("ix_customers_touched", "last_touch_at", "id"),
        Index("ix_customers_employees", "employees", "id"),
        Index("ix_customers_revenue", "annual_revenue", "id"),
        Index("ix_customers_territory_created", "territory_id", "created_at"),
        Index("ix_customers_placement", "placement", "id"),
        Index("ix_customers_place_again", "place_again", "id"),
        Index("ix_customers_position", "latitude", "longitude"),
        Index("ix_customers_region_created", "region", "created_at"),
    )

    name: Mapped[str] = mapped_column(String(200), index=True)
    tax_id: Mapped[str | None] = mapped_column(String(50), default=None)
    domain: Mapped[str | None] = mapped_column(String(253), default=None)
    phone: Mapped[str | None] = mapped_column(String(50), default=None)
    website: Mapped[str | None] = mapped_column(String(300), default=None)
    industry: Mapped[str | None] = mapped_column(String(100), default=None)
    region: Mapped[str | None] = mapped_column(String(100), default=None)
    country: Mapped[str | None] = mapped_column(String(100), default=None)
    province: Mapped[str | None] = mapped_column(String(100), default=None)
    city: Mapped[str | None] = mapped_column(String(100), default=None)
    post_code: Mapped[str | None] = mapped_column(String(20), default=None)
    address: Mapped[str | None] = mapped_column(String(500), default=None)
    employees: Mapped[int | None] = mapped_column(default=None)
    annual_revenue: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="USD")
    founded_year: Mapped[int | None] = mapped_column(default=None)
    level: Mapped[str] = mapped_column(String(100), default="none")
    level_reason: Mapped[str | None] = mapped_column(String(300), default=None)
    type: Mapped[str] = mapped_column(String(100), default="company")
    status: Mapped[str] = mapped_column(String(100), default="prospect")
    parent_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    merged_into_id: Mapped[str | None] = mapped_column(Id, default=None)
    territory_id: Mapped[str | None] = mapped_column(Id, default=None)
    placement: Mapped[str] = mapped_column(String(10), default=UNPLACED, server_default=UNPLACED)
    place_again: Mapped[bool] = mapped_column(default=False, server_default=false())
    last_touch_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    quiet_since: Mapped[datetime] = mapped_column(UtcTime, default=now)
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    tax_key: Mapped[str | None] = mapped_column(String(50), index=True, default=None)
    phone_key: Mapped[str | None] = mapped_column(String(50), index=True, default=None)
    domain_key: Mapped[str | None] = mapped_column(String(253), index=True, default=None)

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.owner_id, self.org_unit_id, self.territory_id)

    def edit(self, fields: dict[str, Any]) -> None:
        """Raises what `settle_position` does."""
        if any(name in fields and fields[name] != getattr(self, name) for name in rules.ASKED_BY_TERRITORIES):
            self.place_again = True
        if fields.get("level", self.level) != self.level:
            self.level_reason = None
        for name, value in fields.items():
            setattr(self, name, value)
        self.settle_position()
        self._remember_likeness()

    def rise(self, level: str, reason: str) -> None:
        """Come to a higher level for what it has ordered."""
        self.level, self.level_reason = level, reason

    def touch(self, at: datetime) -> None:
        """The last touch is the latest one, in whatever order they are logged."""
        if self.last_touch_at is None or at > self.last_touch_at:
            self.last_touch_at = self.quiet_since = at

    def remind(self, at: datetime) -> None:
        """Its owner is told that it was let alone; unless somebody is in touch, once more after as long again."""
        self.quiet_since = at

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self.owner_id, self.org_unit_id = owner_id, org_unit_id

    def take_place(self, placement: str, territory_id: str | None) -> None:
        """Be where the rules of the territories say."""
        self.placement, self.territory_id, self.place_again = placement, territory_id, False

    def traits(self) -> dict[str, Any]:
        """What the rules of the territories ask about it."""
        return {name: getattr(self, name) for name in rules.ASKED_BY_TERRITORIES}

    def lose_place(self) -> None:
        """What the rules ask about has changed: the customer stays where it is until it is placed again, soon."""
        self.place_again = True

    def merge_into(self, other_id: str) -> None:
        rules.ensure_there(self.merged_into_id)
        self.merged_into_id = other_id

    def return_from_merge(self, other_id: str) -> None:
        rules.ensure_merged_into(other_id, self.merged_into_id)
        self.merged_into_id = None
        self.lose_place()

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
    __mapper_args__ = {"include_properties": ["id", "external_id", "owner_id", "org_unit_id", "territory_id"]}
    shared_as, shareable, customer_key = "customer", Customer.shareable, Customer.customer_key
    territory_key = Customer.territory_key
    if TYPE_CHECKING:
        id: Mapped[str]
        external_id: Mapped[str | None]
