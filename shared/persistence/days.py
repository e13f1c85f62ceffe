"""The days between two moments, on every engine counted from one day of the calendar in UTC to the other."""

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _DaysBetween(FunctionElement[int]):
    type = Integer()
    inherit_cache = True


def days_between(first: Any, last: Any) -> ColumnElement[int]:
    """From `first` to `last`, both columns of `UtcTime`; None where one of them is."""
    return _DaysBetween(first, last)


@compiles(_DaysBetween)
def _by_dates(element: _DaysBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, last = (compiler.process(one, **more) for one in element.clauses)
    return f"(CAST({last} AT TIME ZONE 'UTC' AS DATE) - CAST({first} AT TIME ZONE 'UTC' AS DATE))"


@compiles(_DaysBetween, "sqlite")
def _by_julian_days(element: _DaysBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, last = (compiler.process(one, **more) for one in element.clauses)
    return f"CAST(julianday(date({last})) - julianday(date({first})) AS INTEGER)"


@compiles(_DaysBetween, "mysql", "mariadb")
def _by_datediff(element: _DaysBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, last = (compiler.process(one, **more) for one in element.clauses)
    return f"DATEDIFF({last}, {first})"
