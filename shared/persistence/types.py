"""Column types that mean the same on every database engine."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, TypeDecorator, Uuid
from sqlalchemy.engine import Dialect

from shared.contracts.fields import DEGREE_PLACES

MONEY_PLACES = 4
_SCALE = Decimal(10) ** MONEY_PLACES
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

BigSerial = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key that SQLite can number by itself as well."""


class Id(TypeDecorator[str]):
    """A UUID as its canonical text; native where the engine has the type."""

    impl = Uuid(as_uuid=False)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None] | None:
        """In one step what three layers would do: there are more ids in an answer than anything else."""
        if dialect.name == "postgresql":
            return _text
        return _hyphenated if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _hyphenated(value: str | None) -> str | None:
    if value is None:
        return None
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


class Money(TypeDecorator[Decimal]):
    """An exact amount, stored as an integer of ten-thousandths so that sums are exact on every engine."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * _SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {MONEY_PLACES} decimal places")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / _SCALE


class Degrees(TypeDecorator[Decimal]):
    """An exact coordinate, stored as an integer of millionths of a degree so that an index of it is small and exact."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(round(Decimal(value), DEGREE_PLACES).scaleb(DEGREE_PLACES))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-DEGREE_PLACES)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses times without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name in ("mysql", "mariadb"):
            from sqlalchemy.dialects.mysql import DATETIME

            return dialect.type_descriptor(DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        in_utc = value.astimezone(UTC)
        return in_utc if dialect.name == "postgresql" else in_utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class DayNumber(TypeDecorator[date]):
    """A day as its number in the calendar, so that days sort and compare as integers do."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


class MomentNumber(TypeDecorator[datetime]):
    """A moment as the microseconds since 1970, so that moments sort and compare as integers do."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class FlagNumber(TypeDecorator[bool]):
    """True or false as 1 or 0, beside other numbers in one column."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)
