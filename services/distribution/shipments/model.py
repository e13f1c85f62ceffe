"""The shipment as the distribution database keeps it, and the only ways it changes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.persistence import Base
from services.distribution.shipments import rules
from services.distribution.shipments.rules import ShipmentStatus
from shared.clock import today
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id


class Shipment(OwnedRecord, Base):
    """Owner and unit are those of the order: whoever may see the order's dispatch may see what was dispatched."""

    __tablename__ = "shipments"
    __table_args__ = (
        Index("ix_shipments_owner_created", "owner_id", "created_at"),
        Index("ix_shipments_unit_created", "org_unit_id", "created_at"),
        Index("ix_shipments_customer_created", "customer_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(80), unique=True)
    order_id: Mapped[str] = mapped_column(Id, index=True)
    order_number: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[str | None] = mapped_column(Id, default=None)
    warehouse_id: Mapped[str] = mapped_column(Id, index=True)
    status: Mapped[str] = mapped_column(String(10), default=ShipmentStatus.POSTED)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    void_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    received_on: Mapped[date | None] = mapped_column(Date, default=None)
    received_by: Mapped[str | None] = mapped_column(String(200), default=None)
    delivery_note: Mapped[str | None] = mapped_column(String(120), default=None)
    inspection_report: Mapped[str | None] = mapped_column(String(120), default=None)

    lines: Mapped[list["ShipmentLine"]] = relationship(
        lazy="selectin", order_by="ShipmentLine.position", cascade="all, delete-orphan"
    )
    warehouse: Mapped[Any] = relationship(
        "Warehouse", primaryjoin="foreign(Shipment.warehouse_id) == Warehouse.id", viewonly=True, lazy="joined"
    )

    def write_lines(self, parts: Mapping[str, int], items: Mapping[str, str]) -> None:
        for position, (line_id, quantity) in enumerate(parts.items()):
            self.lines.append(
                ShipmentLine(position=position, line_id=line_id, item_id=items[line_id], quantity=quantity)
            )

    @property
    def parts(self) -> dict[str, int]:
        """Pieces by the line of the order."""
        return {line.line_id: line.quantity for line in self.lines}

    def void(self, reason: str) -> None:
        rules.ensure_posted(ShipmentStatus(self.status))
        self.status, self.void_reason = ShipmentStatus.VOID, reason

    def accept(self, demands: Iterable[str], received_on: date | None, given: Mapping[str, str]) -> None:
        """Raises `AcceptanceIsIncomplete` while something that the order demands is not given."""
        rules.ensure_posted(ShipmentStatus(self.status))
        self.received_on = received_on or today()
        rules.ensure_arrived(self.received_on, today())
        rules.ensure_accepted_as_agreed(demands, given)
        for name, said in given.items():
            setattr(self, name, said)
        self.status = ShipmentStatus.ACCEPTED


class ShipmentLine(Base):
    __tablename__ = "shipment_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    shipment_id: Mapped[str] = mapped_column(Id, ForeignKey("shipments.id"), index=True)
    position: Mapped[int] = mapped_column()
    line_id: Mapped[str] = mapped_column(Id)
    item_id: Mapped[str] = mapped_column(Id)
    quantity: Mapped[int] = mapped_column(BigInteger)
