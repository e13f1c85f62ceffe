"""The webhook as the messaging database keeps it, and the only ways it changes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.messaging.persistence import Base
from services.messaging.webhooks import rules
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class Webhook(OwnedRecord, Base):
    """`secret` and `old_secret` are sealed; the old one signs too until `old_secret_until`. `scopes` are those of the
    token that made it: a narrow token must not make a wide webhook.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        Index("ix_webhooks_owner_created", "owner_id", "created_at"),
        Index("ix_webhooks_status", "status"),
    )

    url: Mapped[str] = mapped_column(String(2000))
    types: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(String(400), default="")
    status: Mapped[str] = mapped_column(String(10), default=rules.ACTIVE)
    paused_because: Mapped[str | None] = mapped_column(String(40), default=None)
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    secret: Mapped[str] = mapped_column(String(400))
    old_secret: Mapped[str | None] = mapped_column(String(400), default=None)
    old_secret_until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @property
    def is_active(self) -> bool:
        return self.status == rules.ACTIVE

    def change(self, **told: Any) -> None:
        """Another address, other events, another description."""
        self.ensure_there("change")
        for name, value in told.items():
            setattr(self, name, value)

    def pause(self, because: str) -> None:
        rules.ensure_status(self.status, rules.ACTIVE, "pause")
        self.status, self.paused_because = rules.PAUSED, because

    def resume(self) -> None:
        rules.ensure_status(self.status, rules.PAUSED, "resume")
        self.status, self.paused_because = rules.ACTIVE, None

    def remove(self) -> None:
        self.ensure_there("remove")
        self.status, self.paused_because = rules.REMOVED, None

    def rotate(self, sealed: str, moment: datetime, overlap_seconds: int) -> None:
        """Sign with a new secret; the one before it goes on beside it for a while."""
        self.ensure_there("give a new secret to")
        self.old_secret, self.old_secret_until = self.secret, moment + timedelta(seconds=overlap_seconds)
        self.secret = sealed

    def ensure_there(self, verb: str) -> None:
        if self.status == rules.REMOVED:
            raise rules.WebhookStateForbids(f"A webhook that is removed does not let you {verb} it.")

    def live_secrets(self, moment: datetime) -> list[str]:
        """Sealed; the newest first."""
        old = self.old_secret if self.old_secret_until and self.old_secret_until > moment else None
        return [self.secret, *([old] if old else [])]


class WebhookCourse(Base):
    """How far a webhook has followed the logs, and which process is at it now; `places` as in `shared.following`."""

    __tablename__ = "webhook_courses"

    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhooks.id"), primary_key=True)
    places: Mapped[dict[str, int]] = mapped_column(JSON)
    failing_since: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    holder: Mapped[str | None] = mapped_column(String(64), default=None)
    held_until: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
