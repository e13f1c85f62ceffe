"""The cart as the sales database keeps it, and the only ways it changes."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.sales.carts import rules
from services.sales.carts.rules import CartStatus
from services.sales.customers.queries import NamedCustomer
from services.sales.persistence import Base
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money


class CartLine(Base):
    """`unit_price` is that of the moment in which the line was put in or changed, and once the cart is checked out that
    at which it was bought.
    """

    __tablename__ = "cart_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    cart_id: Mapped[str] = mapped_column(ForeignKey("carts.id"), index=True)
    position: Mapped[int] = mapped_column()
    product_id: Mapped[str] = mapped_column(Id)
    configuration_id: Mapped[str | None] = mapped_column(Id, default=None)
    quantity: Mapped[int] = mapped_column()
    unit_price: Mapped[Decimal] = mapped_column(Money)


class Cart(OwnedRecord, Base):
    """Owned by whoever fills it for the customer; one that people of the customer fill is the store's. The currency is
    that of the store when it was opened.
    """

    __tablename__ = "carts"
    __table_args__ = (
        Index("ix_carts_owner_created", "owner_id", "created_at"),
        Index("ix_carts_unit_created", "org_unit_id", "created_at"),
        Index("ix_carts_customer_created", "customer_id", "created_at"),
        Index("ix_carts_store_created", "store_id", "created_at"),
        Index("ix_carts_status_created", "status", "created_at"),
        Index("ix_carts_created", "created_at", "id"),
        Index("ix_carts_updated", "updated_at", "id"),
    )

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    customer_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(12), default=CartStatus.OPEN)
    currency: Mapped[str] = mapped_column(String(3))
    order_id: Mapped[str | None] = mapped_column(Id, unique=True, default=None)

    customer: Mapped[NamedCustomer | None] = relationship(
        primaryjoin=lambda: foreign(Cart.customer_id) == NamedCustomer.id, viewonly=True, lazy="joined"
    )
    lines: Mapped[list[CartLine]] = relationship(
        lazy="select", order_by=CartLine.position, cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.status == CartStatus.OPEN

    def ensure_fillable(self) -> None:
        rules.next_status("put", CartStatus(self.status), self.order_id)

    def put(self, product_id: str, configuration_id: str | None, quantity: int, most: int) -> CartLine:
        """So many of this from now on; the line's price is still to be reckoned."""
        self._step("put")
        for line in self.lines:
            if (line.product_id, line.configuration_id) == (product_id, configuration_id):
                line.quantity = quantity
                return line
        rules.ensure_room(len(self.lines) + 1, most)
        line = CartLine(
            id=new_id(),
            position=max((one.position for one in self.lines), default=0) + 1,
            product_id=product_id,
            configuration_id=configuration_id,
            quantity=quantity,
            unit_price=Decimal(0),
        )
        self.lines.append(line)
        return line

    def take_out(self, line_id: str) -> None:
        self._step("take_out")
        line = next((one for one in self.lines if one.id == line_id), None)
        if line is None:
            raise rules.CartHasNoSuchLine(f"There is no line {line_id} in this cart.")
        self.lines.remove(line)

    def ensure_ready(self) -> None:
        """Raises `CartCannotDoThis` for a cart that is not open, and `CartIsEmpty`."""
        rules.next_status("check_out", CartStatus(self.status), self.order_id)
        if not self.lines:
            raise rules.CartIsEmpty("There is nothing in this cart.")

    def check_out(self, order_id: str, prices: Mapping[str, Decimal]) -> None:
        """It became this order, each line at this price."""
        self._step("check_out")
        self.order_id = order_id
        for line in self.lines:
            line.unit_price = prices[line.id]

    def abandon(self) -> None:
        self._step("abandon")

    def _step(self, verb: str) -> None:
        self.status = rules.next_status(verb, CartStatus(self.status), self.order_id)
