"""The mining run as the reporting database keeps it, with what it counted and what came of that."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.mining_runs import rules
from services.reporting.mining_runs.rules import MiningState
from services.reporting.persistence import Base
from shared.contracts.reporting.deals import STATED_LAG_SECONDS
from shared.persistence.leases import Leased
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Id, Money, UtcTime


class MiningRun(Leased, OwnedRecord, Base):
    """`asked_unit_id` is the unit that it is about, `org_unit_id` that of its owner. `scopes` are those of the token by
    which it was asked for: it counts no more than that lets in. `step` is how many steps are done.
    """

    __tablename__ = "mining_runs"
    __table_args__ = (
        Index("ix_mining_runs_owner_created", "owner_id", "created_at"),
        Index("ix_mining_runs_owner_updated", "owner_id", "updated_at"),
        Index("ix_mining_runs_state", "state", "created_at"),
        Index("ix_mining_runs_expires", "expires_at"),
    )
    made_here: ClassVar[bool] = True

    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default=MiningState.QUEUED)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    asked_unit_id: Mapped[str | None] = mapped_column(Id, default=None)
    include_children: Mapped[bool] = mapped_column()
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    scopes: Mapped[list[str] | None] = mapped_column(JSON, default=None)
    step: Mapped[int] = mapped_column(default=0)
    position: Mapped[int | None] = mapped_column(BigInteger, default=None)
    position_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    orders: Mapped[int | None] = mapped_column(default=None)
    results: Mapped[int | None] = mapped_column(default=None)
    error_code: Mapped[str | None] = mapped_column(String(100), default=None)
    error_detail: Mapped[str | None] = mapped_column(String(500), default=None)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime, default=None)

    @property
    def segments(self) -> int | None:
        return self.parameters.get("segments")

    @property
    def min_support(self) -> str | None:
        return self.parameters.get("min_support")

    @property
    def min_confidence(self) -> str | None:
        return self.parameters.get("min_confidence")

    @property
    def as_of(self) -> dict[str, Any] | None:
        """How much of the log of sales was in what it counted; None before it has counted."""
        if self.position is None:
            return None
        return {"position": self.position, "at": self.position_at, "stated_lag_seconds": STATED_LAG_SECONDS}

    @property
    def progress(self) -> dict[str, int]:
        return {"done": self.step, "total": rules.STEPS}

    @property
    def error(self) -> dict[str, str | None] | None:
        return None if self.error_code is None else {"code": self.error_code, "detail": self.error_detail}

    def hold(self, holder: str, moment: datetime) -> None:
        self.lease_holder, self.lease_until = holder, moment + rules.HELD

    def is_free(self, moment: datetime) -> bool:
        return self.state in rules.UNDER_WAY and self.nobody_holds(moment)

    def is_held_by(self, holder: str) -> bool:
        return self.state == MiningState.RUNNING and self.lease_holder == holder

    def is_over(self, moment: datetime) -> bool:
        """What is kept for it may go."""
        return self.expires_at is not None and self.expires_at <= moment

    def start(self) -> bool:
        """Whether it had not begun: one that another process left behind begins anew, and is not told of again."""
        begins = self.state == MiningState.QUEUED
        if begins:
            self.state = MiningState.RUNNING
        self.step = 0
        return begins

    def note_collected(self, orders: int, position: int, at: datetime | None) -> None:
        """The orders are known: they are what it counts, whatever happens meanwhile."""
        self.orders, self.position, self.position_at = orders, position, at
        self.step = 1

    def note_counted(self) -> None:
        self.step = 2

    def finish(self, results: int, moment: datetime) -> None:
        self.state, self.step, self.results = MiningState.FINISHED, rules.STEPS, results
        self.finished_at, self.expires_at = moment, moment + rules.KEPT
        self.let_go()

    def fail(self, code: str, detail: str, moment: datetime) -> None:
        self.state, self.error_code, self.error_detail = MiningState.FAILED, code[:100], detail[:500]
        self.orders, self.finished_at = None, moment
        self.let_go()

    def expire(self) -> None:
        self.state, self.expires_at = MiningState.EXPIRED, None


class MiningOrder(Base):
    """That a run counted this order, with what it knew of it then. It is in sight of the owner of the run as long as
    the order is.
    """

    __tablename__ = "mining_orders"

    run_id: Mapped[str] = mapped_column(Id, primary_key=True)
    order_id: Mapped[str] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[str] = mapped_column(Id)
    ordered_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(Money)

    made_here: ClassVar[bool] = True


class MiningSegment(Base):
    """A segment of the customers of a run. It is shown with its run."""

    __tablename__ = "mining_segments"

    run_id: Mapped[str] = mapped_column(Id, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(1))
    currency: Mapped[str] = mapped_column(String(3))
    customers: Mapped[int] = mapped_column()
    of_customers: Mapped[int] = mapped_column()
    orders: Mapped[int] = mapped_column()
    amount: Mapped[Decimal] = mapped_column(Money)
    least_score: Mapped[int] = mapped_column()
    most_score: Mapped[int] = mapped_column()
    least_days: Mapped[int] = mapped_column()
    most_days: Mapped[int] = mapped_column()
    least_orders: Mapped[int] = mapped_column()
    most_orders: Mapped[int] = mapped_column()
    least_amount: Mapped[Decimal] = mapped_column(Money)
    most_amount: Mapped[Decimal] = mapped_column(Money)

    made_here: ClassVar[bool] = True

    @property
    def share(self) -> str:
        return rules.rate(self.customers, self.of_customers)

    @property
    def mean_amount(self) -> Decimal:
        return rules.mean(self.amount, self.customers)


class MiningCustomer(Base):
    """In which segment a run put a customer, and why. It is shown with its run."""

    __tablename__ = "mining_customers"
    __table_args__ = (Index("ix_mining_customers_segment", "run_id", "segment", "place"),)

    run_id: Mapped[str] = mapped_column(Id, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    customer_id: Mapped[str] = mapped_column(Id)
    customer: Mapped[str] = mapped_column("customer_name", String(200))
    segment: Mapped[str] = mapped_column(String(1))
    days: Mapped[int] = mapped_column()
    orders: Mapped[int] = mapped_column()
    amount: Mapped[Decimal] = mapped_column(Money)
    recency: Mapped[int] = mapped_column()
    frequency: Mapped[int] = mapped_column()
    value: Mapped[int] = mapped_column()

    made_here: ClassVar[bool] = True


class MiningPair(Base):
    """In how many of the orders of a run two products stood together, and each by itself. It is shown with its run."""

    __tablename__ = "mining_pairs"

    run_id: Mapped[str] = mapped_column(Id, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_id: Mapped[str] = mapped_column(Id)
    first_name: Mapped[str] = mapped_column(String(200))
    first_orders: Mapped[int] = mapped_column()
    second_id: Mapped[str] = mapped_column(Id)
    second_name: Mapped[str] = mapped_column(String(200))
    second_orders: Mapped[int] = mapped_column()
    orders: Mapped[int] = mapped_column()
    of_orders: Mapped[int] = mapped_column()

    made_here: ClassVar[bool] = True

    @property
    def first(self) -> dict[str, Any]:
        return self._product(self.first_id, self.first_name, self.first_orders)

    @property
    def second(self) -> dict[str, Any]:
        return self._product(self.second_id, self.second_name, self.second_orders)

    @property
    def support(self) -> str:
        return rules.rate(self.orders, self.of_orders)

    @property
    def lift(self) -> str:
        return rules.rate(self.orders * self.of_orders, self.first_orders * self.second_orders)

    def _product(self, product_id: str, name: str, orders: int) -> dict[str, Any]:
        return {"id": product_id, "name": name, "orders": orders, "confidence": rules.rate(self.orders, orders)}
