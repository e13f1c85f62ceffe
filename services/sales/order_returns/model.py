"""The return as the sales database keeps it, and the only way it changes."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.order_returns import rules
from services.sales.order_returns.rules import ReturnStatus
from services.sales.persistence import Base
from shared.clock import now
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import Id, Money, UtcTime


class OrderReturnLine(Base):
    """Pieces of one line of the order. `amount` is their part of the line's net amount."""

    __tablename__ = "order_return_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    return_id: Mapped[str] = mapped_column(ForeignKey("order_returns.id"), index=True)
    position: Mapped[int] = mapped_column()
    line_id: Mapped[str] = mapped_column(Id)
    product_id: Mapped[str] = mapped_column(Id)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column()
    amount: Mapped[Decimal] = mapped_column(Money)


class OrderReturn(Base):
    """Seen by whoever sees the order. Only being voided changes it."""

    __tablename__ = "order_returns"
    __table_args__ = (Index("ix_order_returns_order", "order_id", "id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    order_id: Mapped[str] = mapped_column(Id)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    status: Mapped[str] = mapped_column(String(10), default=ReturnStatus.RECORDED)
    reason: Mapped[str] = mapped_column(String(500))
    amount: Mapped[Decimal] = mapped_column(Money)
    author_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
    void_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    voided_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    lines: Mapped[list[OrderReturnLine]] = relationship(
        order_by=OrderReturnLine.position, cascade="all, delete-orphan", lazy="selectin"
    )
    author: Mapped[OrgPersonReplica | None] = relationship(
        primaryjoin=lambda: foreign(OrderReturn.author_id) == OrgPersonReplica.id, viewonly=True, lazy="joined"
    )

    def void(self, reason: str) -> None:
        """Raises `ReturnIsVoided`."""
        rules.ensure_standing(ReturnStatus(self.status))
        self.status, self.void_reason, self.voided_at = ReturnStatus.VOIDED, reason, now()
