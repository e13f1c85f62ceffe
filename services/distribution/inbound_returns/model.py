"""The inbound return as the distribution database keeps it, and the only ways it changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.inbound_returns import rules
from services.distribution.inbound_returns.rules import InboundReturnStatus
from services.distribution.persistence import Base
from shared.clock import now
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class InboundReturn(OwnedRecord, Base):
    """Its id is that of the return in sales, so there is one for each; owner, unit and customer are the order's."""

    __tablename__ = "inbound_returns"
    __table_args__ = (
        Index("ix_inbound_returns_created", "created_at", "id"),
        Index("ix_inbound_returns_updated", "updated_at", "id"),
        Index("ix_inbound_returns_received", "received_at", "id"),
        Index("ix_inbound_returns_owner_created", "owner_id", "created_at"),
        Index("ix_inbound_returns_unit_created", "org_unit_id", "created_at"),
        Index("ix_inbound_returns_customer_created", "customer_id", "created_at"),
        Index("ix_inbound_returns_warehouse_created", "warehouse_id", "created_at"),
        Index("ix_inbound_returns_status_created", "status", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    return_number: Mapped[str] = mapped_column(String(80), index=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    order_number: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    warehouse_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(10), default=InboundReturnStatus.AWAITED)
    reason: Mapped[str] = mapped_column(String(500))
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    cancel_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    received_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    lines: Mapped[list["InboundReturnLine"]] = relationship(
        lazy="selectin", order_by="InboundReturnLine.position", cascade="all, delete-orphan"
    )
    warehouse: Mapped[Any] = relationship(
        "Warehouse", primaryjoin="foreign(InboundReturn.warehouse_id) == Warehouse.id", viewonly=True, lazy="joined"
    )

    def write_lines(self, lines: Iterable[tuple[str, str, int]]) -> None:
        """Line of the order, item, pieces."""
        for position, (line_id, item_id, quantity) in enumerate(lines):
            self.lines.append(InboundReturnLine(position=position, line_id=line_id, item_id=item_id, quantity=quantity))

    @property
    def is_awaited(self) -> bool:
        return self.status == InboundReturnStatus.AWAITED

    @property
    def is_received(self) -> bool:
        return self.status == InboundReturnStatus.RECEIVED

    @property
    def all_good(self) -> dict[str, tuple[int, int]]:
        """What a receipt says, by line, when all is there and good."""
        return {line.line_id: (line.quantity, 0) for line in self.lines}

    @property
    def pieces_back(self) -> dict[str, int]:
        """Pieces that were received, by the line of the order, good or not."""
        return {line.line_id: line.good + line.scrapped for line in self.lines if line.good + line.scrapped}

    def receive(self, told: Mapping[str, tuple[int, int]], note: str | None) -> None:
        """`told` has the good and the scrapped pieces by line."""
        self.status = rules.next_status("receive", InboundReturnStatus(self.status))
        rules.ensure_receivable({line.line_id: line.quantity for line in self.lines}, told)
        self.note, self.received_at = note, now()
        for line in self.lines:
            line.good, line.scrapped = told.get(line.line_id, (0, 0))

    def cancel(self, reason: str) -> None:
        self.status, self.cancel_reason = rules.next_status("cancel", InboundReturnStatus(self.status)), reason

    def dispute(self, reason: str) -> None:
        self.status, self.cancel_reason = rules.next_status("dispute", InboundReturnStatus(self.status)), reason

    def reverse(self) -> None:
        self.status = rules.next_status("reverse", InboundReturnStatus(self.status))


class InboundReturnLine(Base):
    """Pieces of one line of the order; `good` and `scrapped` stay zero until they are received."""

    __tablename__ = "inbound_return_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("good >= 0 AND scrapped >= 0 AND good + scrapped <= quantity", name="received_within_awaited"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    return_id: Mapped[str] = mapped_column(Id, ForeignKey("inbound_returns.id"), index=True)
    position: Mapped[int] = mapped_column()
    line_id: Mapped[str] = mapped_column(Id)
    item_id: Mapped[str] = mapped_column(Id)
    quantity: Mapped[int] = mapped_column(BigInteger)
    good: Mapped[int] = mapped_column(BigInteger, default=0)
    scrapped: Mapped[int] = mapped_column(BigInteger, default=0)

    item: Mapped[Any] = relationship(
        "Item", primaryjoin="foreign(InboundReturnLine.item_id) == Item.id", viewonly=True, lazy="joined"
    )
