"""What is kept about the system: its limits, its warnings, and what each gateway measured lately."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from shared.persistence.records import Record
from shared.persistence.types import UtcTime

THE_ONE = "00000000-0000-7000-8000-00000000ca9a"


class CapacityThresholds(Record, Base):
    """The limits; one row. Null is not watched."""

    __tablename__ = "capacity_thresholds"

    disk: Mapped[int | None] = mapped_column(default=None)
    queue: Mapped[int | None] = mapped_column(default=None)
    latency: Mapped[int | None] = mapped_column(default=None)
    seats: Mapped[int | None] = mapped_column(default=None)

    def set(self, values: dict[str, int | None]) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class CapacityAlert(Record, Base):
    """One warning a name. It stands while `raised_at` is set; whoever changes it holds the row's lock."""

    __tablename__ = "capacity_alerts"

    name: Mapped[str] = mapped_column(String(20), unique=True)
    value: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int] = mapped_column(default=0)
    raised_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    def raise_at(self, value: int, threshold: int, moment: datetime) -> None:
        self.value, self.threshold, self.raised_at = value, threshold, moment

    def clear(self, value: int) -> None:
        self.value, self.raised_at = value, None


class CapacityReading(Base):
    """What one gateway measured of its own requests; the worst recent one counts."""

    __tablename__ = "capacity_readings"

    instance: Mapped[str] = mapped_column(String(32), primary_key=True)
    latency: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcTime)
