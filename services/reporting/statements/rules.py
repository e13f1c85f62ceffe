"""Periods as numbers that sort, shares and means, in plain Python: no database, no wire, no clock."""

from decimal import ROUND_HALF_UP, Decimal

_RATE, _DAYS = Decimal("0.0001"), Decimal("0.1")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def period_of(code: int, grain: str) -> str:
    """2026-11, 2026-Q4 or 2026 for the year and the first month of the period: 202611, 202610, 202601."""
    year, month = divmod(code, 100)
    return {"month": f"{year}-{month:02}", "quarter": f"{year}-Q{(month + 2) // 3}", "year": f"{year}"}[grain]


def code_of(year: int, month: int, grain: str) -> int:
    """The number of the period in which this month lies."""
    step = MONTHS[grain]
    return year * 100 + (month - 1) // step * step + 1


def codes_between(first: int, last: int, grain: str) -> list[int]:
    """Every period from the first to the last."""
    start, end = (code // 100 * 12 + code % 100 - 1 for code in (first, last))
    return [month // 12 * 100 + month % 12 + 1 for month in range(start, end + 1, MONTHS[grain])]


def rate(part: Decimal | int | None, whole: Decimal | int | None) -> str | None:
    """A share such as 0.6250; none of nothing."""
    return _quotient(part, whole, _RATE)


def mean(total: Decimal | int | None, count: Decimal | int | None) -> str | None:
    """Days such as 12.5; none over nothing."""
    return _quotient(total, count, _DAYS)


def rounded(number: float | None, places: int = 4) -> str | None:
    """A number as a text of so many places; none of none. There is no minus before a zero."""
    return None if number is None else f"{round(number, places) + 0.0:.{places}f}"


def _quotient(top: Decimal | int | None, bottom: Decimal | int | None, places: Decimal) -> str | None:
    if top is None or not bottom:
        return None
    return str((Decimal(top) / Decimal(bottom)).quantize(places, ROUND_HALF_UP))
