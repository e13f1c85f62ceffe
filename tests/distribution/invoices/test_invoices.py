"""Invoices through the door: never above the order, by lines to the cent, and free again when voided."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from services.distribution.orders.rules import share_of
from shared.contracts.distribution.invoices import IssueInvoice
from shared.contracts.sales.orders import OrderConfirmed
from shared.errors import Conflict, NotFound, RuleBroken
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


@pytest.fixture
def order(depot: Depot, warehouse: str) -> OrderConfirmed:
    """Ten pieces at ten dollars."""
    return depot.order({depot.item(warehouse, 20): 10})


def issue(depot: Depot, order: OrderConfirmed, who: str = "nina", **request: Any) -> Any:
    return depot.call(who, "issue_invoice", order_id=order.order_id, request=request)


def pieces(order: OrderConfirmed, quantity: int) -> list[dict[str, Any]]:
    return [{"line_id": order.lines[0]["line_id"], "quantity": quantity}]


def void(depot: Depot, invoice: Any, who: str = "nina") -> Any:
    return depot.call(who, "void_invoice", invoice_id=invoice["id"], request={"reason": "wrong name"})


def test_no_more_is_invoiced_than_the_order_is_worth(depot: Depot, order: OrderConfirmed) -> None:
    first = issue(depot, order, amount="60.00")
    assert (first["status"], first["amount"], first["order_id"]) == ("issued", "60.00", order.order_id)
    with pytest.raises(Conflict) as refused:
        issue(depot, order, amount="40.01")
    assert (refused.value.code, refused.value.extra["open"]) == ("invoice_above_order", "40.00")
    issue(depot, order, amount="40.00")
    assert depot.fulfilment(order.order_id)["invoiced"] == "100.00"
    listed = depot.call("nina", "list_order_invoices", order_id=order.order_id, query={"totals": ["amount"]})
    assert listed["totals"] == {"amount": "100.00"}


def test_a_voided_invoice_frees_its_amount_and_its_pieces(depot: Depot, order: OrderConfirmed) -> None:
    invoice = issue(depot, order, lines=pieces(order, 10))
    with pytest.raises(Conflict):
        issue(depot, order, lines=pieces(order, 1))
    assert void(depot, invoice)["status"] == "void"
    assert depot.fulfilment(order.order_id)["invoiced"] == "0.00"
    assert depot.fulfilment(order.order_id)["lines"][0]["invoiced"] == 0
    again = issue(depot, order, lines=pieces(order, 10))
    assert (again["amount"], again["lines"][0]["amount"]) == ("100.00", "100.00")
    with pytest.raises(Conflict) as refused:
        void(depot, invoice)
    assert refused.value.code == "invoice_is_void"
    assert depot.told(order.order_id) == ["goods_reserved", "invoice_issued", "invoice_voided", "invoice_issued"]
    assert depot.told(invoice["id"]) == ["created", "voided"]


def test_pieces_are_invoiced_once(depot: Depot, order: OrderConfirmed) -> None:
    issue(depot, order, lines=pieces(order, 7))
    with pytest.raises(Conflict) as refused:
        issue(depot, order, lines=pieces(order, 4))
    assert (refused.value.code, refused.value.extra["open"]) == ("invoice_above_order", 3)


def test_parallel_invoices_together_never_pass_the_order(depot: Depot, order: OrderConfirmed) -> None:
    answers = in_parallel(lambda _: issue(depot, order, amount="30.00"), 8)
    assert len([answer for answer in answers if isinstance(answer, dict)]) == 3
    assert {answer.code for answer in answers if isinstance(answer, Conflict)} == {"invoice_above_order"}
    assert depot.fulfilment(order.order_id)["invoiced"] == "90.00"


def test_nothing_is_invoiced_for_nothing_or_for_an_order_undone(depot: Depot, order: OrderConfirmed) -> None:
    with pytest.raises(RuleBroken):
        issue(depot, order, amount="0.00")
    depot.ask_to_void(order)
    with pytest.raises(Conflict) as refused:
        issue(depot, order, amount="1.00")
    assert refused.value.code == "order_released"


def test_another_branch_does_not_know_order_or_invoice(depot: Depot, order: OrderConfirmed) -> None:
    invoice = issue(depot, order, amount="1.00")
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: issue(depot, order, who="sara", amount="1.00"),
        lambda: void(depot, invoice, who="sara"),
        lambda: depot.call("sara", "get_invoice", invoice_id=invoice["id"]),
        lambda: depot.call("sara", "list_order_invoices", order_id=order.order_id, query={}),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize(
    "body",
    [{}, {"amount": "1.00", "lines": [{"line_id": new_id(), "quantity": 1}]}, {"amount": 1.5}, {"amount": "-1"}],
    ids=["neither", "both", "float", "negative"],
)
def test_an_invoice_is_either_of_an_amount_or_of_lines(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        IssueInvoice().load(body)


@given(
    amount=st.integers(1, 10**7).map(lambda cents: Decimal(cents) / 100),
    parts=st.lists(st.integers(1, 9), min_size=1, max_size=12),
)
def test_the_parts_of_a_line_add_up_to_the_line(amount: Decimal, parts: list[int]) -> None:
    ordered, invoiced, so_far = sum(parts), 0, Decimal(0)
    for quantity in parts:
        share = share_of(quantity, ordered, invoiced, amount, so_far)
        assert share >= 0
        invoiced, so_far = invoiced + quantity, so_far + share
    assert so_far == amount
