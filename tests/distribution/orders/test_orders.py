"""The saga of an order as distribution plays it: reserve all or nothing, try again, release or refuse."""

from typing import Any

import pytest

from shared.errors import NotFound
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


def test_every_line_is_reserved(depot: Depot, warehouse: str) -> None:
    saw, vice = depot.item(warehouse, 10), depot.item(warehouse, 10)
    order = depot.order({saw: 4, vice: 10})
    assert (depot.stock(saw), depot.stock(vice)) == ((10, 4), (10, 10))
    shown = depot.fulfilment(order.order_id)
    assert (shown["status"], shown["warehouse"]["id"], shown["amount"]) == ("reserved", warehouse, "140.00")
    assert [(line["ordered"], line["reserved"], line["shipped"]) for line in shown["lines"]] == [(4, 4, 0), (10, 10, 0)]
    (event,) = depot.events(order.order_id)
    assert event.type == "tenon.distribution.order.goods_reserved.v1"
    assert event.data["lines"] == [{"line_id": line["line_id"], "quantity": line["quantity"]} for line in order.lines]


def test_one_short_line_leaves_nothing_reserved(depot: Depot, warehouse: str) -> None:
    saw, vice = depot.item(warehouse, 10), depot.item(warehouse, 3)
    order = depot.order({saw: 4, vice: 5})
    assert (depot.stock(saw), depot.stock(vice)) == ((10, 0), (3, 0))
    assert depot.told(order.order_id) == ["reservation_refused"]
    assert depot.events(order.order_id)[0].data["short"] == [
        {"line_id": order.lines[1]["line_id"], "item_id": vice, "wanted": 5, "available": 3}
    ]
    assert depot.fulfilment(order.order_id)["status"] == "waiting"


def test_a_confirmation_told_again_does_nothing_twice(depot: Depot, warehouse: str) -> None:
    saw = depot.item(warehouse, 10)
    order = depot.order({saw: 4})
    depot.hear("take_confirmed_order", order)
    assert depot.stock(saw) == (10, 4)
    assert depot.told(order.order_id) == ["goods_reserved"]


def test_a_short_order_is_reserved_when_goods_have_come_and_sales_asks_again(depot: Depot, warehouse: str) -> None:
    saw = depot.item(warehouse, 3)
    order = depot.order({saw: 4})
    depot.request_again(order)
    inbound = depot.document("inbound", warehouse, {saw: 1})
    depot.call("nina", "post_inbound_document", document_id=inbound, request={})
    depot.request_again(order)
    depot.request_again(order)
    assert depot.told(order.order_id) == ["reservation_refused", "reservation_refused", "goods_reserved"]
    assert depot.stock(saw) == (4, 4)


def test_of_several_warehouses_the_one_that_has_every_line_serves(depot: Depot, warehouse: str) -> None:
    second = depot.warehouse(code="N2")
    saw, vice = depot.item(warehouse, 10), depot.item(second, 3)
    for place, item in ((second, saw), (warehouse, vice)):
        depot.call("nina", "post_inbound_document", document_id=depot.document("inbound", place, {item: 2}), request={})
    assert depot.fulfilment(depot.order({saw: 1, vice: 3}).order_id)["warehouse"]["id"] == second
    assert (depot.stock(saw, second), depot.stock(vice, second)) == ((2, 1), (3, 3))
    short = depot.order({saw: 11})
    [refused] = depot.events(short.order_id)
    assert (refused.data["warehouse_id"], refused.data["short"][0]["available"]) == (warehouse, 10)
    depot.ensure_sound()


def test_an_office_without_a_warehouse_is_served_by_the_nearest_unit_above(depot: Depot) -> None:
    above = depot.warehouse("hugo", "HQ1")
    saw = depot.item(above, 10, who="hugo")
    assert depot.fulfilment(depot.order({saw: 1}, unit="OFFICE").order_id)["warehouse"]["id"] == above
    nearer = depot.warehouse("nina", "N1")
    depot.call("nina", "post_inbound_document", document_id=depot.document("inbound", nearer, {saw: 5}), request={})
    assert depot.fulfilment(depot.order({saw: 1}, unit="OFFICE").order_id)["warehouse"]["id"] == nearer
    assert depot.stock(saw, nearer) == (5, 1)


