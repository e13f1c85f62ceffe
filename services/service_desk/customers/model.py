"""The service desk's copy of a customer, and of what is promised to customers of a level."""

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from services.service_desk.persistence import Base
from shared.contracts.sales.customer_levels import CustomerLevelEvent
from shared.contracts.sales.customers import CustomerEvent
from shared.known_customers import KnownCustomer
from shared.persistence.types import Id


class Customer(KnownCustomer, Base):
    """With the key by which files name it, and the level by which it is helped."""

    __tablename__ = "customers"

    external_id: Mapped[str | None] = mapped_column(String(120), index=True, default=None)
    level: Mapped[str | None] = mapped_column(String(100), default=None)

    def take(self, event: CustomerEvent, came_by: str | None) -> None:
        super().take(event, came_by)
        self.external_id, self.level = event.external_id, event.level


class LevelPromise(Base):
    """In how many hours requests of customers of a level are solved, by severity: a replica fed by events."""

    __tablename__ = "level_promises"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column()
    level: Mapped[str] = mapped_column(String(100), index=True)
    hours: Mapped[dict[str, int]] = mapped_column(JSON)

    def take(self, event: CustomerLevelEvent) -> None:
        self.version, self.level, self.hours = event.record_version, event.code, event.solve_within_hours
