"""Which level an order lets a customer rise to, and when a customer was let alone too long."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.sales.customer_levels import rules
from services.sales.customer_levels.rules import Step, Turnover

SILVER, GOLD = Step("silver", 2, Decimal(1000)), Step("gold", 3, Decimal(5000))


@pytest.mark.parametrize(
    ("before", "after", "rank", "reached"),
    [
        (0, 1000, 0, None),
        (0, "1000.01", 0, "silver"),
        (1000, 1001, 0, "silver"),
        (1001, 2000, 0, None),
        (0, 6000, 0, "gold"),
        (1000, 1001, 2, None),
        (1000, 1001, 3, None),
        (4999, 5001, 2, "gold"),
    ],
)
def test_a_customer_rises_by_the_order_that_crosses_a_threshold_and_never_falls(
    before: int, after: int, rank: int, reached: str | None
) -> None:
    step = rules.step_reached([SILVER, GOLD], Turnover("EUR", Decimal(before), Decimal(after)), rank)
    assert (step and step.code) == reached


def test_fourteen_days_may_pass_and_the_fifteenth_is_one_too_many() -> None:
    since = rules.quiet_before(14, date(2026, 3, 16))
    assert datetime(2026, 3, 1, 23, 59, tzinfo=UTC) < since <= datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(("over", "currency"), [(Decimal(1), None), (None, "EUR")])
def test_a_threshold_has_a_currency(over: Decimal | None, currency: str | None) -> None:
    with pytest.raises(rules.ThresholdNeedsCurrency):
        rules.ensure_threshold(over, currency)
    rules.ensure_threshold(Decimal(1), "EUR")


def test_nobody_tells_more_levels_apart_than_there_is_room_for() -> None:
    rules.ensure_room(99, 100)
    with pytest.raises(rules.CustomerLevelsAreExhausted):
        rules.ensure_room(100, 100)
