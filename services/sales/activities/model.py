"""The activity as the sales database keeps it, and the only ways it changes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Index, String, Text, false, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.activities import rules
from services.sales.activities.rules import ActivityStatus
from services.sales.persistence import Base
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime

_TASK = frozenset({"task", "task_due_on"})


class Activity(OwnedRecord, Base):
    """About one of customer, contact, lead and opportunity; it belongs to whom that belongs to, so that whoever has a
    customer has its past. The author is who recorded it.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_owner_happened", "owner_id", "happened_at"),
        Index("ix_activities_unit_happened", "org_unit_id", "happened_at"),
        Index("ix_activities_happened", "happened_at", "id"),
        Index("ix_activities_type_happened", "type", "happened_at"),
        Index("ix_activities_author_happened", "created_by", "happened_at"),
        Index("ix_activities_customer_happened", "customer_id", "happened_at"),
        Index("ix_activities_contact_happened", "contact_id", "happened_at"),
        Index("ix_activities_lead_happened", "lead_id", "happened_at"),
        Index("ix_activities_opportunity_happened", "opportunity_id", "happened_at"),
        Index("ix_activities_task_due", "task_due_on", "id"),
        Index("ix_activities_created", "created_at", "id"),
        Index("ix_activities_updated", "updated_at", "id"),
    )
    shareable = True

    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    lead_id: Mapped[str | None] = mapped_column(Id, default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, default=None)
    type: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10))
    happened_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    subject: Mapped[str | None] = mapped_column(String(200), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    direction: Mapped[str | None] = mapped_column(String(10), default=None)
    phone_number: Mapped[str | None] = mapped_column(String(50), default=None)
    result: Mapped[str | None] = mapped_column(String(500), default=None)
    task: Mapped[str | None] = mapped_column(String(500), default=None)
    task_due_on: Mapped[date | None] = mapped_column(Date, default=None)
    task_done_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    is_key: Mapped[bool] = mapped_column(default=False, server_default=false())
    file_count: Mapped[int] = mapped_column(default=0)

    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(Activity.created_by) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    @hybrid_property
    def title(self) -> str:
        """What it was, in a word where nobody has said more."""
        return self.subject or self.type

    @title.inplace.expression
    @classmethod
    def _title(cls) -> ColumnElement[str]:
        return func.coalesce(cls.subject, cls.type)

    def edit(self, fields: dict[str, Any], at: datetime) -> None:
        """`at` is now. Raises the refusals of the rules for what does not go together."""
        if self.task_done_at is not None and any(fields[name] != getattr(self, name) for name in _TASK & fields.keys()):
            raise rules.TaskIsDone("The task of this activity is done; the next one belongs to another activity.")
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_times(self.happened_at, self.ended_at, at)
        rules.ensure_call(self.type, self.direction, self.phone_number)
        rules.ensure_task(self.task, self.task_due_on)

    def finish(self, fields: dict[str, Any], at: datetime) -> None:
        rules.ensure_draft(ActivityStatus(self.status))
        self.edit(fields, at)
        self.status = ActivityStatus.DONE

    def complete_task(self, at: datetime) -> None:
        rules.ensure_task_open(self.task, self.task_done_at)
        self.task_done_at = at

    def hand_over(self, owner_id: str, org_unit_id: str) -> None:
        self.owner_id, self.org_unit_id = owner_id, org_unit_id

    def count_file(self, *, attached: bool) -> None:
        self.file_count += 1 if attached else -1
