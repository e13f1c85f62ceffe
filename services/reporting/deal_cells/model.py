"""Cells of deals as the reporting database keeps them, from the coarsest to the finest."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, String, and_, case, func, literal
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.deals.queries import CYCLE_DAYS, OPEN, WON, Deal
from services.reporting.persistence import Base
from services.reporting.statements.queries import grain_of
from shared.persistence.cells import Cell, Derived, Kept, keep_in
from shared.persistence.days import days_between
from shared.persistence.paths import bytewise
from shared.persistence.types import Id, UtcTime

NOBODY = "00000000-0000-0000-0000-000000000000"
"""What stands in a key for an id that there is none of; for a text it is the empty one, for a month zero."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class DealSums:
    """What all cells of deals have. `month` is 202611: that in which a closed deal was closed, or an open one is
    expected to be. Days from opening to winning are those of `days_known` won deals; `created_days` are those from
    the `EPOCH` until each deal was recorded.
    """

    status: Mapped[str] = mapped_column(String(10), primary_key=True, sort_order=-4)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-3)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True, sort_order=-2)
    stage: Mapped[str] = mapped_column(String(40), primary_key=True, sort_order=-1)
    amount_high: Mapped[int] = mapped_column(BigInteger)
    amount_low: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_high: Mapped[int] = mapped_column(BigInteger)
    weighted_amount_low: Mapped[int] = mapped_column(BigInteger)
    won_days: Mapped[int] = mapped_column(BigInteger)
    days_known: Mapped[int] = mapped_column(BigInteger)
    created_days: Mapped[int] = mapped_column(BigInteger)


class DealCell(DealSums, Cell, Base):
    """The deals of the whole company in one state."""

    __tablename__ = "deal_cells"

    reached_stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    probability: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class DealProductCell(DealSums, Cell, Base):
    """The deals of the whole company about one product, as it was called then."""

    __tablename__ = "deal_product_cells"

    product_id: Mapped[str] = mapped_column(Id, primary_key=True)
    product_name: Mapped[str] = mapped_column(String(200), primary_key=True)


class DealUnitCell(DealSums, Cell, Base):
    """The deals of a unit in one state. `org_unit_id` is that of today, the `closed_…` columns are as in the fact."""

    __tablename__ = "deal_unit_cells"
    __table_args__ = (Index("ix_deal_unit_cells_unit", "org_unit_id"),)

    reached_stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    probability: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    org_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    closed_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    closed_unit_path: Mapped[str] = mapped_column(bytewise(255), primary_key=True)


class DealPersonCell(DealSums, Cell, Base):
    """As `DealUnitCell`, of one person in the unit."""

    __tablename__ = "deal_person_cells"
    __table_args__ = (
        Index("ix_deal_person_cells_owner", "owner_id"),
        Index("ix_deal_person_cells_unit", "org_unit_id"),
    )

    reached_stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    probability: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    org_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    closed_unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    closed_unit_path: Mapped[str] = mapped_column(bytewise(255), primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, primary_key=True)
    closed_owner_id: Mapped[str] = mapped_column(Id, primary_key=True)
    closed_owner_path: Mapped[str] = mapped_column(bytewise(255), primary_key=True)


def _or_nothing(column: Any, nothing: Any) -> ColumnElement[Any]:
    return func.coalesce(column, literal(nothing, column.type))


MONTH: ColumnElement[int] = func.coalesce(
    case((Deal.status == OPEN, grain_of(Deal.expected_close_date, "month")), else_=grain_of(Deal.closed_on, "month")), 0
)
WON_DAYS: ColumnElement[int] = case((Deal.status == WON, CYCLE_DAYS))
KEYS: dict[str, ColumnElement[Any]] = {
    "month": MONTH,
    "reached_stage": _or_nothing(Deal.reached_stage, ""),
    "product_id": _or_nothing(Deal.product_id, NOBODY),
    "product_name": _or_nothing(Deal.product_name, ""),
    "closed_unit_id": _or_nothing(Deal.closed_unit_id, NOBODY),
    "closed_unit_path": _or_nothing(Deal.closed_unit_path, ""),
    "closed_owner_id": _or_nothing(Deal.closed_owner_id, NOBODY),
    "closed_owner_path": _or_nothing(Deal.closed_owner_path, ""),
}
"""Keys that are worked out of a fact; the others stand in it."""
ADDED: dict[str, ColumnElement[Any]] = {
    "won_days": WON_DAYS,
    "days_known": case((and_(Deal.status == WON, Deal.closed_at.is_not(None)), 1), else_=0),
    "created_days": days_between(literal(EPOCH, UtcTime), Deal.created_at),
}
SUMMED = ("amount", "weighted_amount")
GRAINS: tuple[Any, ...] = (DealCell, DealProductCell, DealUnitCell, DealPersonCell)


def keys_of(grain: Any) -> tuple[str, ...]:
    """In the order of the primary key: the state first, by which reports ask."""
    return tuple(column.name for column in grain.__table__.primary_key)


KEPT = tuple(
    Kept(
        grain.__tablename__,
        Deal.__tablename__,
        tuple(Derived(name, KEYS[name]) if name in KEYS else name for name in keys_of(grain)),
        SUMMED,
        tuple(Derived(name, value) for name, value in ADDED.items()),
        emptied=True,
    )
    for grain in GRAINS
)
keep_in(Base.metadata, *KEPT)
