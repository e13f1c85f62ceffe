"""Reading the values of filters and cursors by the kind of their field."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from shared.contracts.listing import FieldKind
from shared.ids import is_id

LONGEST_TEXT = 400
MOST_PLACES = 10
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""The character that no database keeps, and halves of characters, which a cursor's JSON can hold."""


def read_value(kind: FieldKind, value: Any) -> Any:
    """The value as the column compares it; raises `ValueError` with a sentence for the caller."""
    return _READERS[kind](value)


def _id(value: Any) -> str:
    if not is_id(value):
        raise ValueError("not an id")
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or _UNKEEPABLE.search(value):
        raise ValueError(f"not a text of at most {LONGEST_TEXT} characters")
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("not a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("not a number") from None
    # copy_abs reckons nothing; abs() fails for 1e999999999
    if not number.is_finite() or number.copy_abs() >= Decimal(10) ** 14:
        raise ValueError("not a number of at most 14 digits")
    return round(number, MOST_PLACES)


def _square(value: Any) -> int:
    """Of a distance, as a cursor has it."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise ValueError("not a whole number of 63 bits")
    return value


def _money(value: Any) -> Decimal:
    return round(_number(value), 4)


def _time(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        raise ValueError("not an ISO 8601 time") from None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("not a time from the year 1 to 9999") from None


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError("not an ISO 8601 date") from None


def _flag(value: Any) -> bool:
    if value in (True, "true", "1"):
        return True
    if value in (False, "false", "0"):
        return False
    raise ValueError("not true or false")


_READERS: Mapping[FieldKind, Callable[[Any], Any]] = {
    FieldKind.ID: _id,
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.CHOICE: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.TIME: _time,
    FieldKind.DATE: _date,
    FieldKind.FLAG: _flag,
    FieldKind.DISTANCE: _square,
}
