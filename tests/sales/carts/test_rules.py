"""What a cart may do, by its rules alone."""

from decimal import Decimal

import pytest

from services.sales.carts import rules
from services.sales.carts.rules import CartStatus
from services.sales.configurators.rules import Choice, configuration_id


@pytest.mark.parametrize("verb", list(rules.TRANSITIONS))
@pytest.mark.parametrize("status", [CartStatus.CHECKED_OUT, CartStatus.ABANDONED])
def test_a_cart_that_is_no_longer_open_takes_no_step_and_names_its_order(verb: str, status: CartStatus) -> None:
    with pytest.raises(rules.CartCannotDoThis) as refused:
        rules.next_status(verb, status, "the order")
    assert refused.value.extra == {"cart_status": status, "order_id": "the order"}


def test_only_the_total_that_was_seen_is_bought() -> None:
    rules.ensure_seen(Decimal("10.0"), Decimal("10.00"), {})
    told = {"total": "10.00", "differences": [{"line_id": "x"}]}
    for seen, now in (("9.99", Decimal(10)), ("10.01", Decimal(10)), ("10", None)):
        with pytest.raises(rules.CartHasChanged) as refused:
            rules.ensure_seen(Decimal(seen), now, told)
        assert refused.value.extra == told
    rules.ensure_counted({"a": 1}, {"a": 1})
    with pytest.raises(rules.CartHasChanged):
        rules.ensure_counted({}, {"a": 1})


def test_the_same_parts_are_the_same_configuration_in_whatever_order_and_no_others_are() -> None:
    engine, cab = Choice("engine", "e1"), Choice("extras", "c1")
    known = configuration_id("tractor", [engine, cab])
    assert known == configuration_id("tractor", [cab, engine]) == "dae2daa8-223a-5dda-a53c-859cf1a170f0"
    others = [("tractor", [engine]), ("plough", [engine, cab]), ("tractor", [Choice("extras", "e1"), cab])]
    assert len({known, *(configuration_id(*other) for other in others)}) == 4
