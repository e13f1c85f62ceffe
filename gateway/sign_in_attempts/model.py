"""Failures to sign in as the gateway's database keeps them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.sign_in_attempts import rules
from gateway.sign_in_attempts.rules import Patience
from shared.persistence.types import UtcTime


class SignInAttempts(Base):
    """The failures in a row of one account or one network address (`subject` is a digest of it)."""

    __tablename__ = "sign_in_attempts"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True, default=None)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    def fail(self, patience: Patience, moment: datetime) -> None:
        self.failures = rules.failures_until(self.failures, self.last_failed_at, moment) + 1
        self.last_failed_at = moment
        self.blocked_until = moment + rules.wait_after(self.failures, patience)

    def succeed(self) -> None:
        self.failures, self.blocked_until = 0, None
