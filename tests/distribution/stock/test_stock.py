"""Stock through the door: who sees it, that it is the sum of its moves, and that the check would see if it were not."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from services.distribution.stock.model import StockBalance
from services.distribution.stock.rules import is_short
from shared.contracts.sales.orders import OrderConfirmed
from shared.errors import Conflict, NotFound
from shared.persistence.database import Database
from tests.distribution.depot import Depot, open_depot


def test_stock_is_listed_by_item_and_warehouse(depot: Depot, warehouse: str) -> None:
    item, other = depot.item(warehouse, 12), depot.item(warehouse, 5)
    depot.order({item: 4})
    query = {"filter": [["item_id", "eq", item], ["available", "lt", 9]], "count": "exact"}
    (row,) = depot.call("nina", "list_stock", query=query)["data"]
    assert (row["physical"], row["reserved"], row["available"]) == (12, 4, 8)
    assert (row["warehouse"]["code"], row["item"]["id"]) == ("N1", item)
    everything = depot.call("nina", "list_stock", query={"filter": [["warehouse_id", "eq", warehouse]]})
    assert {row["item"]["id"] for row in everything["data"]} == {item, other}
    (reserve, opening) = depot.call("nina", "list_stock_moves", stock_id=row["id"])["data"]
    assert (reserve["kind"], reserve["reserved"], opening["kind"], opening["physical"]) == ("reserve", 4, "inbound", 12)
    assert depot.told(row["id"]) == ["level_changed", "level_changed"]


def test_another_branch_does_not_see_the_stock(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 12)
    (row,) = depot.call("nora", "list_stock", query={"filter": [["item_id", "eq", item]]})["data"]
    for who in ("sara", "olga", "hugo"):
        assert depot.call(who, "list_stock", query={"count": "exact"})["count"] == 0
        for rpc in ("get_stock", "list_stock_moves", "list_stock_history"):
            with pytest.raises(NotFound):
                depot.call(who, rpc, stock_id=row["id"])


def test_the_check_finds_a_balance_that_its_moves_do_not_add_up_to(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 12)
    depot.ensure_sound()
    with depot.database.write() as session:
        session.execute(update(StockBalance).values(physical=13))
    (broken,) = depot.call("nina", "list_stock_invariants", query={})["data"]
    assert (broken["item_id"], broken["physical"], broken["moved_physical"]) == (item, 13, 12)
    assert depot.call("sara", "list_stock_invariants", query={}) == {"data": []}


@pytest.mark.parametrize("values", [{"physical": -1}, {"reserved": -1}, {"reserved": 13}])
def test_the_database_itself_refuses_a_negative_balance(depot: Depot, warehouse: str, values: dict[str, int]) -> None:
    depot.item(warehouse, 12)
    with pytest.raises(IntegrityError), depot.database.write() as session:
        session.execute(update(StockBalance).values(**values))


@pytest.mark.parametrize(
    ("balance", "change", "short"),
    [
        ((5, 0), (-5, 0), False),
        ((5, 0), (-6, 0), True),
        ((5, 2), (-4, 0), True),
        ((5, 5), (-5, -5), False),
        ((5, 2), (0, 3), False),
        ((5, 2), (0, 4), True),
        ((5, 2), (0, -3), True),
    ],
)
def test_a_balance_bears_what_leaves_nothing_negative(
    balance: tuple[int, int], change: tuple[int, int], short: bool
) -> None:
    assert is_short(*balance, *change) is short


@pytest.fixture(scope="module")
def quick_depot() -> Iterator[Depot]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'stock.sqlite'}")
        yield open_depot(database)
        database.close()


STEPS = st.lists(
    st.tuples(st.sampled_from(("inbound", "outbound", "void", "order", "ship", "undo")), st.integers(1, 9)),
    min_size=1,
    max_size=12,
)


@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_in_any_order_of_steps_the_balance_is_the_sum_of_its_moves(
    quick_depot: Depot, steps: list[tuple[str, int]]
) -> None:
    found = quick_depot.call("nina", "list_warehouses", query={})["data"]
    warehouse = found[0]["id"] if found else quick_depot.warehouse()
    run = _Run(quick_depot, warehouse, quick_depot.item(warehouse, 5))
    for step, quantity in steps:
        getattr(run, step)(quantity)
        physical, reserved = quick_depot.stock(run.item)
        assert (physical, reserved) == run.expected
        assert 0 <= reserved <= physical
    quick_depot.ensure_sound()


class _Run:
    """One item's life, and by plain arithmetic what should lie there."""

    def __init__(self, depot: Depot, warehouse: str, item: str) -> None:
        self.depot, self.warehouse, self.item = depot, warehouse, item
        self.expected = (5, 0)
        self.posted: list[tuple[str, str, int]] = []
        self.orders: list[tuple[OrderConfirmed, int]] = []

    def inbound(self, quantity: int) -> None:
        self._document("inbound", quantity, quantity)

    def outbound(self, quantity: int) -> None:
        self._document("outbound", quantity, -quantity)

    def void(self, quantity: int) -> None:
        if self.posted:
            kind, document, change = self.posted.pop(quantity % len(self.posted))
            self._try(f"void_{kind}_document", document, -change, {"reason": "wrong"})

    def order(self, quantity: int) -> None:
        physical, reserved = self.expected
        order = self.depot.order({self.item: quantity})
        fits = physical - reserved >= quantity
        assert self.depot.told(order.order_id) == ["goods_reserved" if fits else "reservation_refused"]
        if fits:
            self.orders.append((order, quantity))
            self.expected = (physical, reserved + quantity)

    def ship(self, quantity: int) -> None:
        if self.orders:
            order, pieces = self.orders.pop(quantity % len(self.orders))
            self.depot.call("nina", "create_shipment", order_id=order.order_id, request={})
            self.expected = (self.expected[0] - pieces, self.expected[1] - pieces)

    def undo(self, quantity: int) -> None:
        if self.orders:
            order, pieces = self.orders.pop(quantity % len(self.orders))
            self.depot.ask_to_void(order)
            self.expected = (self.expected[0], self.expected[1] - pieces)

    def _document(self, kind: str, quantity: int, change: int) -> None:
        document = self.depot.document(kind, self.warehouse, {self.item: quantity})
        if self._try(f"post_{kind}_document", document, change, {}):
            self.posted.append((kind, document, change))

    def _try(self, rpc: str, document: str, change: int, request: dict[str, str]) -> bool:
        physical, reserved = self.expected
        if physical + change < reserved:
            with pytest.raises(Conflict) as refused:
                self.depot.call("nina", rpc, document_id=document, request=request)
            assert refused.value.code == "stock_short"
            return False
        self.depot.call("nina", rpc, document_id=document, request=request)
        self.expected = (physical + change, reserved)
        return True
