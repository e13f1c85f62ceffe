"""The configurator as the sales database keeps it, and the only ways it changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.sales.configurators import rules as rulebook
from services.sales.persistence import Base
from shared.clock import now
from shared.ids import new_id
from shared.persistence.records import Identified, Record
from shared.persistence.types import Id, UtcTime


class ConfiguratorSlot(Base):
    """A place in the product. `options` are ids of products; they are read with the slot and never asked for."""

    __tablename__ = "configurator_slots"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    configurator_id: Mapped[str] = mapped_column(ForeignKey("configurators.id"), index=True)
    position: Mapped[int] = mapped_column()
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    least: Mapped[int] = mapped_column()
    most: Mapped[int] = mapped_column()
    options: Mapped[list[str]] = mapped_column(JSON)

    def as_rule(self) -> rulebook.Slot:
        return rulebook.Slot(self.code, self.name, self.least, self.most, self.options)


class ConfiguratorRule(Base):
    """What the part `product_id` requires or excludes among the `others`."""

    __tablename__ = "configurator_rules"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    configurator_id: Mapped[str] = mapped_column(ForeignKey("configurators.id"), index=True)
    position: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(10))
    product_id: Mapped[str] = mapped_column(Id)
    others: Mapped[list[str]] = mapped_column(JSON)
    explanation: Mapped[str] = mapped_column(String(500))

    def as_rule(self) -> rulebook.Rule:
        return rulebook.Rule(self.kind, self.product_id, self.others, self.explanation)


class Configurator(Record, Base):
    """Company-wide: no owner, no unit. A product has at most one."""

    __tablename__ = "configurators"
    __table_args__ = (
        Index("ix_configurators_name", "name", "id"),
        Index("ix_configurators_created", "created_at", "id"),
        Index("ix_configurators_updated", "updated_at", "id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    product_id: Mapped[str] = mapped_column(Id, unique=True)
    slots: Mapped[list[ConfiguratorSlot]] = relationship(
        order_by=ConfiguratorSlot.position, lazy="select", cascade="all, delete-orphan"
    )
    rules: Mapped[list[ConfiguratorRule]] = relationship(
        order_by=ConfiguratorRule.position, lazy="select", cascade="all, delete-orphan"
    )

    @property
    def layout(self) -> tuple[list[rulebook.Slot], list[rulebook.Rule]]:
        """The slots and the rules, for the rulebook."""
        return [slot.as_rule() for slot in self.slots], [rule.as_rule() for rule in self.rules]

    def rename(self, name: str) -> None:
        self.name = name

    def lay_out(self, slots: Sequence[rulebook.Slot], rules: Sequence[rulebook.Rule]) -> None:
        """Give the product other slots and rules; all that it had are replaced."""
        rulebook.ensure_whole(self.product_id, slots, rules)
        self.slots = [ConfiguratorSlot(position=place, **vars(slot)) for place, slot in enumerate(slots, start=1)]
        self.rules = [ConfiguratorRule(position=place, **vars(rule)) for place, rule in enumerate(rules, start=1)]

    def ensure_compatible(self, choices: Sequence[rulebook.Choice]) -> None:
        """Raises `ConfigurationIsIncompatible`."""
        rulebook.ensure_compatible(*self.layout, choices)

    def takes(self, choices: Sequence[rulebook.Choice]) -> bool:
        return rulebook.are_compatible(*self.layout, choices)


class KeptConfiguration(Identified, Base):
    """A product of chosen parts, as carts and orders name it. The id says what it is built of, so it never changes."""

    __tablename__ = "kept_configurations"
    __table_args__ = (
        Index("ix_kept_configurations_product", "product_id", "id"),
        Index("ix_kept_configurations_created", "created_at", "id"),
    )

    product_id: Mapped[str] = mapped_column(Id)
    choices: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    @property
    def chosen(self) -> list[rulebook.Choice]:
        return [rulebook.Choice(**choice) for choice in self.choices]

    @property
    def part_ids(self) -> list[str]:
        return [choice["product_id"] for choice in self.choices]
