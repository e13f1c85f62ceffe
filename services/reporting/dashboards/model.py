"""The dashboard as the reporting database keeps it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.records import OwnedRecord


class Dashboard(OwnedRecord, Base):
    """Reports with their parameters, side by side: nothing in it says what whoever reads it sees of them."""

    __tablename__ = "dashboards"
    __table_args__ = (
        Index("ix_dashboards_owner_created", "owner_id", "created_at"),
        Index("ix_dashboards_unit_created", "org_unit_id", "created_at"),
        Index("ix_dashboards_created", "created_at", "id"),
        Index("ix_dashboards_updated", "updated_at", "id"),
        Index("ix_dashboards_title", "title", "id"),
    )
    shareable = True
    made_here: ClassVar[bool] = True

    title: Mapped[str] = mapped_column(String(200))
    widgets: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    def arrange(self, title: str | None, widgets: Sequence[Mapping[str, Any]] | None) -> None:
        """This title, and these widgets and no others; what is not said stays."""
        self.title = title or self.title
        if widgets is not None:
            self.widgets = [dict(widget) for widget in widgets]
