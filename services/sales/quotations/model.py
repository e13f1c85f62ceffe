"""The quotation as the sales database keeps it, and the only ways it changes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.opportunities.queries import KeyedOpportunity
from services.sales.persistence import Base
from services.sales.quotations import rules
from services.sales.quotations.rules import QuotationStatus
from shared.contracts.sales import quotations as contract
from shared.custom_fields import Customised
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class QuotationLine(Base):
    """A product as it was when it was quoted. Percentages are kept like money: exact, with up to four places.
    `attributes` are the values of the product's custom fields, by code.
    """

    __tablename__ = "quotation_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    quotation_version_id: Mapped[str] = mapped_column(ForeignKey("quotation_versions.id"), index=True)
    position: Mapped[int] = mapped_column()
    product_id: Mapped[str] = mapped_column(Id)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column()
    list_price: Mapped[Decimal] = mapped_column(Money)
    unit_price: Mapped[Decimal] = mapped_column(Money)
    discount_percent: Mapped[Decimal] = mapped_column(Money)
    tax_percent: Mapped[Decimal] = mapped_column(Money)
    net: Mapped[Decimal] = mapped_column(Money)
    tax: Mapped[Decimal] = mapped_column(Money)
    gross: Mapped[Decimal] = mapped_column(Money)
    attributes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)

    catalogue_changed = False
    """Whether the catalogue has moved on since; `queries.with_catalogue` finds out, nothing is kept of it."""

    def sums(self) -> rules.Sums:
        return rules.Sums(self.net, self.tax, self.gross)

    def copy(self) -> "QuotationLine":
        """The same line for the next version."""
        return QuotationLine(
            id=new_id(),
            position=self.position,
            product_id=self.product_id,
            code=self.code,
            name=self.name,
            quantity=self.quantity,
            list_price=self.list_price,
            unit_price=self.unit_price,
            discount_percent=self.discount_percent,
            tax_percent=self.tax_percent,
            net=self.net,
            tax=self.tax,
            gross=self.gross,
            attributes=self.attributes,
        )


class QuotationVersion(Base):
    """What the customer was offered at one time; fixed once it is sent."""

    __tablename__ = "quotation_versions"
    __table_args__ = (UniqueConstraint("quotation_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    quotation_id: Mapped[str] = mapped_column(ForeignKey("quotations.id"))
    number: Mapped[int] = mapped_column()
    status: Mapped[str] = mapped_column(String(20), default=QuotationStatus.DRAFT)
    valid_until: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    net: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    tax: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    gross: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    refused_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    lines: Mapped[list[QuotationLine]] = relationship(
        order_by=QuotationLine.position, lazy="raise", cascade="all, delete-orphan"
    )

    @property
    def accepted(self) -> bool:
        return self.status == QuotationStatus.ACCEPTED

    def take_lines(self, lines: Sequence[QuotationLine]) -> None:
        sums = rules.total(line.sums() for line in lines)
        self.lines = list(lines)
        self.net, self.tax, self.gross = sums.net, sums.tax, sums.gross


class Quotation(Customised, OwnedRecord, Base):
    """The sums, the status and the validity are those of the latest version, kept here for lists.

    `accepted_for` is the deal's id once accepted: unique, so that no race accepts two quotations of one deal.
    """

    __tablename__ = "quotations"
    shareable = True
    names_by_key = (KeyedOpportunity,)
    entity = contract.ENTITY
    __table_args__ = (
        Index("ix_quotations_owner_created", "owner_id", "created_at"),
        Index("ix_quotations_created", "created_at", "id"),
        Index("ix_quotations_updated", "updated_at", "id"),
        Index("ix_quotations_valid_until", "valid_until", "id"),
        Index("ix_quotations_net", "net", "id"),
        Index("ix_quotations_gross", "gross", "id"),
        Index("ix_quotations_version_created", "latest_version", "created_at"),
        Index("ix_quotations_unit_created", "org_unit_id", "created_at"),
        Index("ix_quotations_customer_created", "customer_id", "created_at"),
        Index("ix_quotations_opportunity_created", "opportunity_id", "created_at"),
        Index("ix_quotations_call_created", "call_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    opportunity_id: Mapped[str] = mapped_column(Id)
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    call_id: Mapped[str | None] = mapped_column(Id, default=None)
    status: Mapped[str] = mapped_column(String(20), default=QuotationStatus.DRAFT)
    latest_version: Mapped[int] = mapped_column(default=1)
    valid_until: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3))
    net: Mapped[Decimal] = mapped_column(Money)
    tax: Mapped[Decimal] = mapped_column(Money)
    gross: Mapped[Decimal] = mapped_column(Money)
    accepted_for: Mapped[str | None] = mapped_column(Id, unique=True, default=None)
    versions: Mapped[list[QuotationVersion]] = relationship(
        order_by=QuotationVersion.number, lazy="raise", cascade="all, delete-orphan"
    )

    shown: Mapped[QuotationVersion | None] = relationship(
        primaryjoin=lambda: and_(
            QuotationVersion.quotation_id == Quotation.id, QuotationVersion.number == Quotation.latest_version
        ),
        viewonly=True,
        uselist=False,
        lazy="raise",
    )
    """The latest version, for lists, which do not read the others."""
    opportunity_key: Mapped[KeyedOpportunity | None] = relationship(
        primaryjoin=lambda: foreign(Quotation.opportunity_id) == KeyedOpportunity.id, viewonly=True, lazy="joined"
    )

    @property
    def latest(self) -> QuotationVersion:
        if "versions" in vars(self):
            return self.versions[-1]
        assert self.shown is not None
        return self.shown

    @property
    def note(self) -> str | None:
        return self.latest.note

    @property
    def lines(self) -> list[QuotationLine]:
        return self.latest.lines

    @property
    def opportunity_external_id(self) -> str | None:
        return self.opportunity_key.external_id if self.opportunity_key else None

    def draw_up(self, lines: Sequence[QuotationLine], valid_until: date, note: str | None) -> None:
        """The first version."""
        self.versions = [QuotationVersion(id=new_id(), number=1, valid_until=valid_until, note=note)]
        self.latest.take_lines(lines)
        self._show_latest(QuotationStatus.DRAFT)

    def edit(self, lines: Sequence[QuotationLine] | None, valid_until: date | None, note: str | None) -> None:
        rules.ensure_draft(QuotationStatus(self.status))
        if lines is not None:
            self.latest.take_lines(lines)
        self.latest.valid_until = valid_until or self.latest.valid_until
        self.latest.note = note
        self._show_latest(QuotationStatus.DRAFT)

    def put_back(self, fields: dict[str, Any], lines: Sequence[QuotationLine] | None) -> None:
        """What a job had changed of a draft, as it was before."""
        kept = {"note": self.note, "valid_until": self.valid_until, "external_id": self.external_id} | fields
        self.external_id = kept.pop("external_id")
        self.edit(lines, **kept)

    def send(self, at: datetime) -> None:
        status = rules.next_status("send", QuotationStatus(self.status))
        rules.ensure_valid(self.valid_until, at.date())
        self.latest.sent_at = at
        self._show_latest(status)

    def accept(self, at: datetime) -> None:
        status = rules.next_status("accept", QuotationStatus(self.status))
        rules.ensure_valid(self.valid_until, at.date())
        self.latest.answered_at = at
        self.accepted_for = self.opportunity_id
        self._show_latest(status)

    def refuse(self, reason: str, at: datetime) -> None:
        status = rules.next_status("refuse", QuotationStatus(self.status))
        self.latest.answered_at, self.latest.refused_reason = at, reason
        self._show_latest(status)

    def expire(self, on: date) -> None:
        status = rules.next_status("expire", QuotationStatus(self.status))
        rules.ensure_over(self.valid_until, on)
        self._show_latest(status)

    def revise(self, valid_until: date | None) -> None:
        """Begin the next version with the lines of this one."""
        status = rules.next_status("revise", QuotationStatus(self.status))
        before = self.latest
        rules.ensure_room_for_version(before.number + 1, contract.MOST_VERSIONS)
        if before.status == QuotationStatus.SENT:
            before.status = rules.SUPERSEDED
        after = QuotationVersion(
            id=new_id(), number=before.number + 1, valid_until=valid_until or before.valid_until, note=before.note
        )
        after.take_lines([line.copy() for line in before.lines])
        self.versions.append(after)
        self._show_latest(status)

    def _show_latest(self, status: QuotationStatus) -> None:
        shown = self.latest
        self.status = shown.status = status
        self.latest_version, self.valid_until = shown.number, shown.valid_until
        self.net, self.tax, self.gross = shown.net, shown.tax, shown.gross
