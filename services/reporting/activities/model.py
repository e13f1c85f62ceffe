"""The activity as the reporting database keeps it: facts that events have told, and nothing that could be changed."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.paths import bytewise
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class ActivityFact(OwnedRecord, Base):
    """`id` and `version` are the activity's, `created_by` is who did it, whoever has what it is about. Only what
    changed tells the result: `result_version` is the version that told it. `task` is what is to be done next.

    The `done_…` columns say to which unit it belonged when it was done; they are null while it is a draft.
    `standing_version` is the version that told them.
    """

    __tablename__ = "activity_facts"
    __table_args__ = (
        Index("ix_activity_facts_happened", "happened_on", "id"),
        Index("ix_activity_facts_created", "created_at", "id"),
        Index("ix_activity_facts_status", "status", "happened_on"),
        Index("ix_activity_facts_author", "created_by", "happened_on"),
        Index("ix_activity_facts_done_unit_path", "done_unit_path", "happened_on"),
    )
    shareable = True
    shared_as = "activity"

    type: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str | None] = mapped_column(String(200), default=None)
    result: Mapped[str | None] = mapped_column(String(500), default=None)
    result_version: Mapped[int] = mapped_column(default=0)
    customer_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    contact_id: Mapped[str | None] = mapped_column(Id, default=None)
    lead_id: Mapped[str | None] = mapped_column(Id, default=None)
    opportunity_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    happened_at: Mapped[datetime] = mapped_column(UtcTime)
    happened_on: Mapped[date] = mapped_column(Date)
    task: Mapped[str | None] = mapped_column(String(500), default=None)
    task_due_on: Mapped[date | None] = mapped_column(Date, default=None)
    task_done_on: Mapped[date | None] = mapped_column(Date, default=None)
    is_key: Mapped[bool] = mapped_column(default=False, server_default=false())
    done_unit_id: Mapped[str | None] = mapped_column(Id, index=True, default=None)
    done_unit_path: Mapped[str | None] = mapped_column(bytewise(255), default=None)
    standing_version: Mapped[int] = mapped_column(default=0)
