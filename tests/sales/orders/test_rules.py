"""What an order may do and how far it has come, as plain Python."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.orders import rules
from services.sales.orders.rules import Fact, OrderStatus, fold

ORDERED = {"a": 3, "b": 2}
DRAFT, CONFIRMED, FULFILLED, VOIDING, VOIDED = OrderStatus
ALLOWED = {
    ("change", DRAFT): DRAFT,
    ("confirm", DRAFT): CONFIRMED,
    ("reserve again", CONFIRMED): CONFIRMED,
    ("void", DRAFT): VOIDED,
    ("void", CONFIRMED): VOIDING,
}


@pytest.mark.parametrize("verb", ["change", "confirm", "reserve again", "void"])
@pytest.mark.parametrize("status", list(OrderStatus))
def test_each_state_knows_its_verbs_and_no_others(verb: str, status: OrderStatus) -> None:
    if (verb, status) in ALLOWED:
        assert rules.next_status(verb, status) is ALLOWED[verb, status]
    else:
        with pytest.raises(rules.OrderCannotDoThis):
            rules.next_status(verb, status)


@pytest.mark.parametrize(
    ("status", "step", "complete", "expected"),
    [
        (CONFIRMED, "goods_reserved", False, CONFIRMED),
        (CONFIRMED, "payment_posted", True, FULFILLED),
        (FULFILLED, "payment_reversed", False, CONFIRMED),
        (CONFIRMED, "reservation_released", False, CONFIRMED),
        (VOIDING, "goods_shipped", False, VOIDING),
        (VOIDING, "reservation_released", False, VOIDED),
        (VOIDING, "release_refused", False, CONFIRMED),
        (VOIDING, "release_refused", True, FULFILLED),
        (VOIDED, "payment_posted", False, VOIDED),
        (VOIDED, "reservation_released", False, VOIDED),
    ],
)
def test_what_an_answer_makes_of_an_order(
    status: OrderStatus, step: str, complete: bool, expected: OrderStatus
) -> None:
    assert rules.status_after(status, step, complete) is expected


@pytest.mark.parametrize("amounts", [["99.99"], ["50", "50.01"], ["100", "0.0001"]])
def test_instalments_that_do_not_add_up_are_refused(amounts: list[str]) -> None:
    with pytest.raises(rules.InstalmentsDoNotAddUp):
        rules.ensure_instalments(Decimal(100), [Decimal(amount) for amount in amounts])


@pytest.mark.parametrize("amounts", [[], ["100"], ["33.33", "33.33", "33.34"]])
def test_instalments_that_add_up_are_taken(amounts: list[str]) -> None:
    rules.ensure_instalments(Decimal(100), [Decimal(amount) for amount in amounts])


def test_a_reservation_that_was_refused_and_then_made_counts_by_its_newest_word() -> None:
    refused = Fact("r1", "reservation_refused", 1)
    made = Fact("r2", "goods_reserved", 2, ORDERED)
    assert fold(ORDERED, [refused]).fulfilment == "short"
    assert fold(ORDERED, [made, refused]).fulfilment == "reserved"
    assert fold(ORDERED, [made, refused]).reserved == ORDERED
    assert fold(ORDERED, [made, refused, Fact("r3", "reservation_released", 3)]).reserved == {"a": 0, "b": 0}


def test_shipping_takes_from_what_is_reserved() -> None:
    progress = fold(ORDERED, [Fact("r", "goods_reserved", 1, ORDERED), Fact("s", "goods_shipped", 2, {"a": 2})])
    assert (progress.fulfilment, progress.reserved, progress.shipped) == (
        "partly_shipped",
        {"a": 1, "b": 2},
        {"a": 2, "b": 0},
    )


STEPS = (
    "goods_reserved",
    "reservation_refused",
    "reservation_released",
    "goods_shipped",
    "shipment_voided",
    "invoice_issued",
    "invoice_voided",
    "payment_posted",
    "payment_reversed",
)
FACTS = st.builds(
    lambda kind, document, position, quantity, amount: Fact(
        f"{kind}:{document}", kind, position, {"a": quantity, "b": quantity}, Decimal(amount)
    ),
    st.sampled_from(STEPS),
    st.integers(1, 4),
    st.integers(1, 10**6),
    st.integers(1, 3),
    st.integers(0, 10**6),
)


@given(
    st.lists(FACTS, unique_by=(lambda fact: fact.key, lambda fact: fact.position)), st.randoms(use_true_random=False)
)
def test_answers_in_any_order_and_told_twice_give_the_same_progress(facts: list[Fact], chance: random.Random) -> None:
    heard = [*facts, *chance.choices(facts, k=len(facts))] if facts else []
    chance.shuffle(heard)
    assert fold(ORDERED, heard) == fold(ORDERED, facts)


def test_what_is_undone_before_it_was_heard_of_counts_as_nothing() -> None:
    undone = (Fact("v", "shipment_voided", 3, {"a": 2}), Fact("i", "invoice_voided", 4, amount=Decimal(7)))
    progress = fold(ORDERED, [Fact("r", "goods_reserved", 1, ORDERED), *undone])
    assert (progress.fulfilment, progress.reserved, progress.shipped) == ("reserved", ORDERED, {"a": 0, "b": 0})
    assert (progress.invoiced, progress.paid) == (Decimal(0), Decimal(0))
