"""Access tokens and failed attempts to get one, as the gateway's database keeps them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.persistence import Base
from gateway.tokens import rules
from gateway.tokens.rules import Patience
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime

PREFIX = "tnn_"
NOTE_USE_EVERY = timedelta(minutes=10)


def digest(text: str) -> str:
    """Tokens are long and random, so a plain fast digest keeps them safe at rest."""
    return hashlib.sha256(text.encode()).hexdigest()


class AccessToken(Base):
    """Only a digest of the token is kept. It counts as long as `generation` is that of its person."""

    __tablename__ = "access_tokens"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(100), default="")
    generation: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @classmethod
    def issue(cls, person_id: str, generation: int, label: str, moment: datetime) -> tuple["AccessToken", str]:
        """The record, and the token itself, which is told once and not kept."""
        token = PREFIX + secrets.token_urlsafe(32)
        kept = cls(
            id=new_id(),
            person_id=person_id,
            token_hash=digest(token),
            label=label,
            generation=generation,
            created_at=moment,
            expires_at=moment + rules.TOKEN_LIFETIME,
        )
        return kept, token

    def revoke(self, moment: datetime) -> None:
        self.revoked_at = moment


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
