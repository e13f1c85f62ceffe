"""What reports count and sum: the columns of each measure, and what it makes of what they found."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func

from services.reporting.statements import rules
from shared.persistence.cells import PART, amount_of
from shared.persistence.sums import sum_of_money, sum_to_sort_by


@dataclass(frozen=True)
class Count:
    """How many rows; with a `column` how many in which it has a value, or how many `different` ones."""

    column: Any = None
    different: bool = False

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        if self.column is None:
            return (func.count(),)
        return (func.count(self.column.distinct() if self.different else self.column),)

    def sorts_by(self) -> ColumnElement[Any]:
        return self.columns()[0]

    def value(self, found: int | None) -> int:
        return found or 0


@dataclass(frozen=True)
class Sum:
    """A sum of whole numbers."""

    column: Any

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return (func.sum(self.column),)

    def sorts_by(self) -> ColumnElement[Any]:
        return self.columns()[0]

    def value(self, found: int | None) -> int:
        return int(found or 0)


@dataclass(frozen=True)
class Money:
    """A sum of amounts."""

    column: Any

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return (sum_of_money(self.column),)

    def sorts_by(self) -> ColumnElement[Any]:
        return sum_to_sort_by(self.column)

    def value(self, found: Decimal | None) -> Decimal:
        return found or Decimal(0)


@dataclass(frozen=True)
class HalvedMoney:
    """A sum of amounts that are kept as millions and the rest."""

    high: Any
    low: Any

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return func.sum(self.high), func.sum(self.low)

    def sorts_by(self) -> ColumnElement[Any]:
        return func.coalesce(func.sum(self.high) * PART + func.sum(self.low), 0)

    def value(self, high: int | None, low: int | None) -> Decimal:
        return amount_of(high or 0, low or 0)


Summed = Count | Sum | Money


@dataclass(frozen=True)
class Ratio:
    """One sum over another: a rate, or with `days` a mean."""

    top: Summed
    bottom: Summed
    days: bool = False

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return (*self.top.columns(), *self.bottom.columns())

    def value(self, top: Any, bottom: Any) -> str | None:
        return (rules.mean if self.days else rules.rate)(top, bottom)


@dataclass(frozen=True)
class Price:
    """An amount for each of a number of pieces."""

    amount: Money | HalvedMoney
    pieces: Summed

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return (*self.amount.columns(), *self.pieces.columns())

    def value(self, *found: Any) -> Decimal | None:
        *amount, pieces = found
        known = amount[0] is not None and bool(pieces)
        return round(self.amount.value(*amount) / int(pieces), 4) if known else None


@dataclass(frozen=True)
class Median:
    """The middle one of whole numbers; of two in the middle their mean. It has a statement of its own."""

    column: Any

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        return ()

    def value(self) -> None:
        return None


Measure = Summed | HalvedMoney | Ratio | Price | Median
