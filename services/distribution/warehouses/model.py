"""The warehouse as the distribution database keeps it, and the only ways it changes."""

from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.distribution.persistence import Base
from services.distribution.warehouses import rules
from services.distribution.warehouses.rules import WarehouseStatus
from shared.persistence.records import OwnedRecord


class Warehouse(OwnedRecord, Base):
    __tablename__ = "warehouses"
    __table_args__ = (
        Index("ix_warehouses_owner_created", "owner_id", "created_at"),
        Index("ix_warehouses_unit_created", "org_unit_id", "created_at"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(500), default=None)
    status: Mapped[str] = mapped_column(String(10), default=WarehouseStatus.OPEN)

    def edit(self, fields: dict[str, Any]) -> None:
        self.ensure_open()
        for name, value in fields.items():
            setattr(self, name, value)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def ensure_open(self) -> None:
        rules.ensure_open(WarehouseStatus(self.status))

    def close(self, pieces: int) -> None:
        self.ensure_open()
        rules.ensure_empty(pieces)
        self.status = WarehouseStatus.CLOSED

    def reopen(self) -> None:
        rules.ensure_closed(WarehouseStatus(self.status))
        self.status = WarehouseStatus.OPEN
