"""Sums of money that are exact however large: SQLite adds up to 64 bits only, and fails above."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from shared.persistence.types import Money

_PART = 1_000_000


class _Total(Money):
    """What the two parts of a sum on SQLite, or the one sum elsewhere, come to."""

    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if isinstance(value, str):
            high, low = value.split("/")
            value = int(high) * _PART + int(low)
        return super().process_result_value(value, dialect)


class _MoneySum(FunctionElement[Decimal]):
    """`sum(…)`; on SQLite the millions and the rest are added apart, and stand side by side in the answer."""

    type = _Total()
    inherit_cache = True


def sum_of_money(column: SQLColumnExpression[Any]) -> ColumnElement[Decimal]:
    """The sum of a `Money` column, or None over no rows."""
    return _MoneySum(column)


@compiles(_MoneySum)
def _plainly(element: _MoneySum, compiler: SQLCompiler, **more: Any) -> str:
    return f"sum({compiler.process(element.clauses, **more)})"


@compiles(_MoneySum, "sqlite")
def _in_parts(element: _MoneySum, compiler: SQLCompiler, **more: Any) -> str:
    column = f"({compiler.process(element.clauses, **more)})"
    return f"(sum({column} / {_PART}) || '/' || sum({column} % {_PART}))"


class _SumToSortBy(FunctionElement[Any]):
    """The size of a sum of money; on SQLite only as exact as a float, which never overflows."""

    inherit_cache = True


def sum_to_sort_by(column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """What rows are sorted by instead of `sum_of_money`, whose form on SQLite does not sort."""
    return _SumToSortBy(column)


@compiles(_SumToSortBy)
def _as_sum(element: _SumToSortBy, compiler: SQLCompiler, **more: Any) -> str:
    return f"coalesce(sum({compiler.process(element.clauses, **more)}), 0)"


@compiles(_SumToSortBy, "sqlite")
def _as_total(element: _SumToSortBy, compiler: SQLCompiler, **more: Any) -> str:
    return f"total({compiler.process(element.clauses, **more)})"
