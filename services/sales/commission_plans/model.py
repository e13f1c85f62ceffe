"""The commission plan as the sales database keeps it, and the only ways it changes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.sales.commission_plans import rules
from services.sales.commission_plans.rules import Share, Tier
from services.sales.persistence import Base
from shared.contracts.fields import money_text
from shared.contracts.sales import commission_plans as contract
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class PlanPerson(Base):
    """Somebody whose orders a plan pays for."""

    __tablename__ = "commission_plan_people"
    __table_args__ = (Index("ix_commission_plan_people_person", "person_id"),)

    plan_id: Mapped[str] = mapped_column(ForeignKey("commission_plans.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)


class PlanTerms(Base):
    """Tiers and shares from a day on, until later ones begin; amounts and percents as decimal strings."""

    __tablename__ = "commission_plan_terms"
    __table_args__ = (UniqueConstraint("plan_id", "starts_on"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(ForeignKey("commission_plans.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    kept_tiers: Mapped[list[contract.ToldTier]] = mapped_column(JSON)
    kept_shares: Mapped[list[contract.ToldShare]] = mapped_column(JSON)

    @property
    def tiers(self) -> list[Tier]:
        return [Tier(Decimal(one["above"]), Decimal(one["percent"])) for one in self.kept_tiers]

    @property
    def shares(self) -> list[Share]:
        return [Share(one["person_id"], Decimal(one["percent"])) for one in self.kept_shares]


class CommissionPlan(OwnedRecord, Base):
    """Owned by whoever defined it, in the unit it is for, or else in that person's."""

    __tablename__ = "commission_plans"
    __table_args__ = (
        Index("ix_commission_plans_created", "created_at", "id"),
        Index("ix_commission_plans_updated", "updated_at", "id"),
        Index("ix_commission_plans_name", "name", "id"),
        Index("ix_commission_plans_starts", "starts_on", "id"),
        Index("ix_commission_plans_unit", "unit_id"),
    )

    name: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str] = mapped_column(String(10))
    period: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)

    people: Mapped[list[PlanPerson]] = relationship(lazy="selectin", order_by=PlanPerson.person_id)
    terms: Mapped[list[PlanTerms]] = relationship(
        lazy="selectin", order_by=PlanTerms.starts_on, cascade="all, delete-orphan"
    )

    @property
    def person_ids(self) -> list[str]:
        return [one.person_id for one in self.people]

    def terms_on(self, day: date) -> PlanTerms:
        """Those that hold on a day of the plan; the first ones begin with it."""
        return [one for one in self.terms if one.starts_on <= day][-1]

    def rename(self, name: str) -> None:
        self.name = name

    def end(self, ends_on: date | None, today: date) -> None:
        """Without a day the plan goes on."""
        rules.ensure_end(ends_on, self.starts_on, today)
        self.ends_on = ends_on

    def drop_terms_from(self, starts_on: date, tomorrow: date) -> None:
        """Make way for other terms: those that have begun stay, those that were to begin then or later never do."""
        rules.ensure_to_come(starts_on, max(tomorrow, self.starts_on))
        rules.ensure_before_end(starts_on, self.ends_on)
        self.terms = [one for one in self.terms if one.starts_on < starts_on]

    def agree(self, starts_on: date, tiers: Sequence[Tier], shares: Sequence[Share]) -> None:
        """Terms that hold from this day on."""
        rules.ensure_rising(tiers)
        rules.ensure_shared_once(shares)
        terms = PlanTerms(starts_on=starts_on, kept_tiers=[], kept_shares=[])
        for tier in tiers:
            terms.kept_tiers.append({"above": money_text(tier.above), "percent": money_text(tier.percent)})
        for share in shares:
            terms.kept_shares.append({"person_id": share.person_id, "percent": money_text(share.percent)})
        self.terms.append(terms)


class NamedPlan(Base):
    """A plan by nothing but its name, for the statements that show it."""

    __table__ = CommissionPlan.__table__
    __mapper_args__ = {"include_properties": ["id", "name"]}
    if TYPE_CHECKING:
        id: Mapped[str]
        name: Mapped[str]
