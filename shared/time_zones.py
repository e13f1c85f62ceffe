"""The time zones that this installation knows, by their names in the IANA database."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    """Looked up once: Python opens each of some six hundred files whenever it is asked."""
    return frozenset(available_timezones())