def test_without_any_warehouse_all_lines_are_short(depot: Depot) -> None:
    depot.warehouse("sara", "S1")
    saw = depot.item()
    order = depot.order({saw: 2})
    assert depot.events(order.order_id)[0].data["short"] == [
        {"line_id": order.lines[0]["line_id"], "item_id": saw, "wanted": 2, "available": 0}
    ]


@pytest.mark.parametrize("pieces", [10, 3], ids=["reserved", "short"])
def test_an_order_is_undone_while_nothing_has_left(depot: Depot, warehouse: str, pieces: int) -> None:
    saw = depot.item(warehouse, pieces)
    order = depot.order({saw: 4})
    depot.ask_to_void(order)
    depot.ask_to_void(order)
    depot.request_again(order)
    assert depot.stock(saw) == (pieces, 0)
    assert depot.told(order.order_id)[1:] == ["reservation_released"]
    assert depot.fulfilment(order.order_id)["status"] == "released"
    depot.ensure_sound()


@pytest.mark.parametrize("step", ["create_shipment", "issue_invoice", "post_payment"])
def test_an_order_is_not_undone_after_goods_or_money_have_moved(depot: Depot, warehouse: str, step: str) -> None:
    saw = depot.item(warehouse, 10)
    order = depot.order({saw: 4})
    line = order.lines[0]["line_id"]
    requests: dict[str, Any] = {
        "create_shipment": {"lines": [{"line_id": line, "quantity": 1}]},
        "issue_invoice": {"amount": "1.00"},
        "post_payment": {"amount": "1.00", "method": "cash"},
    }
    depot.call("nina", step, order_id=order.order_id, request=requests[step])
    before = depot.stock(saw)
    depot.ask_to_void(order)
    assert depot.told(order.order_id)[-1] == "release_refused"
    assert depot.events(order.order_id)[-1].data["reason"]
    assert depot.stock(saw) == before


def test_orders_taken_at_once_never_reserve_more_than_lies_there(depot: Depot, warehouse: str) -> None:
    saw, vice = depot.item(warehouse, 10), depot.item(warehouse, 10)
    orders = [depot.confirmed({saw: 1, vice: 1} if number % 2 else {vice: 1, saw: 1}) for number in range(16)]
    in_parallel(lambda number: depot.hear("take_confirmed_order", orders[number]), 16)
    told = [depot.told(order.order_id) for order in orders]
    assert told.count(["goods_reserved"]) == 10
    assert told.count(["reservation_refused"]) == 6
    assert (depot.stock(saw), depot.stock(vice)) == ((10, 10), (10, 10))
    depot.ensure_sound()


def test_reserved_pieces_cannot_leave_by_another_paper(depot: Depot, warehouse: str) -> None:
    saw = depot.item(warehouse, 10)
    depot.order({saw: 8})
    outbound = depot.document("outbound", warehouse, {saw: 3})
    refused = in_parallel(lambda _: depot.call("nina", "post_outbound_document", document_id=outbound, request={}), 1)[
        0
    ]
    assert (refused.code, refused.extra["short"][0]["available"]) == ("stock_short", 2)


def test_an_order_is_seen_by_its_branch_and_by_the_keeper_of_its_goods(depot: Depot) -> None:
    above = depot.warehouse("hugo", "HQ1")
    order = depot.order({depot.item(above, 10, who="hugo"): 1})
    for who in ("nina", "nora", "hugo", "helen"):
        assert depot.fulfilment(order.order_id, who)["id"] == order.order_id
        assert depot.call(who, "list_dispatch_orders", query={"count": "exact"})["count"] == 1
    for who in ("sara", "olga"):
        with pytest.raises(NotFound):
            depot.fulfilment(order.order_id, who)
        assert depot.call(who, "list_dispatch_orders", query={"count": "exact"})["count"] == 0


def test_an_order_that_was_never_confirmed_cannot_be_undone(depot: Depot) -> None:
    order = depot.confirmed({new_id(): 1})
    with pytest.raises(NotFound):
        depot.ask_to_void(order)
