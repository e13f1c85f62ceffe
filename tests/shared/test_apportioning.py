"""Amounts that are divided come to the whole again, and nobody loses more than the smallest piece."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.apportioning import PartsDoNotAddUp, apportion, ensure_add_up

CENT = Decimal("0.01")
AMOUNTS = st.integers(0, 10**14).map(lambda cents: cents * CENT)
WEIGHTS = st.lists(st.integers(1, 10**6).map(Decimal), min_size=1, max_size=20)


@given(amount=AMOUNTS, weights=WEIGHTS)
def test_the_parts_sum_to_the_whole_each_within_a_cent_of_its_weight(amount: Decimal, weights: list[Decimal]) -> None:
    parts = apportion(amount, weights, CENT)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        exact = amount * weight / sum(weights)
        assert part == part.quantize(CENT)
        assert abs(part - exact) < CENT + Decimal("1e-9")


def test_what_is_left_goes_to_who_lost_most_and_among_equals_to_who_is_named_first() -> None:
    thirds = apportion(Decimal("0.05"), [Decimal(1)] * 3, CENT)
    assert thirds == [Decimal("0.02"), Decimal("0.02"), Decimal("0.01")]
    assert apportion(Decimal("0.10"), [Decimal(2), Decimal(97), Decimal(1)], CENT) == [0, Decimal("0.10"), 0]


def test_parts_that_do_not_add_up_are_refused() -> None:
    ensure_add_up([Decimal("33.33"), Decimal("66.67")], Decimal(100))
    with pytest.raises(PartsDoNotAddUp):
        ensure_add_up([Decimal("33.33"), Decimal("66.66")], Decimal(100))
