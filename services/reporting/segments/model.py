"""The segment as the reporting database keeps it, and who is in it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.reporting.customers.queries import CustomerFact
from services.reporting.persistence import Base
from shared.contracts.reporting.segments import CURRENT, FILLING
from shared.persistence.records import Belonging, OwnedRecord, Record
from shared.persistence.types import Id, UtcTime


class Segment(OwnedRecord, Base):
    """`filled_to` is the customer up to whom, by id, all have been held against the rule; null once all have been."""

    __tablename__ = "segments"
    __table_args__ = (
        Index("ix_segments_owner_created", "owner_id", "created_at"),
        Index("ix_segments_unit_created", "org_unit_id", "created_at"),
        Index("ix_segments_created", "created_at", "id"),
        Index("ix_segments_updated", "updated_at", "id"),
        Index("ix_segments_name", "name", "id"),
        Index("ix_segments_filled", "filled_to"),
    )
    made_here: ClassVar[bool] = True

    name: Mapped[str] = mapped_column(String(200))
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    filled_to: Mapped[str | None] = mapped_column(String(36), default="")

    @property
    def state(self) -> str:
        return CURRENT if self.filled_to is None else FILLING

    def redefine(self, name: str | None, rule: dict[str, Any] | None) -> None:
        """What is not said stays; another rule holds for nobody until all customers were held against it."""
        self.name = name or self.name
        if rule is not None and rule != self.rule:
            self.rule, self.filled_to = rule, ""

    def note_filled(self, last_id: str | None) -> None:
        self.filled_to = last_id


class SegmentStay(Record, Base):
    """From when to when a customer was in a segment. It belongs to whom the customer belongs to."""

    __tablename__ = "segment_stays"
    __table_args__ = (
        Index("ix_segment_stays_entered", "segment_id", "entered_at", "id"),
        Index("ix_segment_stays_left", "segment_id", "left_at", "id"),
        Index("ix_segment_stays_customer", "customer_id", "segment_id"),
    )
    made_here: ClassVar[bool] = True
    belongs_by = ("owner_id", "org_unit_id", "territory_id")

    segment_id: Mapped[str] = mapped_column(Id)
    customer_id: Mapped[str] = mapped_column(Id)
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    owner_id: Mapped[str] = mapped_column(Id)
    org_unit_id: Mapped[str] = mapped_column(Id)
    territory_id: Mapped[str | None] = mapped_column(Id, default=None)

    customer: Mapped[CustomerFact] = relationship(
        CustomerFact,
        primaryjoin="foreign(SegmentStay.customer_id) == CustomerFact.id",
        viewonly=True,
        lazy="joined",
    )

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.owner_id, self.org_unit_id, self.territory_id)

    def go_along(self, to: Belonging) -> None:
        """Belong to whom the customer belongs to now."""
        if self.belongs_to != to:
            self.owner_id, self.org_unit_id, self.territory_id = (
                to.owner_id or "",
                to.org_unit_id or "",
                to.territory_id,
            )

    def leave(self, moment: datetime) -> None:
        self.left_at = moment


class SegmentWatch(Base):
    """When, by time alone, the rule of a segment comes to hold for a customer, or to hold no more."""

    __tablename__ = "segment_watches"
    __table_args__ = (Index("ix_segment_watches_due", "due_at", "customer_id"),)
    made_here: ClassVar[bool] = True

    segment_id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(Id, primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
