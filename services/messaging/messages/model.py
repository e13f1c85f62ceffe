"""The message as the messaging database keeps it, and the only way it changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.messaging.persistence import Base
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


@dataclass(frozen=True)
class About:
    """The record that a message is about."""

    type: str
    id: str


class Message(OwnedRecord, Base):
    """The owner is the recipient. One event gives each person one message at most."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("owner_id", "event_id"),
        Index("ix_messages_owner_order", "owner_id", "id"),
        Index("ix_messages_owner_created", "owner_id", "created_at"),
        Index("ix_messages_event", "event_id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(String(1000))
    about_type: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[str] = mapped_column(Id)
    event_id: Mapped[str] = mapped_column(Id)
    read_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @property
    def about(self) -> About:
        return About(self.about_type, self.about_id)

    def mark_read(self, at: datetime) -> bool:
        """Whether it was unread until now; when it was first read stays known."""
        if self.read_at is not None:
            return False
        self.read_at = at
        return True
