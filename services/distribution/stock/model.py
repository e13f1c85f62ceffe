"""Balances and moves as the distribution database keeps them. A balance changes by a move and by nothing else."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.distribution.persistence import Base
from services.distribution.stock import rules
from shared.clock import now
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, UtcTime


class StockBalance(OwnedRecord, Base):
    """The stock of one item in one warehouse; owner and unit are the warehouse's."""

    __tablename__ = "stock_balances"
    __table_args__ = (
        UniqueConstraint("warehouse_id", "item_id"),
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("physical >= reserved", name="available_not_negative"),
        Index("ix_stock_balances_item", "item_id", "warehouse_id"),
        Index("ix_stock_balances_unit_created", "org_unit_id", "created_at"),
    )

    warehouse_id: Mapped[str] = mapped_column(Id)
    item_id: Mapped[str] = mapped_column(Id)
    physical: Mapped[int] = mapped_column(BigInteger, default=0)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)

    warehouse: Mapped[Any] = relationship(
        "Warehouse",
        primaryjoin="foreign(StockBalance.warehouse_id) == Warehouse.id",
        viewonly=True,
        lazy="joined",
    )
    item: Mapped[Any] = relationship(
        "Item", primaryjoin="foreign(StockBalance.item_id) == Item.id", viewonly=True, lazy="joined"
    )

    @property
    def available(self) -> int:
        return self.physical - self.reserved

    def is_short_of(self, physical: int, reserved: int) -> bool:
        return rules.is_short(self.physical, self.reserved, physical, reserved)

    def move(self, physical: int, reserved: int) -> None:
        self.physical += physical
        self.reserved += reserved


class StockMove(Base):
    """One line of the ledger, never changed: by how much a balance rose or fell, and why.

    `business_key` names the cause once and for all, so that the same cause can never move stock twice.
    """

    __tablename__ = "stock_moves"
    __table_args__ = (Index("ix_stock_moves_stock", "stock_id", "moved_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    stock_id: Mapped[str] = mapped_column(Id, ForeignKey("stock_balances.id"))
    business_key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    physical: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    document_kind: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[str] = mapped_column(Id, index=True)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    moved_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    moved_by: Mapped[str] = mapped_column(Id)
