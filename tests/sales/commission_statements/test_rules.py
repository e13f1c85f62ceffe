"""What a document earns: tiers by what was accumulated, shares that sum to the whole."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.sales.commission_statements import rules
from services.sales.commission_statements.rules import Counted, Part

AMOUNTS = st.integers(1, 10**13).map(lambda pieces: pieces * rules.FINEST)
PERCENTS = st.integers(0, 10**6).map(lambda pieces: pieces * rules.FINEST)


@st.composite
def tiers(draw: st.DrawFn) -> list[tuple[Decimal, Decimal]]:
    """One to six tiers that begin at zero and rise."""
    starts = draw(st.sets(st.integers(1, 10**11), max_size=5))
    return [(above * rules.CENT, draw(PERCENTS)) for above in (0, *sorted(starts))]


WEIGHTS = st.integers(1, 10**6).map(lambda pieces: pieces * rules.FINEST)
SHARES = st.dictionaries(st.sampled_from("abcdef"), WEIGHTS, min_size=1)


def test_each_part_of_an_amount_earns_at_the_rate_of_its_own_tier() -> None:
    steps = [(Decimal(0), Decimal(5)), (Decimal(1000), Decimal(8)), (Decimal(5000), Decimal(10))]
    assert rules.parts_of(steps, Decimal(0), Decimal(1000)) == [Part(1, Decimal(5), Decimal(1000), Decimal("50.00"))]
    assert rules.parts_of(steps, Decimal(400), Decimal(6000)) == [
        Part(1, Decimal(5), Decimal(600), Decimal("30.00")),
        Part(2, Decimal(8), Decimal(4000), Decimal("320.00")),
        Part(3, Decimal(10), Decimal(1400), Decimal("140.00")),
    ]
    assert rules.parts_of(steps, Decimal(5000), Decimal("0.05"))[0].amount == Decimal("0.01")


@given(steps=tiers(), accumulated=AMOUNTS, amount=AMOUNTS)
def test_the_parts_of_an_amount_sum_to_it_and_each_is_exact_to_half_a_cent(
    steps: list[tuple[Decimal, Decimal]], accumulated: Decimal, amount: Decimal
) -> None:
    parts = rules.parts_of(steps, accumulated, amount)
    assert sum(part.basis for part in parts) == amount
    assert all(part.percent == steps[part.tier - 1][1] for part in parts)
    assert all(abs(part.amount - part.basis * part.percent / 100) <= Decimal("0.005") for part in parts)
    assert all(lower.tier < upper.tier for lower, upper in pairwise(parts))


@given(steps=tiers(), accumulated=AMOUNTS, amount=AMOUNTS, shares=SHARES)
def test_splits_sum_to_the_whole_and_what_is_taken_back_is_exactly_what_was_earned(
    steps: list[tuple[Decimal, Decimal]], accumulated: Decimal, amount: Decimal, shares: dict[str, Decimal]
) -> None:
    parts = rules.parts_of(steps, accumulated, amount)
    dues = rules.dues_of(parts, shares)
    for part in parts:
        of_part = [due for due in dues if due.tier == part.tier]
        assert [due.person_id for due in of_part] == list(shares)
        assert sum(due.basis for due in of_part) == part.basis
        assert sum(due.amount for due in of_part) == part.amount
    for due in dues:
        back = rules.opposite(due)
        assert (due.basis + back.basis, due.amount + back.amount) == (0, 0)
        assert rules.opposite(back) == due


@given(data=st.data())
def test_documents_count_in_the_order_of_the_log_in_whatever_order_they_are_given(data: st.DataObject) -> None:
    amounts = data.draw(st.lists(AMOUNTS, min_size=1, max_size=8))
    undone = data.draw(st.lists(st.booleans(), min_size=len(amounts), max_size=len(amounts)))
    places = data.draw(st.permutations(range(1, 2 * len(amounts) + 1)))
    pairs = [sorted(places[2 * number : 2 * number + 2]) for number in range(len(amounts))]
    documents = [
        Counted(str(number), amount, pairs[number][0], pairs[number][1] if undone[number] else None)
        for number, amount in enumerate(amounts)
    ]
    shuffled = data.draw(st.permutations(documents))
    found = rules.accumulated_at(shuffled, 0, Decimal(0))
    for one in documents:
        stood = [
            other.amount
            for other in documents
            if other.position < one.position and (other.undone_at is None or other.undone_at > one.position)
        ]
        assert found[one.key] == sum(stood)


def test_what_came_before_is_told_as_one_sum() -> None:
    old, new = Counted("old", Decimal(100), 1, 5), Counted("new", Decimal(30), 7)
    assert rules.accumulated_at([old, new], 4, Decimal(100)) == {"new": Decimal(0)}


@given(data=st.data(), steps=tiers(), amount=AMOUNTS, shares=SHARES)
def test_returns_that_sum_to_the_whole_take_back_exactly_what_was_earned(
    data: st.DataObject, steps: list[tuple[Decimal, Decimal]], amount: Decimal, shares: dict[str, Decimal]
) -> None:
    """One after another, with some given back in between, whatever the first ones took."""
    dues = rules.dues_of(rules.parts_of(steps, Decimal(0), amount), shares)
    pieces = int(amount / rules.FINEST)
    levels = data.draw(st.lists(st.integers(0, pieces), max_size=6))
    lost: list[rules.Due] = []
    for level in levels:
        taken = level * rules.FINEST
        lost += rules.losses_of(dues, lost, taken, amount)
        for due in dues:
            own = [one for one in lost if (one.person_id, one.tier) == (due.person_id, due.tier)]
            assert abs(due.amount * taken / amount + sum(one.amount for one in own)) <= rules.CENT / 2
        assert rules.losses_of(dues, lost, taken, amount) == []
    lost += rules.losses_of(dues, lost, amount, amount)
    assert sum(one.amount for one in lost) == -sum(due.amount for due in dues)
    assert sum(one.basis for one in lost) == -sum(due.basis for due in dues)


def test_money_counts_as_far_as_it_is_for_goods_that_were_kept() -> None:
    def taken(counted: int, returned: int, *, paid: bool) -> Decimal:
        return rules.taken_by_returns(Decimal(counted), Decimal(returned), Decimal(1000), paid=paid)

    assert [taken(1000, 400, paid=True), taken(500, 400, paid=True), taken(800, 400, paid=True)] == [400, 0, 200]
    assert [taken(1000, 1000, paid=True), taken(500, 1000, paid=True)] == [1000, 500]
    assert [taken(500, 400, paid=False), taken(500, 500, paid=False), taken(250, 500, paid=False)] == [400, 500, 250]
