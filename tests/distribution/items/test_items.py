"""Items through the door: goods of the whole company, and the products that become goods."""

from typing import Any

import pytest

from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from tests.distribution.depot import Depot


def product(product_id: str, name: str = "GTX Pro") -> dict[str, Any]:
    return {
        "product_id": product_id,
        "record_version": 1,
        "code": "GTX",
        "name": name,
        "category": None,
        "unit": "piece",
        "list_price": "1.00",
        "currency": "USD",
        "active": True,
        "changes": {},
    }


def test_opening_stock_comes_as_moves(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 12)
    assert depot.stock(item) == (12, 0)
    assert depot.moves(item) == [("inbound", 12, 0)]
    depot.ensure_sound()


def test_opening_stock_in_a_warehouse_of_another_branch_is_refused_whole(depot: Depot, warehouse: str) -> None:
    with pytest.raises(NotFound):
        depot.item(warehouse, 12, who="sara")
    assert depot.call("sara", "list_items", query={"count": "exact"})["count"] == 0


def test_everybody_who_may_read_items_reads_them_all(depot: Depot) -> None:
    item = depot.item()
    assert depot.call("sara", "get_item", item_id=item)["name"] == "Tenon saw"
    assert depot.call("sara", "list_items", query={"q": "ten saw", "count": "exact"})["count"] == 1


def test_a_code_names_one_item(depot: Depot) -> None:
    depot.call("nina", "create_item", request={"code": "A", "name": "Saw"})
    with pytest.raises(Conflict) as refused:
        depot.call("sara", "create_item", request={"code": "A", "name": "Vice"})
    assert refused.value.code == "item_code_taken"


def test_a_product_becomes_an_item_of_the_same_id_once_and_follows_it(depot: Depot) -> None:
    product_id = new_id()
    for _ in range(2):
        depot.hear("take_new_product", ProductCreated(**product(product_id)))
    depot.hear("take_changed_product", ProductChanged(**product(product_id, "GTX Pro 2")))
    shown = depot.call("nina", "get_item", item_id=product_id)
    assert (shown["name"], shown["from_catalogue"], shown["version"]) == ("GTX Pro 2", True, 2)
    assert depot.told(product_id) == ["created", "changed"]
    with pytest.raises(Conflict) as refused:
        depot.call("nina", "change_item", item_id=product_id, request={"name": "Mine"})
    assert refused.value.code == "item_is_from_catalogue"


def test_an_item_of_ours_can_be_renamed(depot: Depot) -> None:
    item = depot.item()
    assert depot.call("nina", "change_item", item_id=item, request={"name": "Dovetail saw"})["name"] == "Dovetail saw"
    entries = depot.call("nina", "list_item_history", item_id=item)["data"]
    assert entries[1]["changes"] == {"name": {"before": "Tenon saw", "after": "Dovetail saw"}}
    with pytest.raises(NotFound):
        depot.call("nina", "change_item", item_id=new_id(), request={"name": "Nothing"})


def test_a_creation_that_is_told_late_does_not_undo_a_change(depot: Depot) -> None:
    product_id = new_id()
    depot.hear("take_changed_product", ProductChanged(**product(product_id, "GTX Pro 2")))
    depot.hear("take_new_product", ProductCreated(**product(product_id, "GTX Pro")))
    assert depot.call("nina", "get_item", item_id=product_id)["name"] == "GTX Pro 2"
    assert depot.told(product_id) == ["created"]
