"""The price list as the sales database keeps it, and the only ways it changes."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.sales.persistence import Base
from services.sales.price_lists import rules
from services.sales.price_lists.rules import PriceListStatus
from shared.contracts.sales.price_lists import PROMOTION, STANDARD
from shared.ids import new_id
from shared.persistence.records import Record
from shared.persistence.types import Id, Money


class ListedPrice(Base):
    """What one piece costs from a quantity on."""

    __tablename__ = "listed_prices"
    __table_args__ = (UniqueConstraint("price_list_id", "product_id", "from_quantity"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    price_list_id: Mapped[str] = mapped_column(ForeignKey("price_lists.id"))
    product_id: Mapped[str] = mapped_column(Id, index=True)
    from_quantity: Mapped[int] = mapped_column()
    unit_price: Mapped[Decimal] = mapped_column(Money)


class PriceList(Record, Base):
    """Company-wide: no owner. `unit_id` names the unit whose sellers alone sell by it, such as a dealer's."""

    __tablename__ = "price_lists"
    __table_args__ = (
        Index("ix_price_lists_created", "created_at", "id"),
        Index("ix_price_lists_updated", "updated_at", "id"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(20), default=STANDARD)
    status: Mapped[str] = mapped_column(String(20), default=PriceListStatus.IN_FORCE)
    currency: Mapped[str] = mapped_column(String(3))
    customer_level: Mapped[str | None] = mapped_column(String(100), default=None)
    unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    starts_on: Mapped[date | None] = mapped_column(Date, default=None)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)
    prices: Mapped[list[ListedPrice]] = relationship(
        order_by=(ListedPrice.product_id, ListedPrice.from_quantity), lazy="select", cascade="all, delete-orphan"
    )

    def edit(self, fields: dict[str, Any]) -> None:
        """Plain fields; the window is looked at as it then is."""
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_window(self.kind == PROMOTION, self.starts_on, self.ends_on)

    def withdraw(self) -> None:
        self._step("withdraw")

    def reinstate(self) -> None:
        self._step("reinstate")

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, PriceListStatus(self.status))
