"""Goods that come back, through the door: awaited as sales tells of them, on stock once they are received, and once."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts.sales.order_returns import OrderReturned
from shared.contracts.sales.orders import OrderConfirmed
from shared.errors import Conflict, Forbidden, NotFound, Refusal
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


@pytest.fixture
def saw(depot: Depot, warehouse: str) -> str:
    return depot.item(warehouse, 20)


@pytest.fixture
def order(depot: Depot, saw: str) -> OrderConfirmed:
    """Ten pieces, six of which left."""
    event = depot.order({saw: 10})
    ship(depot, event, 6)
    return event


def ship(depot: Depot, order: OrderConfirmed, quantity: int) -> Any:
    request = {"lines": [{"line_id": order.lines[0]["line_id"], "quantity": quantity}]}
    return depot.call("nina", "create_shipment", order_id=order.order_id, request=request)


def receive(depot: Depot, back: OrderReturned, who: str = "nina", key: str | None = None, **request: Any) -> Any:
    return depot.call(who, "receive_inbound_return", return_id=back.return_id, request=request, key=key)


def told_of(back: OrderReturned, good: int, scrapped: int) -> list[dict[str, Any]]:
    return [{"line_id": back.returned_lines[0]["line_id"], "good": good, "scrapped": scrapped}]


def reverse(depot: Depot, back: OrderReturned, who: str = "nina") -> Any:
    return depot.call(who, "reverse_inbound_return", return_id=back.return_id, request={"reason": "found again"})


def look(depot: Depot, back: OrderReturned, who: str = "nina") -> Any:
    return depot.call(who, "get_inbound_return", return_id=back.return_id)


def take_away(depot: Depot, warehouse: str, item: str, quantity: int) -> None:
    document = depot.document("outbound", warehouse, {item: quantity})
    depot.call("nina", "post_outbound_document", document_id=document, request={})


def test_a_return_is_awaited_once_and_moves_no_stock(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    depot.hear("await_returned_goods", back)
    awaited = look(depot, back)
    assert awaited["number"].startswith("IR-NORTH-")
    assert (awaited["status"], awaited["return_number"], awaited["order_id"]) == (
        "awaited",
        back.return_number,
        order.order_id,
    )
    (line,) = awaited["lines"]
    assert (line["item_id"], line["quantity"], line["good"], line["scrapped"]) == (saw, 4, 0, 0)
    assert depot.stock(saw) == (14, 4)
    assert depot.told(back.return_id) == ["awaited"]
    listed = depot.call("nina", "list_inbound_returns", query={"count": "exact"})
    assert listed["count"] == 1


def test_good_pieces_lie_on_stock_and_scrapped_ones_do_not(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    received = receive(depot, back, lines=told_of(back, 2, 1), note="One is missing")
    assert (received["status"], received["note"]) == ("received", "One is missing")
    assert [(line["good"], line["scrapped"]) for line in received["lines"]] == [(2, 1)]
    assert depot.stock(saw) == (16, 4)
    assert depot.moves(back.return_id) == [("return", 2, 0)]
    assert depot.fulfilment(order.order_id)["lines"][0]["returned"] == 3
    assert depot.told(back.return_id) == ["awaited", "received"]
    assert depot.told(order.order_id)[-1] == "goods_returned"
    depot.ensure_sound()


def test_it_is_received_once_however_often_it_is_tried(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    key = new_id()
    first = receive(depot, back, key=key)
    assert first == receive(depot, back, key=key)
    answers = in_parallel(lambda _: receive(depot, back), 4)
    assert {answer.code for answer in answers} == {"inbound_return_state_forbids"}
    assert depot.stock(saw) == (18, 4)


def test_of_many_receipts_at_once_one_counts(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 6)
    answers = in_parallel(lambda _: receive(depot, back), 6)
    assert sorted(isinstance(answer, Refusal) for answer in answers) == [False] + [True] * 5
    assert depot.stock(saw) == (20, 4)
    depot.ensure_sound()


@pytest.mark.parametrize(
    ("good", "scrapped", "code"),
    [(4, 1, "inbound_return_above_awaited"), (5, 0, "inbound_return_above_awaited"), (0, 0, "inbound_return_is_empty")],
)
def test_no_more_and_not_nothing_is_received(
    depot: Depot, saw: str, order: OrderConfirmed, good: int, scrapped: int, code: str
) -> None:
    back = depot.give_back(order, 4)
    with pytest.raises(Refusal) as refused:
        receive(depot, back, lines=told_of(back, good, scrapped))
    assert refused.value.code == code
    assert depot.stock(saw) == (14, 4)
    assert look(depot, back)["status"] == "awaited"


def test_a_line_of_another_order_is_unknown(depot: Depot, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    with pytest.raises(NotFound) as refused:
        receive(depot, back, lines=[{"line_id": new_id(), "good": 1}])
    assert refused.value.code == "inbound_return_line_unknown"


def test_a_return_that_was_voided_is_awaited_no_longer(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    depot.void_return(back)
    depot.void_return(back)
    assert (look(depot, back)["status"], look(depot, back)["cancel_reason"]) == ("cancelled", "Counted twice")
    assert depot.told(back.return_id) == ["awaited", "cancelled"]
    with pytest.raises(Conflict) as refused:
        receive(depot, back)
    assert refused.value.code == "inbound_return_state_forbids"
    assert depot.stock(saw) == (14, 4)


def test_what_was_received_of_a_voided_return_leaves_the_stock(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    receive(depot, back, lines=told_of(back, 3, 1))
    depot.void_return(back)
    assert look(depot, back)["status"] == "cancelled"
    assert depot.stock(saw) == (14, 4)
    assert depot.moves(back.return_id) == [("return", 3, 0), ("reversal", -3, 0)]
    assert depot.fulfilment(order.order_id)["lines"][0]["returned"] == 0
    assert depot.told(order.order_id)[-1] == "goods_return_reversed"
    depot.ensure_sound()


def test_a_receipt_whose_goods_are_gone_is_disputed_until_they_are_free(
    depot: Depot, warehouse: str, saw: str, order: OrderConfirmed
) -> None:
    back = depot.give_back(order, 4)
    receive(depot, back)
    take_away(depot, warehouse, saw, 13)
    depot.void_return(back)
    assert look(depot, back)["status"] == "disputed"
    assert depot.stock(saw) == (5, 4)
    assert depot.told(back.return_id)[-1] == "disputed"
    again = depot.give_back(order, 4)
    with pytest.raises(Conflict) as refused:
        receive(depot, again)
    assert (refused.value.code, refused.value.extra["open"]) == ("return_above_shipped", 2)
    with pytest.raises(Conflict) as refused:
        reverse(depot, back)
    assert refused.value.code == "stock_short"
    document = depot.document("inbound", warehouse, {saw: 3})
    depot.call("nina", "post_inbound_document", document_id=document, request={})
    assert reverse(depot, back)["status"] == "cancelled"
    assert depot.stock(saw) == (4, 4)
    assert receive(depot, again)["status"] == "received"
    depot.ensure_sound()


def test_only_a_disputed_receipt_is_reversed_by_hand(depot: Depot, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    for _ in range(2):
        with pytest.raises(Conflict) as refused:
            reverse(depot, back)
        assert refused.value.code == "inbound_return_state_forbids"
        if look(depot, back)["status"] == "awaited":
            receive(depot, back)


def test_goods_never_lie_on_stock_by_a_return_and_by_their_shipment(depot: Depot, saw: str) -> None:
    order = depot.order({saw: 10})
    shipment = ship(depot, order, 6)
    void: Callable[[], Any] = lambda: depot.call(  # noqa: E731 -- tried twice
        "nina", "void_shipment", shipment_id=shipment["id"], request={"reason": "wrong address"}
    )
    first, second = depot.give_back(order, 2), depot.give_back(order, 4)
    receive(depot, first)
    with pytest.raises(Conflict) as refused:
        void()
    assert refused.value.code == "shipped_goods_are_back"
    depot.void_return(first)
    void()
    with pytest.raises(Conflict) as refused:
        receive(depot, second)
    assert (refused.value.code, refused.value.extra["open"]) == ("return_above_shipped", 0)
    assert depot.stock(saw) == (20, 10)
    depot.ensure_sound()


def test_another_branch_does_not_know_of_it(depot: Depot, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: receive(depot, back, "sara"),
        lambda: reverse(depot, back, "sara"),
        lambda: look(depot, back, "sara"),
        lambda: depot.call("sara", "list_inbound_return_history", return_id=back.return_id),
        lambda: depot.call("sara", "list_order_inbound_returns", order_id=order.order_id, query={}),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert depot.call("sara", "list_inbound_returns", query={})["data"] == []


def test_goods_come_in_by_the_rights_of_the_warehouse_that_they_come_to(depot: Depot) -> None:
    above = depot.warehouse("hugo", "HQ1")
    order = depot.order({depot.item(above, 5, who="hugo"): 1}, unit="SOUTH")
    depot.call("hugo", "create_shipment", order_id=order.order_id, request={})
    back = depot.give_back(order, 1)
    assert look(depot, back, "sara")["status"] == "awaited"
    with pytest.raises(Forbidden) as refused:
        receive(depot, back, "sara")
    assert refused.value.code == "warehouse_out_of_reach"
    assert receive(depot, back, "hugo")["org_unit"]["code"] == "SOUTH"


def test_nothing_is_received_in_a_closed_warehouse(depot: Depot, warehouse: str) -> None:
    saw = depot.item(warehouse, 2)
    order = depot.order({saw: 2})
    ship(depot, order, 2)
    back = depot.give_back(order, 2)
    depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})
    with pytest.raises(Conflict) as refused:
        receive(depot, back)
    assert refused.value.code == "warehouse_is_closed"
    assert depot.fulfilment(order.order_id)["lines"][0]["returned"] == 0
    depot.call("nina", "reopen_warehouse", warehouse_id=warehouse, request={})
    assert receive(depot, back)["status"] == "received"
