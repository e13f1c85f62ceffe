"""What a period is and through which nodes a path leads, in plain Python: no database, no wire, no clock."""

from datetime import date, timedelta


def nodes_of(path: str) -> list[int]:
    """The node numbers on a materialised path: "/1/4/" is 1 and 4."""
    return [int(node) for node in path.split("/") if node]


def superior_on(path: str) -> int | None:
    """The node of whoever is directly above, on a path in the chain of superiors; None for who has nobody above."""
    nodes = nodes_of(path)
    return nodes[-2] if len(nodes) > 1 else None


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a year (2026), a quarter (2026-Q4) or a month (2026-11)."""
    year, _, part = period.partition("-")
    if not part:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    months = 3 if part.startswith("Q") else 1
    first_month = (int(part[1:]) - 1) * 3 + 1 if part.startswith("Q") else int(part)
    last_month = first_month + months - 1
    return date(int(year), first_month, 1), _last_day(int(year), last_month)


def days_before(first: date, last: date) -> tuple[date, date]:
    """The period before this one: as many months where it is made of months, else as many days."""
    end = first - timedelta(days=1)
    if first.day > 1 or last != _last_day(last.year, last.month):
        return end - (last - first), end
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    place = first.year * 12 + first.month - 1 - months
    return date(place // 12, place % 12 + 1, 1), end


def are_whole_months(first: date | None, last: date | None) -> bool:
    """Whether no month lies partly within these days; None is without end."""
    return (first is None or first.day == 1) and (last is None or last == _last_day(last.year, last.month))


def _last_day(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
