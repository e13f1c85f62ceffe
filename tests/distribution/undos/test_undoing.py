"""Loads of goods and warehouses taken back: what nobody knows goes, what was changed is as before, the rest stays."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.distribution.depot import Depot

ITEMS = (
    {"code": "B-1", "name": "Bolt", "unit_of_measure": "box"},
    {"code": "N-1", "name": "Nut"},
    {"code": "S-1", "name": "Saw"},
)
WAREHOUSES = ({"code": "W-1", "name": "One"}, {"code": "W-2", "name": "Two"}, {"code": "W-3", "name": "Three"})


def load(depot: Depot, noun: str, rows: Any, who: str = "nina") -> tuple[str, list[str]]:
    job_id = new_id()
    told = depot.call(who, f"import_{noun}", job=job_id, rows=list(rows), mode="upsert")["results"]
    return job_id, [result["id"] for result in told]


def undo(depot: Depot, noun: str, job_id: str, ids: list[str], who: str = "nina", by: str | None = None) -> Any:
    told = depot.call(who, f"undo_{noun}", job=by or new_id(), job_id=job_id, record_ids=ids)["results"]
    return [(result["outcome"], result["code"]) for result in told]


def test_items_that_nobody_knows_go_and_those_of_the_ledger_or_a_document_stay(depot: Depot) -> None:
    _, (known, *_) = load(depot, "items", ITEMS[:1])
    job_id, ids = load(depot, "items", [{**ITEMS[0], "name": "Bolt M8"}, *ITEMS[1:], {"code": "D-1", "name": "Drill"}])
    warehouse = depot.warehouse()
    depot.document("inbound", warehouse, {ids[1]: 1})
    depot.call("nina", "change_item", item_id=ids[2], request={"name": "Hand saw"})
    by = new_id()
    assert undo(depot, "items", job_id, ids, by=by) == [
        ("restored", None), ("rejected", "item_in_use"), ("rejected", "changed_since"), ("removed", None),
    ]  # fmt: skip
    assert [outcome for outcome, _ in undo(depot, "items", job_id, ids, by=by)] == [
        "unchanged", "rejected", "rejected", "unchanged",
    ]  # fmt: skip
    item = depot.call("nina", "get_item", item_id=known)
    assert (item["name"], item["unit_of_measure"], item["version"]) == ("Bolt", "box", 3)
    listed = depot.call("nina", "list_items", query={})["data"]
    assert {one["code"] for one in listed} == {"B-1", "N-1", "S-1"}
    assert load(depot, "items", [{"code": "D-1", "name": "Drill"}])[1] != ids[3:]


def test_warehouses_that_goods_were_moved_in_or_that_others_reach_stay(depot: Depot) -> None:
    job_id, ids = load(depot, "warehouses", WAREHOUSES)
    depot.item(ids[0], 3)
    depot.document("outbound", ids[1], {depot.item(): 1})
    assert undo(depot, "warehouses", job_id, ids, who="sara") == [("rejected", "not_found")] * 3
    assert undo(depot, "warehouses", job_id, ids) == [
        ("rejected", "warehouse_in_use"), ("rejected", "warehouse_in_use"), ("removed", None),
    ]  # fmt: skip


@pytest.mark.parametrize(("filled", "became"), [(0, ("restored", None)), (2, ("rejected", "changed_since"))])
def test_a_warehouse_that_a_job_opened_again_closes_again(depot: Depot, filled: int, became: Any) -> None:
    warehouse = depot.warehouse()
    depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})
    job_id = new_id()
    depot.call("nina", "reopen_warehouse", job=job_id, warehouse_id=warehouse, request={})
    if filled:
        depot.call("nina", "change_warehouse", warehouse_id=warehouse, request={"name": "Filled"})
    assert undo(depot, "warehouses", job_id, [warehouse]) == [became]
    status = depot.call("nina", "get_warehouse", warehouse_id=warehouse)["status"]
    assert status == ("open" if filled else "closed")
