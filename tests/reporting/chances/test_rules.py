"""What becomes of deals from day to day of their age."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.chances.rules import Curve, Ended, curve_of

AGES = st.integers(min_value=0, max_value=40)


@given(st.lists(st.tuples(AGES, st.booleans()), min_size=1), AGES, AGES, AGES)
def test_where_every_deal_has_ended_a_chance_is_a_share_of_those_as_old(
    deals: list[tuple[int, bool]], age: int, since: int, more: int
) -> None:
    curve = curve_of(Ended(at, won=int(won), lost=int(not won)) for at, won in deals)
    as_old = [(at, won) for at, won in deals if at >= age]
    in_time = [won for at, won in as_old if age + since <= at <= age + since + more and won]
    expected = len(in_time) / len(as_old) if as_old else None
    assert curve.chance(age, since, since + more) == (None if expected is None else pytest.approx(expected))


def test_deals_that_are_still_open_count_for_as_long_as_they_have_been() -> None:
    """Ten began; two were won on day 1, four were last seen open on day 2, two were lost on day 2, two won on day 5."""
    curve = curve_of([Ended(1, won=2), Ended(2, lost=2, still_open=4), Ended(5, won=2)])
    assert curve.open_at == pytest.approx([1, 0.8, 0.4, 0])
    assert curve.chance(0) == pytest.approx(0.2 + 0.4)
    assert curve.chance(0, 0, 4) == pytest.approx(0.2)
    assert curve.chance(2) == pytest.approx(0.5)
    assert (curve.days_left(0), curve.days_left(1), curve.days_left(2), curve.days_left(3)) == (2, 1, 0, 2)
    assert (curve.won, curve.lost, curve.still_open, curve.tells) == (4, 2, 4, False)


def test_beyond_what_was_ever_seen_nothing_is_said() -> None:
    curve = curve_of([Ended(3, won=40), Ended(9, still_open=3)])
    assert (curve.chance(4), curve.days_left(4), curve.tells) == (None, None, True)
    assert (Curve().chance(0), Curve().days_left(0)) == (None, None)


def test_a_deal_recorded_after_it_was_closed_had_no_days() -> None:
    assert curve_of([Ended(-4, won=1), Ended(0, won=1)]).ages == [0]
