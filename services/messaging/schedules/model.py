"""The entry of a schedule as the messaging database keeps it, and the only ways it changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.messaging.persistence import Base
from services.messaging.schedules import rules
from services.messaging.schedules.rules import ScheduleStatus
from shared.contracts.messaging import schedules as contract
from shared.custom_fields import Customised
from shared.persistence.platform import OrgPersonReplica, Share
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


@dataclass(frozen=True)
class Told:
    """What another service says of one of its records, as a calendar shows it; `version` is that record's."""

    kind: str
    source_id: str
    version: int
    title: str
    plan: str | None
    place: str | None
    status: ScheduleStatus
    starts_at: datetime
    ends_at: datetime | None
    result: str | None
    reason: str | None
    owner_id: str
    org_unit_id: str


class Schedule(Customised, OwnedRecord, Base):
    """One thing to do at a time. Who takes part beside the owner is let in by a share, and stands in `participants`.

    With a `source_id` it stands for a record of another service, at that record's `source_version`.
    """

    __tablename__ = "schedules"
    entity = contract.ENTITY
    __table_args__ = (
        UniqueConstraint("kind", "source_id"),
        Index("ix_schedules_owner_starts", "owner_id", "starts_at"),
        Index("ix_schedules_unit_starts", "org_unit_id", "starts_at"),
        Index("ix_schedules_starts", "starts_at", "id"),
        Index("ix_schedules_created", "created_at", "id"),
        Index("ix_schedules_updated", "updated_at", "id"),
    )
    shareable = True

    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500))
    plan: Mapped[str | None] = mapped_column(Text, default=None)
    place: Mapped[str | None] = mapped_column(String(500), default=None)
    status: Mapped[str] = mapped_column(String(20), default=ScheduleStatus.PLANNED)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    result: Mapped[str | None] = mapped_column(Text, default=None)
    reason: Mapped[str | None] = mapped_column(String(500), default=None)
    source_id: Mapped[str | None] = mapped_column(Id, default=None)
    source_version: Mapped[int | None] = mapped_column(default=None)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)

    participants: Mapped[list[OrgPersonReplica]] = relationship(
        OrgPersonReplica,
        secondary=Share.__table__,
        primaryjoin=lambda: foreign(Share.record_id) == Schedule.id,
        secondaryjoin=lambda: foreign(Share.grantee_id) == OrgPersonReplica.id,
        order_by=OrgPersonReplica.name,
        viewonly=True,
        lazy="selectin",
    )

    def edit(self, fields: dict[str, Any]) -> None:
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        rules.ensure_kept_here(self.source_id, self.kind)
        for name, value in fields.items():
            setattr(self, name, value)

    def move(self, starts_at: datetime, ends_at: datetime | None) -> None:
        self._step("move")
        rules.ensure_order(starts_at, ends_at)
        self.starts_at, self.ends_at, self.reason = starts_at, ends_at, None

    def complete(self, result: str) -> None:
        self._step("complete")
        self.result = result

    def miss(self, reason: str, at: datetime) -> None:
        self._step("miss")
        rules.ensure_over(self.starts_at, at)
        self.reason = reason

    def cancel(self, reason: str) -> None:
        self._step("cancel")
        self.reason = reason

    def follow(self, told: Told) -> None:
        """Become what the record that it stands for is now."""
        self.title, self.plan, self.place, self.status = told.title, told.plan, told.place, told.status
        self.starts_at, self.ends_at = told.starts_at, told.ends_at
        self.result, self.reason = told.result, told.reason
        self.owner_id, self.org_unit_id = told.owner_id, told.org_unit_id
        self.source_version = told.version

    def _step(self, verb: str) -> None:
        rules.ensure_kept_here(self.source_id, self.kind)
        self.status = rules.next_status(verb, ScheduleStatus(self.status))
