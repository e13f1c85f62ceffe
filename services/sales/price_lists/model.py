"""The price list as the sales database keeps it, and the only ways it changes."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.persistence import Base
from services.sales.price_lists import rules
from services.sales.price_lists.rules import PriceListStatus
from services.sales.products.queries import CodedProduct
from shared.contracts.sales.price_lists import MOST_PRICES, PROMOTION, STANDARD, PriceKey
from shared.ids import new_id
from shared.persistence.platform import OrgUnitReplica
from shared.persistence.records import Identified, Record
from shared.persistence.types import Id, Money


class ListedPrice(Identified, Base):
    """What one piece costs from a quantity on. It stays the same price while it stands on its list."""

    __tablename__ = "listed_prices"
    __table_args__ = (UniqueConstraint("price_list_id", "product_id", "from_quantity"),)

    price_list_id: Mapped[str] = mapped_column(ForeignKey("price_lists.id"))
    product_id: Mapped[str] = mapped_column(Id, index=True)
    from_quantity: Mapped[int] = mapped_column()
    unit_price: Mapped[Decimal] = mapped_column(Money)
    price_list: Mapped["PriceList"] = relationship(back_populates="prices", lazy="select")
    product: Mapped[CodedProduct] = relationship(
        primaryjoin=lambda: foreign(ListedPrice.product_id) == CodedProduct.id, viewonly=True, lazy="select"
    )

    @property
    def price_list_code(self) -> str:
        return self.price_list.code

    @property
    def product_code(self) -> str:
        return self.product.code

    @property
    def currency(self) -> str:
        return self.price_list.currency

    @property
    def key(self) -> str:
        return str(PriceKey(self.price_list_code, self.product_code, self.from_quantity))


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
        order_by=(ListedPrice.product_id, ListedPrice.from_quantity),
        lazy="select",
        cascade="all, delete-orphan",
        back_populates="price_list",
    )
    unit: Mapped[OrgUnitReplica | None] = relationship(
        primaryjoin=lambda: foreign(PriceList.unit_id) == OrgUnitReplica.id, viewonly=True, lazy="select"
    )

    @property
    def unit_code(self) -> str | None:
        return self.unit.code if self.unit else None

    def edit(self, fields: dict[str, Any]) -> None:
        """Plain fields; the window is looked at as it then is."""
        self._step("change")
        for name, value in fields.items():
            setattr(self, name, value)
        rules.ensure_window(self.kind == PROMOTION, self.starts_on, self.ends_on)

    def put_back(self, fields: dict[str, Any]) -> None:
        """What a job had changed, as it was before; the job had gone through the steps, so this need not."""
        for name, value in fields.items():
            setattr(self, name, value)

    def take_prices(self, asked: Iterable[dict[str, Any]]) -> None:
        """Exactly these from now on. One that stood here before, for the same product and quantity, stays that one."""
        listed = {(price.product_id, price.from_quantity): price for price in self.prices}
        taken = []
        for said in asked:
            product_id, quantity = said["product_id"], said["from_quantity"]
            price = listed.get((product_id, quantity)) or _new_price(product_id, quantity)
            price.unit_price = said["unit_price"]
            taken.append(price)
        self.prices = taken

    def price_one(self, price: ListedPrice, unit_price: Decimal) -> None:
        """Another amount for one of its prices."""
        self._step("change")
        price.unit_price = unit_price

    def add_price(self, product_id: str, from_quantity: int, unit_price: Decimal) -> ListedPrice:
        """One price more. The caller has seen that there is none for this product and quantity."""
        self._step("change")
        rules.ensure_room(len(self.prices), MOST_PRICES)
        price = _new_price(product_id, from_quantity)
        price.unit_price = unit_price
        self.prices.append(price)
        return price

    def take_off(self, price: ListedPrice) -> None:
        """One price less."""
        self._step("change")
        self.prices.remove(price)

    def withdraw(self) -> None:
        self._step("withdraw")

    def reinstate(self) -> None:
        self._step("reinstate")

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, PriceListStatus(self.status))


def _new_price(product_id: str, from_quantity: int) -> ListedPrice:
    return ListedPrice(id=new_id(), product_id=product_id, from_quantity=from_quantity)
