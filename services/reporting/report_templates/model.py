"""The template as the reporting database keeps it; its Word file is kept by the port of files."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.persistence import Base
from shared.persistence.records import Record
from shared.persistence.types import UtcTime


class ReportTemplate(Record, Base):
    """Company-wide: no owner, no unit."""

    __tablename__ = "report_templates"
    __table_args__ = (Index("ix_report_templates_report", "report", "uploaded_at"),)
    made_here: ClassVar[bool] = True

    report: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column(String(64))
    fields_named: Mapped[list[str]] = mapped_column(JSON, default=list)
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def folder(self) -> str:
        """Made of our own id alone."""
        return f"report_templates/{self.id}"

    @property
    def path(self) -> str:
        """Each file has its own, so that a document that is being made is made from one file as a whole."""
        return f"{self.folder}/{self.digest}"

    def take(self, size: int, digest: str, fields_named: list[str], at: datetime) -> None:
        self.size, self.digest, self.fields_named, self.uploaded_at = size, digest, fields_named, at
