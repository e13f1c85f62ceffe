"""One line of the ledger, and the only ways it changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.messaging.deliveries import rules
from services.messaging.persistence import Base
from shared.persistence.records import Record
from shared.persistence.types import Id, UtcTime


class WebhookDelivery(Record, Base):
    """One event for one webhook. What is sent is not kept: it is read anew, by the owner's rights, for each try.

    It tells no events of its own: a webhook that is told of everything would never come to rest.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index("ix_webhook_deliveries_due", "webhook_id", "state", "next_try_at"),
        Index("ix_webhook_deliveries_order", "webhook_id", "subject", "state", "position"),
        Index("ix_webhook_deliveries_created", "webhook_id", "created_at"),
        Index("ix_webhook_deliveries_delivered", "delivered_at"),
    )

    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhooks.id"))
    event_id: Mapped[str] = mapped_column(Id)
    source: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(Id)
    sequence: Mapped[int] = mapped_column()
    position: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10), default=rules.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    request: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    status: Mapped[int | None] = mapped_column(default=None)
    error: Mapped[str | None] = mapped_column(String(200), default=None)
    response: Mapped[str | None] = mapped_column(String(1000), default=None)
    tries: Mapped[list[Any]] = mapped_column(JSON, default=list)

    def note_try(
        self, moment: datetime, request: dict[str, Any], status: int | None, error: str | None, ms: int
    ) -> None:
        tried = {"at": moment.isoformat(), "status": status, "error": error, "milliseconds": ms}
        self.attempts += 1
        self.request, self.status, self.error = request, status, error
        self.tries = [*self.tries, tried][-rules.TRIES_KEPT :]
        self._touch(moment)

    def deliver(self, moment: datetime) -> None:
        self.state, self.delivered_at, self.next_try_at = rules.DELIVERED, moment, None

    def postpone(self, until: datetime | None) -> None:
        """Wait for another try, or be given up."""
        self.state, self.next_try_at = (rules.DEAD if until is None else rules.WAITING), until

    def withhold(self, moment: datetime) -> None:
        """The owner may not read the record any more."""
        self.state, self.next_try_at = rules.WITHHELD, None
        self.error = "the webhook's owner may not read this record now"
        self._touch(moment)

    def repeat(self, moment: datetime) -> None:
        rules.ensure_over(self.state)
        self.state, self.next_try_at, self.attempts, self.delivered_at = rules.WAITING, moment, 0, None
        self._touch(moment)

    def _touch(self, moment: datetime) -> None:
        self.version, self.updated_at = self.version + 1, moment
