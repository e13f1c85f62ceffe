"""The planned change as the gateway's database keeps it, and the only ways it changes."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.persistence import Base
from gateway.planned_changes import rules
from gateway.planned_changes.rules import PlanStatus
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id


class PlannedChange(Record, Base):
    """`right` is the one that it was planned by, and is made by when its day has come."""

    __tablename__ = "planned_changes"
    __table_args__ = (
        Index("ix_planned_changes_due", "status", "on"),
        Index("ix_planned_changes_person", "person_id", "on"),
    )

    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[str] = mapped_column(Id)
    on: Mapped[date] = mapped_column(Date)
    right: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(20), default=PlanStatus.PLANNED)
    refusal: Mapped[str | None] = mapped_column(String(500), default=None)

    person: Mapped[Any] = relationship("Person", viewonly=True, lazy="joined")

    def cancel(self) -> None:
        rules.ensure_planned(self.status)
        self.status = PlanStatus.CANCELLED

    def settle(self, refusal: str | None) -> None:
        """It was made, or could not be."""
        rules.ensure_planned(self.status)
        self.status = PlanStatus.DONE if refusal is None else PlanStatus.REFUSED
        self.refusal = None if refusal is None else refusal[:500]

    @property
    def belongs_to(self) -> Belonging:
        return Belonging(self.person_id, None)
