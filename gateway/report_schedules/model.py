"""The scheduled report as the gateway's database keeps it, and the only ways it changes."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.persistence import Base
from gateway.report_schedules import rules
from shared.contracts.gateway.report_schedules import faults_of_plan
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id, UtcTime


class ReportSchedule(Record, Base):
    """A question, a rhythm and recipients: nothing in it says what any of them may see. `next_at` is null while it is
    paused.
    """

    __tablename__ = "report_schedules"
    __table_args__ = (
        Index("ix_report_schedules_due", "next_at"),
        Index("ix_report_schedules_created_by_created", "created_by", "created_at"),
    )

    title: Mapped[str] = mapped_column(String(200))
    report: Mapped[str | None] = mapped_column(String(60), default=None)
    built_report_id: Mapped[str | None] = mapped_column(Id, default=None)
    dashboard_id: Mapped[str | None] = mapped_column(Id, default=None)
    parameters: Mapped[dict[str, str]] = mapped_column(JSON)
    period: Mapped[str | None] = mapped_column(String(20), default=None)
    format: Mapped[str] = mapped_column(String(10))
    rhythm: Mapped[str] = mapped_column(String(10))
    weekday: Mapped[int | None] = mapped_column(default=None)
    month_day: Mapped[int | None] = mapped_column(default=None)
    time: Mapped[str] = mapped_column(String(5))
    time_zone: Mapped[str] = mapped_column(String(64))
    recipients: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(10), default=rules.ACTIVE)
    paused_because: Mapped[str | None] = mapped_column(String(40), default=None)
    next_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    made_by: Mapped[Any] = relationship(
        "Person", primaryjoin="foreign(ReportSchedule.created_by) == Person.id", viewonly=True, lazy="joined"
    )

    @property
    def belongs_to(self) -> Belonging:
        """Whoever set it up, wherever that person stands."""
        return Belonging(self.created_by, None)

    def edit(self, fields: dict[str, Any], moment: datetime) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_fits_together(faults_of_plan({name: getattr(self, name) for name in PLAN}))
        if self.status == rules.ACTIVE:
            self.next_at = rules.next_time(self, moment)

    def pause(self, because: str | None = None) -> None:
        rules.ensure_status(self.status, rules.ACTIVE, "pause")
        self.status, self.next_at, self.paused_because = rules.PAUSED, None, because

    def resume(self, moment: datetime) -> None:
        """What fell due meanwhile is not sent."""
        rules.ensure_status(self.status, rules.PAUSED, "resume")
        self.status, self.next_at, self.paused_because = rules.ACTIVE, rules.next_time(self, moment), None

    def pass_on(self, moment: datetime) -> datetime | None:
        """When it fell due, if it did by this moment. Its next turn lies ahead, however many were missed."""
        due = self.next_at
        if self.status != rules.ACTIVE or due is None or due > moment:
            return None
        self.next_at = rules.next_time(self, moment)
        return due

    def asked_at(self, moment: datetime) -> dict[str, str]:
        """The parameters of the report when it is sent at this moment."""
        if self.period is None:
            return dict(self.parameters)
        return {**self.parameters, **rules.period_of(self.period, moment.astimezone(ZoneInfo(self.time_zone)).date())}


PLAN = ("report", "built_report_id", "dashboard_id", "parameters", "period", "format", "rhythm", "weekday", "month_day")
