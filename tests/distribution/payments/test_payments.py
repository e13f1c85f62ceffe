"""Payments through the door: never above the order, once for each bank reference, undone by a reversal."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts.sales.orders import OrderConfirmed
from shared.errors import Conflict, NotFound, RuleBroken
from tests.distribution.depot import Depot, in_parallel


@pytest.fixture
def order(depot: Depot, warehouse: str) -> OrderConfirmed:
    """Ten pieces at ten dollars."""
    return depot.order({depot.item(warehouse, 20): 10})


def pay(depot: Depot, order: OrderConfirmed, amount: str, who: str = "nina", **more: Any) -> Any:
    request = {"amount": amount, "method": "bank_transfer", **more}
    return depot.call(who, "post_payment", order_id=order.order_id, request=request)


def reverse(depot: Depot, payment: Any, who: str = "nina") -> Any:
    return depot.call(who, "reverse_payment", payment_id=payment["id"], request={"reason": "bounced"})


def test_no_more_is_taken_than_the_order_is_worth(depot: Depot, order: OrderConfirmed) -> None:
    paid = pay(depot, order, "99.99", payer="Lucille", paid_on="2026-03-01")
    assert (paid["status"], paid["payer"], paid["paid_on"]) == ("posted", "Lucille", "2026-03-01")
    assert paid["number"].startswith("PM-NORTH-")
    with pytest.raises(Conflict) as refused:
        pay(depot, order, "0.02")
    assert (refused.value.code, refused.value.extra["open"]) == ("payment_above_order", "0.01")
    pay(depot, order, "0.01")
    assert depot.fulfilment(order.order_id)["paid"] == "100.00"
    with pytest.raises(RuleBroken):
        pay(depot, order, "0.00")


def test_the_same_bank_reference_again_is_the_same_payment(depot: Depot, order: OrderConfirmed) -> None:
    first = pay(depot, order, "60.00", reference="MT940-1")
    assert pay(depot, order, "60.00", reference="MT940-1")["id"] == first["id"]
    assert depot.fulfilment(order.order_id)["paid"] == "60.00"
    with pytest.raises(Conflict) as refused:
        pay(depot, order, "10.00", reference="MT940-1")
    assert refused.value.code == "payment_reference_used"


def test_the_same_bank_reference_at_once_is_one_payment(depot: Depot, order: OrderConfirmed) -> None:
    answers = in_parallel(lambda _: pay(depot, order, "10.00", reference="MT940-2"), 6)
    assert len({answer["id"] for answer in answers}) == 1
    assert depot.fulfilment(order.order_id)["paid"] == "10.00"


def test_a_reversal_nets_to_zero_and_both_stay_listed(depot: Depot, order: OrderConfirmed) -> None:
    paid = pay(depot, order, "60.00", reference="MT940-3")
    reversal = reverse(depot, paid)
    assert (reversal["status"], reversal["amount"], reversal["reverses_id"]) == ("reversal", "-60.00", paid["id"])
    query = {"totals": ["amount"], "sort": ["number"]}
    listed = depot.call("nina", "list_order_payments", order_id=order.order_id, query=query)
    assert [row["status"] for row in listed["data"]] == ["reversed", "reversal"]
    assert listed["totals"] == {"amount": "0.00"}
    assert depot.fulfilment(order.order_id)["paid"] == "0.00"
    assert depot.told(order.order_id) == ["goods_reserved", "payment_posted", "payment_reversed"]
    for again in (paid, reversal):
        with pytest.raises(Conflict) as refused:
            reverse(depot, again)
        assert refused.value.code == "payment_not_posted"
    with pytest.raises(Conflict) as refused:
        pay(depot, order, "60.00", reference="MT940-3")
    assert refused.value.code == "payment_reference_used"
    pay(depot, order, "100.00")


def test_parallel_payments_together_never_pass_the_order(depot: Depot, order: OrderConfirmed) -> None:
    answers = in_parallel(lambda _: pay(depot, order, "30.00"), 8)
    assert len([answer for answer in answers if isinstance(answer, dict)]) == 3
    assert depot.fulfilment(order.order_id)["paid"] == "90.00"


def test_another_branch_does_not_know_order_or_payment(depot: Depot, order: OrderConfirmed) -> None:
    paid = pay(depot, order, "1.00")
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: pay(depot, order, "1.00", who="sara"),
        lambda: reverse(depot, paid, who="sara"),
        lambda: depot.call("sara", "get_payment", payment_id=paid["id"]),
        lambda: depot.call("sara", "list_order_payments", order_id=order.order_id, query={}),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
