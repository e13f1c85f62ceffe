"""Days and moments as they are when a test runs. A constant of a module would be of the day on which it was read: a run
that passes midnight would then ask for yesterday and expect today.
"""

from datetime import UTC, date, datetime, time, timedelta

from shared.clock import today


def day_in(days: int) -> date:
    """So many days from today; before it, where the number is negative."""
    return today() + timedelta(days=days)


def iso_day(days: int) -> str:
    return day_in(days).isoformat()


def noon(days: int) -> datetime:
    """A moment of that day that is the same however often it is asked for."""
    return datetime.combine(day_in(days), time(12), UTC)
