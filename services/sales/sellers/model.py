"""The seller as the sales database keeps them, and the only ways they change."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.persistence import Base
from services.sales.sellers import rules
from services.sales.sellers.rules import SellerStatus
from services.sales.territories.queries import Territory
from shared.clock import today
from shared.located import Located
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class Seller(Located, OwnedRecord, Base):
    """What a person is as a seller; the person is the owner, and is one seller at most.

    `home_territory_id` is the territory that the text `territory` names, by its code or its name; where it names none,
    the text stands for itself.
    """

    __tablename__ = "sellers"
    __table_args__ = (
        UniqueConstraint("owner_id"),
        Index("ix_sellers_unit_status", "org_unit_id", "status"),
        Index("ix_sellers_territory", "territory"),
        Index("ix_sellers_home_territory", "home_territory_id"),
        Index("ix_sellers_status_leave", "status", "leave_starts_on"),
        Index("ix_sellers_created", "created_at", "id"),
        Index("ix_sellers_updated", "updated_at", "id"),
        Index("ix_sellers_position", "latitude", "longitude"),
        Index("ix_sellers_region", "region"),
    )

    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    capacity: Mapped[int | None] = mapped_column(default=None)
    territory: Mapped[str | None] = mapped_column(String(100), default=None)
    home_territory_id: Mapped[str | None] = mapped_column(Id, default=None)
    region: Mapped[str | None] = mapped_column(String(100), default=None)
    status: Mapped[str] = mapped_column(String(20), default=SellerStatus.ACTIVE)
    status_since: Mapped[date] = mapped_column(Date, default=today)
    leave_starts_on: Mapped[date | None] = mapped_column(Date, default=None)
    leave_ends_on: Mapped[date | None] = mapped_column(Date, default=None)

    home_territory: Mapped[Territory | None] = relationship(
        primaryjoin=lambda: foreign(Seller.home_territory_id) == Territory.id, viewonly=True, lazy="joined"
    )

    @property
    def is_available(self) -> bool:
        """Whether new assignments go to them today."""
        return rules.is_available(SellerStatus(self.status), self.leave_starts_on, self.leave_ends_on, today())

    def describe(self, org_unit_id: str, fields: dict[str, Any]) -> None:
        """What they can and take on, and where; and in which unit the person is by now. Raises what `settle_position`
        does.
        """
        self.org_unit_id = org_unit_id
        for name, value in fields.items():
            setattr(self, name, value)
        self.settle_position()

    def deactivate(self, on: date) -> None:
        self._become(rules.next_status("deactivate", SellerStatus(self.status)), on)
        self.leave_starts_on = self.leave_ends_on = None

    def activate(self, on: date) -> None:
        self._become(rules.next_status("activate", SellerStatus(self.status)), on)

    def enter_leave(self, starts_on: date, ends_on: date | None, on: date) -> None:
        """A leave that lies ahead changes the status when its first day has come."""
        rules.ensure_leave(starts_on, ends_on, on)
        away = rules.next_status("leave", SellerStatus(self.status))
        self.leave_starts_on, self.leave_ends_on = starts_on, ends_on
        if starts_on <= on:
            self._become(away, on)

    def begin_leave(self, on: date) -> None:
        self._become(rules.next_status("leave", SellerStatus(self.status)), on)

    def end_leave(self, on: date) -> None:
        """One that lies ahead is called off."""
        if SellerStatus(self.status) is not SellerStatus.ACTIVE or self.leave_starts_on is None:
            self._become(rules.next_status("end_leave", SellerStatus(self.status)), on)
        self.leave_starts_on = self.leave_ends_on = None

    def _become(self, status: SellerStatus, on: date) -> None:
        self.status, self.status_since = status, on
