"""The territory as the sales database keeps it, and the only ways it changes."""

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from services.sales.territories import rules
from shared.ids import new_id
from shared.persistence.records import Record
from shared.persistence.types import Id


class Territory(Record, Base):
    """Company-wide: no owner, no unit. Who sells there stands in the platform's `territory_sellers`."""

    __tablename__ = "territories"
    __table_args__ = (
        Index("ix_territories_name", "name", "id"),
        Index("ix_territories_created", "created_at", "id"),
        Index("ix_territories_updated", "updated_at", "id"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))

    def rename(self, name: str) -> None:
        self.name = name


class TerritoryRule(Base):
    """One rule of a territory, as it was said. `contact_of` is the customer of the contact that it names, if any, and
    follows that one. `found_by` is a key of all customers for whom it
    may hold (`rules.keys_of`), `said` what it says, by which the same rule is not said twice.
    """

    __tablename__ = "territory_rules"
    __table_args__ = (
        UniqueConstraint("territory_id", "said"),
        Index("ix_territory_rules_territory", "territory_id", "id"),
        Index("ix_territory_rules_found_by", "found_by"),
        Index("ix_territory_rules_contact", "contact_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    territory_id: Mapped[str] = mapped_column(ForeignKey("territories.id"))
    found_by: Mapped[str] = mapped_column(String(400))
    said: Mapped[str] = mapped_column(String(1600))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    contact_of: Mapped[str | None] = mapped_column(Id, default=None)
    province: Mapped[str | None] = mapped_column(String(100), default=None)
    city: Mapped[str | None] = mapped_column(String(100), default=None)
    post_code_from: Mapped[str | None] = mapped_column(String(20), default=None)
    post_code_to: Mapped[str | None] = mapped_column(String(20), default=None)
    region: Mapped[str | None] = mapped_column(String(100), default=None)
    industry: Mapped[str | None] = mapped_column(String(100), default=None)

    def read(self) -> rules.Rule:
        return rules.Rule(self.id, self.territory_id, self._asks(), self.contact_of)

    def follow_contact(self, customer_id: str | None) -> None:
        """The contact that it names belongs to this customer now."""
        self.contact_of, self.found_by = customer_id, rules.key_of(self._asks(), customer_id)

    def _asks(self) -> rules.Criteria:
        return rules.Criteria(**{name: getattr(self, name) for name in rules.SAYS})


class RuleBook(Base):
    """How often the rules have changed. One row, id 1. Whoever changes a rule holds it alone; whoever places customers
    holds it with others, so that nobody places by rules that are changing.
    """

    __tablename__ = "territory_rulebook"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger, default=0)

    def turn_page(self) -> None:
        self.version += 1
