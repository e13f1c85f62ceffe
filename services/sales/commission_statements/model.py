"""The commission statement as the sales database keeps it, its lines, and the documents that earned them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.commission_plans.queries import NamedPlan
from services.sales.commission_statements import rules
from services.sales.persistence import Base
from shared.clock import now
from shared.contracts.sales.commission_plans import ToldTier
from shared.ids import new_id
from shared.persistence.records import Identified, OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class CreditedDocument(Base):
    """A document that counts by a plan, for the owner of its order, in the plan's period that begins on `starts_on`.

    Tiers are those of its day; `kept_shares`, in percent by person, are those that held when it was heard of.
    `position` and `undone_at` are places in distribution's log; `undone_by` is the document that undid it.
    `returned` is what of `amount` returns of goods took back, `returned_by` the return that said so last.
    """

    __tablename__ = "commission_documents"
    __table_args__ = (
        UniqueConstraint("plan_id", "source_kind", "source_id"),
        Index("ix_commission_documents_account", "plan_id", "seller_id", "starts_on", "position"),
        Index("ix_commission_documents_source", "source_id"),
        Index("ix_commission_documents_order", "order_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    plan_id: Mapped[str] = mapped_column(Id)
    seller_id: Mapped[str] = mapped_column(Id)
    starts_on: Mapped[date] = mapped_column(Date)
    source_kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[str] = mapped_column(Id)
    source_number: Mapped[str | None] = mapped_column(String(60), default=None)
    order_id: Mapped[str] = mapped_column(Id)
    order_number: Mapped[str] = mapped_column(String(60))
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)
    amount: Mapped[Decimal] = mapped_column(Money)
    position: Mapped[int] = mapped_column(BigInteger)
    happened_on: Mapped[date] = mapped_column(Date)
    kept_tiers: Mapped[list[ToldTier]] = mapped_column(JSON)
    kept_shares: Mapped[dict[str, str]] = mapped_column(JSON)
    undone_at: Mapped[int | None] = mapped_column(BigInteger, default=None)
    undone_on: Mapped[date | None] = mapped_column(Date, default=None)
    undone_by: Mapped[str | None] = mapped_column(Id, default=None)
    undone_number: Mapped[str | None] = mapped_column(String(60), default=None)
    returned: Mapped[Decimal] = mapped_column(Money, default=rules.NOTHING, server_default="0")
    returned_on: Mapped[date | None] = mapped_column(Date, default=None)
    returned_by: Mapped[str | None] = mapped_column(Id, default=None)
    returned_number: Mapped[str | None] = mapped_column(String(60), default=None)

    def lose_to_return(self, returned: Decimal, on: date, by_id: str, by_number: str) -> None:
        """So much of the amount counts no longer, by returns of which this is the latest."""
        self.returned, self.returned_on = returned, max(on, self.happened_on)
        self.returned_by, self.returned_number = by_id, by_number

    def undo(self, undoing: "Undoing") -> None:
        self.undone_at, self.undone_on = undoing.position, undoing.happened_on
        self.undone_by, self.undone_number = undoing.by_id, undoing.by_number

    @property
    def counted(self) -> rules.Counted:
        return rules.Counted(self.id, self.amount, self.position, self.undone_at)

    def dues_above(self, accumulated: Decimal) -> list[rules.Due]:
        tiers = [(Decimal(one["above"]), Decimal(one["percent"])) for one in self.kept_tiers]
        shares = {person_id: Decimal(percent) for person_id, percent in self.kept_shares.items()}
        return rules.dues_of(rules.parts_of(tiers, accumulated, self.amount), shares)


class Undoing(Base):
    """That a document was undone, kept by itself: it may be heard of before the document is."""

    __tablename__ = "commission_undoings"

    source_kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    source_id: Mapped[str] = mapped_column(Id, primary_key=True)
    by_id: Mapped[str] = mapped_column(Id)
    by_number: Mapped[str | None] = mapped_column(String(60), default=None)
    position: Mapped[int] = mapped_column(BigInteger)
    happened_on: Mapped[date] = mapped_column(Date)


class CommissionLine(Identified, Base):
    """What one person earned by one document in one tier, or lost again. It never changes."""

    __tablename__ = "commission_lines"
    __table_args__ = (
        Index("ix_commission_lines_statement", "statement_id", "id"),
        Index("ix_commission_lines_document", "document_id"),
        Index("ix_commission_lines_order", "order_id"),
    )

    statement_id: Mapped[str] = mapped_column(ForeignKey("commission_statements.id"))
    document_id: Mapped[str] = mapped_column(ForeignKey("commission_documents.id"))
    person_id: Mapped[str] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(10))
    happened_on: Mapped[date] = mapped_column(Date)
    source_kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[str] = mapped_column(Id)
    source_number: Mapped[str | None] = mapped_column(String(60), default=None)
    order_id: Mapped[str] = mapped_column(Id)
    order_number: Mapped[str] = mapped_column(String(60))
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)
    share_percent: Mapped[Decimal] = mapped_column(Money)
    tier: Mapped[int] = mapped_column()
    percent: Mapped[Decimal] = mapped_column(Money)
    basis: Mapped[Decimal] = mapped_column(Money)
    amount: Mapped[Decimal] = mapped_column(Money)
    reverses_id: Mapped[str | None] = mapped_column(Id, unique=True, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)

    @property
    def due(self) -> rules.Due:
        return rules.Due(self.person_id, self.share_percent, self.tier, self.percent, self.basis, self.amount)


class CommissionStatement(OwnedRecord, Base):
    """Owned by whoever earned. `about` says who, by which plan and when: unique, so that no race opens two."""

    __tablename__ = "commission_statements"
    __table_args__ = (
        Index("ix_commission_statements_owner_starts", "owner_id", "starts_on"),
        Index("ix_commission_statements_unit_starts", "org_unit_id", "starts_on"),
        Index("ix_commission_statements_starts", "starts_on", "id"),
        Index("ix_commission_statements_plan", "plan_id", "starts_on"),
        Index("ix_commission_statements_amount", "amount", "id"),
        Index("ix_commission_statements_created", "created_at", "id"),
        Index("ix_commission_statements_updated", "updated_at", "id"),
    )

    about: Mapped[str] = mapped_column(String(120), unique=True)
    plan_id: Mapped[str] = mapped_column(Id)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Decimal] = mapped_column(Money, default=rules.NOTHING)

    plan: Mapped[NamedPlan] = relationship(
        primaryjoin=lambda: foreign(CommissionStatement.plan_id) == NamedPlan.id, viewonly=True, lazy="joined"
    )

    def enter(self, line: CommissionLine) -> None:
        """Count a line that is written on this statement."""
        line.statement_id = self.id
        self.amount += line.amount
