"""What a period is."""

from datetime import date

import pytest

from services.reporting.parts import rules


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str) -> None:
    assert tuple(day.isoformat() for day in rules.days_of(period)) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-10-01", "2026-12-31", ("2026-07-01", "2026-09-30")),
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
        ("2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
        ("2026-03-05", "2026-03-11", ("2026-02-26", "2026-03-04")),
    ],
)
def test_the_period_before_has_as_many_months_or_days(first: str, last: str, before: tuple[str, str]) -> None:
    days = rules.days_before(date.fromisoformat(first), date.fromisoformat(last))
    assert tuple(day.isoformat() for day in days) == before
