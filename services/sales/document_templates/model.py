"""The template as the sales database keeps it; its Word file is kept by the port of files."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.sales.persistence import Base
from shared.persistence.records import Record
from shared.persistence.types import UtcTime


class DocumentTemplate(Record, Base):
    """Company-wide: no owner, no unit."""

    __tablename__ = "document_templates"
    __table_args__ = (Index("ix_document_templates_kind", "kind", "uploaded_at"),)

    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column(String(64))
    fields_named: Mapped[list[str]] = mapped_column(JSON, default=list)
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def folder(self) -> str:
        """Made of our own id alone."""
        return f"document_templates/{self.id}"

    @property
    def path(self) -> str:
        """Each file has its own, so that a document that is being made is made from one file as a whole."""
        return f"{self.folder}/{self.digest}"

    def take(self, size: int, digest: str, fields_named: list[str], at: datetime) -> None:
        self.size, self.digest, self.fields_named, self.uploaded_at = size, digest, fields_named, at
