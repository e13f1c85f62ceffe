"""The sums of quotations are exact for all lines that can be written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.quotations import rules

AMOUNTS = st.decimals(min_value=0, max_value=10**7, places=4)
PERCENTS = st.decimals(min_value=0, max_value=100, places=4)
LINES = st.tuples(st.integers(1, 1000), AMOUNTS, PERCENTS, PERCENTS)
HALF_A_CENT = Fraction(1, 200)


@given(LINES)
def test_a_line_is_never_further_than_half_a_cent_from_the_truth(line: tuple[int, Decimal, Decimal, Decimal]) -> None:
    quantity, price, discount, tax = line
    sums = rules.line_sums(*line)
    true_net = Fraction(price) * quantity * (100 - Fraction(discount)) / 100
    assert abs(Fraction(sums.net) - true_net) <= HALF_A_CENT
    assert abs(Fraction(sums.tax) - Fraction(sums.net) * Fraction(tax) / 100) <= HALF_A_CENT
    assert sums.gross == sums.net + sums.tax
    assert all(amount == round(amount, 2) and amount >= 0 for amount in (sums.net, sums.tax, sums.gross))


@given(st.lists(LINES, min_size=1, max_size=30))
def test_the_whole_is_the_sum_of_what_each_line_shows(lines: list[tuple[int, Decimal, Decimal, Decimal]]) -> None:
    each = [rules.line_sums(*line) for line in lines]
    whole = rules.total(each)
    assert Fraction(whole.net) == sum((Fraction(line.net) for line in each), Fraction(0))
    assert Fraction(whole.tax) == sum((Fraction(line.tax) for line in each), Fraction(0))
    assert Fraction(whole.gross) == sum((Fraction(line.gross) for line in each), Fraction(0))
    assert rules.total(reversed(each)) == whole


@given(LINES, st.integers(1, 1000))
def test_more_pieces_never_cost_less(line: tuple[int, Decimal, Decimal, Decimal], more: int) -> None:
    quantity, price, discount, tax = line
    assert rules.line_sums(quantity + more, price, discount, tax).net >= rules.line_sums(*line).net


@pytest.mark.parametrize(
    ("line", "net", "tax", "gross"),
    [
        ((3, "10.00", "0", "19"), "30.00", "5.70", "35.70"),
        ((1, "0.125", "0", "0"), "0.13", "0.00", "0.13"),
        ((1, "0.124", "0", "0"), "0.12", "0.00", "0.12"),
        ((7, "14.2857", "12.5", "7.7"), "87.50", "6.74", "94.24"),
        ((2, "99.99", "100", "19"), "0.00", "0.00", "0.00"),
        ((1000000, "0.0001", "0", "0"), "100.00", "0.00", "100.00"),
    ],
)
def test_lines_computed_by_hand(line: tuple[int, str, str, str], net: str, tax: str, gross: str) -> None:
    quantity, *rest = line
    sums = rules.line_sums(quantity, *(Decimal(part) for part in rest))
    assert (str(sums.net), str(sums.tax), str(sums.gross)) == (net, tax, gross)


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(rules.QuotationIsTooLarge):
        rules.line_sums(1_000_000, Decimal(10**13), Decimal(0), Decimal(0))
    largest = rules.Sums(rules.LARGEST_SUM, Decimal(0), rules.LARGEST_SUM)
    with pytest.raises(rules.QuotationIsTooLarge):
        rules.total([largest, rules.line_sums(1, Decimal("0.01"), Decimal(0), Decimal(0))])
