"""Shipments through the door: reserved goods leave once, never more of a line than was ordered."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts.sales.orders import OrderConfirmed
from shared.errors import Conflict, Forbidden, NotFound
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


@pytest.fixture
def saw(depot: Depot, warehouse: str) -> str:
    return depot.item(warehouse, 20)


@pytest.fixture
def order(depot: Depot, saw: str) -> OrderConfirmed:
    return depot.order({saw: 10})


def ship(depot: Depot, order: OrderConfirmed, quantity: int | None = None, who: str = "nina") -> Any:
    lines = [{"line_id": order.lines[0]["line_id"], "quantity": quantity}]
    request = {} if quantity is None else {"lines": lines}
    return depot.call(who, "create_shipment", order_id=order.order_id, request=request)


def void(depot: Depot, shipment: Any, who: str = "nina") -> Any:
    return depot.call(who, "void_shipment", shipment_id=shipment["id"], request={"reason": "wrong address"})


def test_a_part_leaves_and_then_the_rest(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    first = ship(depot, order, 4)
    assert first["number"].startswith("SH-NORTH-")
    assert depot.stock(saw) == (16, 6)
    assert depot.fulfilment(order.order_id)["status"] == "partly_shipped"
    ship(depot, order)
    assert depot.stock(saw) == (10, 0)
    assert depot.fulfilment(order.order_id)["status"] == "shipped"
    assert depot.told(order.order_id) == ["goods_reserved", "goods_shipped", "goods_shipped"]
    assert depot.events(order.order_id)[1].data["lines"] == [{"line_id": order.lines[0]["line_id"], "quantity": 4}]
    listed = depot.call("nina", "list_order_shipments", order_id=order.order_id, query={"count": "exact"})
    assert listed["count"] == 2
    depot.ensure_sound()


def test_no_line_is_shipped_above_what_was_ordered(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    ship(depot, order, 4)
    with pytest.raises(Conflict) as refused:
        ship(depot, order, 7)
    assert (refused.value.code, refused.value.extra["open"]) == ("shipment_above_ordered", 6)
    assert depot.stock(saw) == (16, 6)


def test_parallel_shipments_together_never_pass_what_was_ordered(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    answers = in_parallel(lambda _: ship(depot, order, 1), 16)
    refusals = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(refusals) == 6
    assert {refusal.code for refusal in refusals} == {"shipment_above_ordered"}
    assert depot.stock(saw) == (10, 0)
    assert depot.fulfilment(order.order_id)["lines"][0]["shipped"] == 10
    numbers = [row["number"][-6:] for row in depot.call("nina", "list_shipments", query={"sort": ["number"]})["data"]]
    assert numbers == [f"{number:06d}" for number in range(1, 11)]


def test_a_shipment_taken_back_is_reserved_again(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    shipment = ship(depot, order)
    assert void(depot, shipment)["status"] == "void"
    assert depot.stock(saw) == (20, 10)
    assert depot.fulfilment(order.order_id)["status"] == "reserved"
    with pytest.raises(Conflict) as refused:
        void(depot, shipment)
    assert refused.value.code == "shipment_is_void"
    ship(depot, order)
    assert depot.stock(saw) == (10, 0)
    assert depot.told(shipment["id"]) == ["created", "voided"]
    depot.ensure_sound()


def test_nothing_more_leaves_of_what_has_left(depot: Depot, order: OrderConfirmed) -> None:
    ship(depot, order)
    with pytest.raises(Conflict) as refused:
        ship(depot, order)
    assert refused.value.code == "nothing_to_ship"


def test_an_order_that_waits_or_was_undone_is_not_shipped(depot: Depot, order: OrderConfirmed, saw: str) -> None:
    short = depot.order({saw: 50})
    with pytest.raises(Conflict) as refused:
        ship(depot, short)
    assert refused.value.code == "order_not_reserved"
    depot.ask_to_void(order)
    with pytest.raises(Conflict) as refused:
        ship(depot, order)
    assert refused.value.code == "order_released"


def test_a_line_of_another_order_is_unknown(depot: Depot, saw: str, order: OrderConfirmed) -> None:
    lines = [{"line_id": new_id(), "quantity": 1}]
    with pytest.raises(NotFound) as refused:
        depot.call("nina", "create_shipment", order_id=order.order_id, request={"lines": lines})
    assert refused.value.code == "order_line_unknown"
    assert depot.stock(saw) == (20, 10)


def test_another_branch_does_not_know_order_or_shipment(depot: Depot, order: OrderConfirmed) -> None:
    shipment = ship(depot, order)
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: ship(depot, order, who="sara"),
        lambda: void(depot, shipment, who="sara"),
        lambda: depot.call("sara", "get_shipment", shipment_id=shipment["id"]),
        lambda: depot.call("sara", "list_order_shipments", order_id=order.order_id, query={}),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_goods_leave_by_the_rights_of_the_warehouse_they_lie_in(depot: Depot) -> None:
    above = depot.warehouse("hugo", "HQ1")
    order = depot.order({depot.item(above, 5, who="hugo"): 1}, unit="SOUTH")
    with pytest.raises(Forbidden) as refused:
        ship(depot, order, who="sara")
    assert refused.value.code == "warehouse_out_of_reach"
    shipment = ship(depot, order, who="hugo")
    assert depot.call("sara", "get_shipment", shipment_id=shipment["id"])["org_unit"]["code"] == "SOUTH"


def test_nothing_is_taken_back_into_a_closed_warehouse(depot: Depot, warehouse: str) -> None:
    saw = depot.item(warehouse, 10)
    order = depot.order({saw: 10})
    shipment = ship(depot, order)
    depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})
    with pytest.raises(Conflict) as refused:
        void(depot, shipment)
    assert refused.value.code == "warehouse_is_closed"
    assert depot.stock(saw) == (0, 0)
    assert depot.told(shipment["id"]) == ["created"]
    depot.call("nina", "reopen_warehouse", warehouse_id=warehouse, request={})
    assert void(depot, shipment)["status"] == "void"
    assert depot.stock(saw) == (10, 10)
