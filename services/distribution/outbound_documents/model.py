"""The outbound document as the distribution database keeps it, and the only ways it changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.outbound_documents import rules
from services.distribution.outbound_documents.rules import OutboundStatus
from services.distribution.persistence import Base
from shared.clock import now
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class OutboundDocument(OwnedRecord, Base):
    """Owner and unit are those of the warehouse: whoever answers for the place answers for its papers."""

    __tablename__ = "outbound_documents"
    __table_args__ = (
        Index("ix_outbound_documents_owner_created", "owner_id", "created_at"),
        Index("ix_outbound_documents_unit_created", "org_unit_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    warehouse_id: Mapped[str] = mapped_column(Id, index=True)
    status: Mapped[str] = mapped_column(String(10), default=OutboundStatus.DRAFT)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    void_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    posted_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    lines: Mapped[list["OutboundDocumentLine"]] = relationship(
        lazy="selectin", order_by="OutboundDocumentLine.position", cascade="all, delete-orphan"
    )
    warehouse: Mapped[Any] = relationship(
        "Warehouse",
        primaryjoin="foreign(OutboundDocument.warehouse_id) == Warehouse.id",
        viewonly=True,
        lazy="joined",
    )

    def write_lines(self, lines: Iterable[tuple[str, int]]) -> None:
        for position, (item_id, quantity) in enumerate(lines):
            self.lines.append(OutboundDocumentLine(position=position, item_id=item_id, quantity=quantity))

    def post(self) -> None:
        self.status = rules.next_status("post", OutboundStatus(self.status))
        self.posted_at = now()

    def void(self, reason: str) -> bool:
        """Void the document; true when it had moved stock, which must now move back."""
        had_moved = self.status == OutboundStatus.POSTED
        self.status = rules.next_status("void", OutboundStatus(self.status))
        self.void_reason = reason
        return had_moved


class OutboundDocumentLine(Base):
    __tablename__ = "outbound_document_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(Id, ForeignKey("outbound_documents.id"), index=True)
    position: Mapped[int] = mapped_column()
    item_id: Mapped[str] = mapped_column(Id, index=True)
    quantity: Mapped[int] = mapped_column(BigInteger)

    item: Mapped[Any] = relationship(
        "Item", primaryjoin="foreign(OutboundDocumentLine.item_id) == Item.id", viewonly=True, lazy="joined"
    )
