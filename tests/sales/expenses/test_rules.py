"""What an expense may do in each state, and whose part is how much."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.expenses import rules
from services.sales.expenses.rules import ExpenseStatus
from shared.apportioning import PartsDoNotAddUp

ALLOWED = {
    ("draft", "change"): "draft",
    ("draft", "submit"): "submitted",
    ("submitted", "approve"): "approved",
    ("submitted", "refuse"): "refused",
    ("refused", "change"): "refused",
    ("refused", "submit"): "submitted",
    ("approved", "pay"): "paid",
}
PIECES = st.integers(1, 10**8).map(lambda pieces: pieces * Decimal("0.0001"))


@pytest.mark.parametrize(("status", "verb"), list(product(ExpenseStatus, rules.TRANSITIONS)))
def test_each_verb_leads_from_a_state_where_the_table_says_and_nowhere_else(status: ExpenseStatus, verb: str) -> None:
    led = ALLOWED.get((status.value, verb))
    if led is None:
        with pytest.raises(rules.ExpenseCannotDoThis):
            rules.next_status(verb, status)
    else:
        assert rules.next_status(verb, status) == led


@given(amounts=st.lists(PIECES, min_size=1, max_size=9), off=PIECES)
def test_parts_are_taken_only_when_they_sum_to_the_amount_exactly(amounts: list[Decimal], off: Decimal) -> None:
    parts = [(str(place), amount) for place, amount in enumerate(amounts)]
    rules.ensure_allocated(sum(amounts, Decimal(0)), parts)
    for wrong in (off, -off):
        with pytest.raises(PartsDoNotAddUp):
            rules.ensure_allocated(sum(amounts, wrong), parts)


def test_an_expense_may_be_of_no_deal_and_a_deal_has_one_part() -> None:
    rules.ensure_allocated(Decimal(5), [])
    with pytest.raises(rules.DealNamedTwice):
        rules.ensure_allocated(Decimal(10), [("deal", Decimal(5)), ("deal", Decimal(5))])
