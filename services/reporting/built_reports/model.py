"""The report that somebody built, as the reporting database keeps it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.built_reports import rules
from services.reporting.persistence import Base
from shared.persistence.records import OwnedRecord


class BuiltReport(OwnedRecord, Base):
    """A question in parts: nothing in it says which facts whoever runs it sees. It is no fact, so that a rebuild of the
    facts leaves it.
    """

    __tablename__ = "built_reports"
    __table_args__ = (
        Index("ix_built_reports_owner_created", "owner_id", "created_at"),
        Index("ix_built_reports_unit_created", "org_unit_id", "created_at"),
        Index("ix_built_reports_created", "created_at", "id"),
        Index("ix_built_reports_updated", "updated_at", "id"),
        Index("ix_built_reports_title", "title", "id"),
    )
    shareable = True
    shared_as = "built_report"
    made_here: ClassVar[bool] = True

    title: Mapped[str] = mapped_column(String(200))
    table: Mapped[str] = mapped_column("table_name", String(40))
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)

    def define(self, parts: Mapping[str, Any], title: str | None = None) -> None:
        """These parts anew; what is not named stays as it is. Raises `ReportListsAndSums`."""
        defined = {**rules.PARTS, **(self.definition or {}), **parts}
        rules.ensure_lists_or_sums(defined)
        self.definition = defined
        self.title = title or self.title

    @property
    def columns(self) -> list[str]:
        return list(self.definition["columns"])

    @property
    def filters(self) -> list[dict[str, Any]]:
        return list(self.definition["filters"])

    @property
    def groups(self) -> list[dict[str, Any]]:
        return list(self.definition["groups"])

    @property
    def measures(self) -> list[dict[str, Any]]:
        return list(self.definition["measures"])

    @property
    def sort(self) -> list[str]:
        return list(self.definition["sort"])

    @property
    def day(self) -> str | None:
        day: str | None = self.definition["day"]
        return day

    @property
    def chart(self) -> dict[str, Any] | None:
        chart: dict[str, Any] | None = self.definition["chart"]
        return chart
