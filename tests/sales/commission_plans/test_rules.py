"""What a plan may promise, and where periods begin and end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.sales.commission_plans import rules
from services.sales.commission_plans.rules import Share, Tier


@pytest.mark.parametrize(
    ("day", "period", "first", "last"),
    [
        ("2026-02-10", "month", "2026-02-01", "2026-02-28"),
        ("2028-02-29", "month", "2028-02-01", "2028-02-29"),
        ("2026-12-31", "month", "2026-12-01", "2026-12-31"),
        ("2026-01-01", "quarter", "2026-01-01", "2026-03-31"),
        ("2026-11-26", "quarter", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_day_lies_in_one_month_and_one_quarter(day: str, period: str, first: str, last: str) -> None:
    found = rules.period_of(date.fromisoformat(day), period)
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("starts", [(1,), (0, 0), (0, 20, 10), (5, 10)])
def test_tiers_begin_at_zero_and_rise(starts: tuple[int, ...]) -> None:
    with pytest.raises(rules.TiersDoNotRise):
        rules.ensure_rising([Tier(Decimal(start), Decimal(5)) for start in starts])
    rules.ensure_rising([Tier(Decimal(start), Decimal(5)) for start in (0, 10, 20)])


def test_whoever_has_a_share_has_one() -> None:
    half = Decimal(50)
    with pytest.raises(rules.SharedTwice):
        rules.ensure_shared_once([Share(None, half), Share(None, half)])
    rules.ensure_shared_once([Share(None, half), Share("somebody", half)])


def test_a_plan_is_for_what_is_to_come_and_ends_after_it_starts() -> None:
    today = date(2026, 11, 26)
    with pytest.raises(rules.PlanStartsTooEarly):
        rules.ensure_to_come(today - timedelta(days=1), today)
    for ends_on, starts_on in ((today - timedelta(days=1), today - timedelta(days=9)), (today, today.replace(day=27))):
        with pytest.raises(rules.PlanEndsTooEarly):
            rules.ensure_end(ends_on, starts_on, today)
    rules.ensure_end(today, today, today)
    with pytest.raises(rules.PlanPaysNobody):
        rules.ensure_for_somebody(None, [])
    with pytest.raises(rules.PlanPaysNobody):
        rules.ensure_for_somebody("unit", ["person"])
