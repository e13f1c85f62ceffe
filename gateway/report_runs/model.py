"""One mail to one recipient, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gateway.persistence import Base
from gateway.report_runs import rules
from shared.persistence.leases import Leased
from shared.persistence.records import Belonging, Record
from shared.persistence.types import Id, UtcTime


class ReportRun(Leased, Record, Base):
    """What a schedule sends to one person at one of its times: nobody can enter it twice. What is sent is made anew for
    each try, by the recipient's rights of that moment, and is not kept. `given_at` is set just before the line that
    ends the mail is sent, and null again once the mail server has said that it does not take it: a mail that bears it
    may have arrived, and is not sent a second time.

    It tells no events of its own: it is the log.
    """

    __tablename__ = "report_runs"
    __table_args__ = (
        UniqueConstraint("report_schedule_id", "due_at", "recipient_id"),
        Index("ix_report_runs_due", "state", "next_try_at"),
        Index("ix_report_runs_created", "created_at"),
    )

    report_schedule_id: Mapped[str] = mapped_column(Id, ForeignKey("report_schedules.id", ondelete="CASCADE"))
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    cause: Mapped[str] = mapped_column(String(10))
    recipient_id: Mapped[str] = mapped_column(Id)
    state: Mapped[str] = mapped_column(String(10), default=rules.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    error: Mapped[str | None] = mapped_column(String(60), default=None)
    detail: Mapped[str | None] = mapped_column(String(500), default=None)
    message_id: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    recipient: Mapped[Any] = relationship(
        "Person", primaryjoin="foreign(ReportRun.recipient_id) == Person.id", viewonly=True, lazy="joined"
    )

    @property
    def belongs_to(self) -> Belonging:
        """Whoever has it sent."""
        return Belonging(self.created_by, None)

    def is_free(self, moment: datetime) -> bool:
        due = self.next_try_at is not None and self.next_try_at <= moment
        return self.state == rules.WAITING and due and self.nobody_holds(moment)

    def is_held_by(self, holder: str) -> bool:
        return self.state == rules.WAITING and self.lease_holder == holder

    def hand_over(self, moment: datetime) -> None:
        """The mail server has it from here on; nobody else tries before it is certain that this process has ended."""
        self.lease_until = moment + rules.HANDING_OVER

    def give(self, moment: datetime) -> None:
        """The mail server is about to have all of it."""
        self.given_at = moment

    def doubt(self, moment: datetime, detail: str) -> None:
        """It may have arrived. Whoever has it sent is told, and may send it anew."""
        self._end(rules.UNCERTAIN, moment)
        self._note(rules.UNHEARD, detail)

    def send(self, moment: datetime) -> None:
        self._end(rules.SENT, moment)
        self.sent_at, self.error, self.detail = moment, None, None

    def withhold(self, moment: datetime, error: str, detail: str) -> None:
        """The recipient may not see this, or is nobody to whom mail goes."""
        self._end(rules.WITHHELD, moment)
        self._note(error, detail)

    def fail(self, moment: datetime, error: str, detail: str) -> None:
        self._end(rules.FAILED, moment)
        self._note(error, detail)

    def postpone(self, moment: datetime, until: datetime | None, error: str, detail: str) -> None:
        """Wait for another try, or be given up."""
        self._end(rules.WAITING if until is not None else rules.FAILED, moment)
        self.next_try_at, self.given_at = until, None
        self._note(error, detail)

    def _note(self, error: str, detail: str) -> None:
        self.error, self.detail = error[:60], detail[:500]

    def _end(self, state: str, moment: datetime) -> None:
        self.state, self.next_try_at = state, None
        self.attempts += 1
        self.version, self.updated_at = self.version + 1, moment
        self.let_go()
