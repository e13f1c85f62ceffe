"""Cells of orders and of their lines as the reporting database keeps them, from the coarsest to the finest."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, String, func, literal
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.orders.queries import OrderFact, OrderLineFact
from services.reporting.persistence import Base
from services.reporting.statements.queries import grain_of
from shared.persistence.cells import Cell, Derived, Kept, keep_in
from shared.persistence.part_cells import KeptParts
from shared.persistence.paths import bytewise
from shared.persistence.types import Id

NOBODY = "00000000-0000-0000-0000-000000000000"
"""What stands in a key for an id that there is none of; for a path it is the empty one."""


class OrderState:
    """What all cells of orders have. `month` is 202611: that in which an order was confirmed, or until then entered."""

    status: Mapped[str] = mapped_column(String(20), primary_key=True, sort_order=-3)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-2)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True, sort_order=-1)
    amount_high: Mapped[int] = mapped_column(BigInteger)
    amount_low: Mapped[int] = mapped_column(BigInteger)


class OrderSums(OrderState):
    """What orders come to, and what of it was invoiced and paid."""

    invoiced_high: Mapped[int] = mapped_column(BigInteger)
    invoiced_low: Mapped[int] = mapped_column(BigInteger)
    paid_high: Mapped[int] = mapped_column(BigInteger)
    paid_low: Mapped[int] = mapped_column(BigInteger)


class OfUnit:
    """`org_unit_id` is that of today, the `confirmed_…` columns are as in the fact."""

    org_unit_id: Mapped[str] = mapped_column(Id, primary_key=True, sort_order=1)
    confirmed_unit_id: Mapped[str] = mapped_column(Id, primary_key=True, sort_order=2)
    confirmed_unit_path: Mapped[str] = mapped_column(bytewise(255), primary_key=True, sort_order=3)


class OfPerson(OfUnit):
    """Of one person in the unit, too."""

    owner_id: Mapped[str] = mapped_column(Id, primary_key=True, sort_order=4)
    confirmed_owner_id: Mapped[str] = mapped_column(Id, primary_key=True, sort_order=5)


class OfProduct:
    """What is sold of one product, as it was called then; `amount` is net, `quantity` how many pieces."""

    product_id: Mapped[str] = mapped_column(Id, primary_key=True, sort_order=6)
    name: Mapped[str] = mapped_column(String(200), primary_key=True, sort_order=7)
    quantity: Mapped[int] = mapped_column(BigInteger, sort_order=9)


class OrderCell(OrderSums, Cell, Base):
    """The orders of the whole company in one state."""

    __tablename__ = "order_cells"


class OrderUnitCell(OrderSums, OfUnit, Cell, Base):
    """The orders of a unit in one state."""

    __tablename__ = "order_unit_cells"
    __table_args__ = (Index("ix_order_unit_cells_unit", "org_unit_id"),)


class OrderPersonCell(OrderSums, OfPerson, Cell, Base):
    """The orders of a person in one state."""

    __tablename__ = "order_person_cells"
    __table_args__ = (
        Index("ix_order_person_cells_owner", "owner_id"),
        Index("ix_order_person_cells_unit", "org_unit_id"),
    )


class OrderProductCell(OrderState, OfProduct, Cell, Base):
    """The lines of the orders of the whole company."""

    __tablename__ = "order_product_cells"


class OrderProductPersonCell(OrderState, OfPerson, OfProduct, Cell, Base):
    """The lines of the orders of a person."""

    __tablename__ = "order_product_person_cells"
    __table_args__ = (
        Index("ix_order_product_person_cells_owner", "owner_id"),
        Index("ix_order_product_person_cells_unit", "org_unit_id"),
    )


def _or_nothing(column: Any, nothing: str) -> ColumnElement[Any]:
    return func.coalesce(column, literal(nothing, column.type))


KEYS: dict[str, ColumnElement[Any]] = {
    "month": grain_of(OrderFact.ordered_on, "month"),
    "confirmed_unit_id": _or_nothing(OrderFact.confirmed_unit_id, NOBODY),
    "confirmed_unit_path": _or_nothing(OrderFact.confirmed_unit_path, ""),
    "confirmed_owner_id": _or_nothing(OrderFact.confirmed_owner_id, NOBODY),
}
"""Keys that are worked out of an order; the others stand in it."""
OF_LINE = ("product_id", "name")
SUMMED, LINE_SUMMED = ("amount", "invoiced", "paid"), ("amount",)
OF_ORDERS: tuple[Any, ...] = (OrderCell, OrderUnitCell, OrderPersonCell)
OF_LINES: tuple[Any, ...] = (OrderProductCell, OrderProductPersonCell)


def keys_of(grain: Any) -> tuple[str, ...]:
    """In the order of the primary key: the state first, by which reports ask."""
    return tuple(column.name for column in grain.__table__.primary_key)


def _by(grain: Any) -> tuple[str | Derived, ...]:
    """The keys that an order tells."""
    names = (name for name in keys_of(grain) if name not in OF_LINE)
    return tuple(Derived(name, KEYS[name]) if name in KEYS else name for name in names)


KEPT = tuple(
    Kept(grain.__tablename__, OrderFact.__tablename__, _by(grain), SUMMED, emptied=True) for grain in OF_ORDERS
)
KEPT_LINES = tuple(
    KeptParts(
        grain.__tablename__,
        parts=OrderLineFact.__tablename__,
        wholes=OrderFact.__tablename__,
        link="order_id",
        by_whole=_by(grain),
        by_part=OF_LINE,
        sums=LINE_SUMMED,
        added=("quantity",),
    )
    for grain in OF_LINES
)
keep_in(Base.metadata, *KEPT, *KEPT_LINES)
