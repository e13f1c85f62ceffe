"""Warehouses through the door: a place of one unit, closed only when it is empty."""

import pytest

from shared.errors import Conflict, Forbidden, NotFound
from tests.distribution.depot import Depot


def test_a_warehouse_belongs_to_the_unit_of_whoever_sets_it_up(depot: Depot) -> None:
    made = depot.call("nina", "create_warehouse", request={"code": "N1", "name": "North", "address": "1 Quay"})
    assert (made["org_unit"]["code"], made["owner"]["login"], made["status"]) == ("NORTH", "nina", "open")
    assert depot.told(made["id"]) == ["created"]


@pytest.mark.parametrize(
    ("who", "unit", "allowed"),
    [
        ("helen", "SOUTH", True),
        ("nora", "OFFICE", True),
        ("nora", "SOUTH", False),
        ("nina", "NORTH", True),
        ("nina", "OFFICE", False),
    ],
)
def test_a_warehouse_is_set_up_for_a_unit_within_reach(depot: Depot, who: str, unit: str, allowed: bool) -> None:
    if allowed:
        warehouse = depot.warehouse(who, "W1", org_unit_id=depot.units[unit])
        assert depot.call(who, "get_warehouse", warehouse_id=warehouse)["org_unit"]["code"] == unit
    else:
        with pytest.raises(Forbidden) as refused:
            depot.warehouse(who, "W1", org_unit_id=depot.units[unit])
        assert refused.value.code == "unit_out_of_reach"


def test_a_code_names_one_warehouse_of_the_company(depot: Depot, warehouse: str) -> None:
    with pytest.raises(Conflict) as refused:
        depot.warehouse("sara", "N1")
    assert refused.value.code == "warehouse_code_taken"


def test_a_warehouse_closes_when_it_is_empty_and_opens_again(depot: Depot, warehouse: str) -> None:
    item = depot.item(warehouse, 1)
    with pytest.raises(Conflict) as refused:
        depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})
    assert (refused.value.code, refused.value.extra["pieces"]) == ("warehouse_not_empty", 1)
    outbound = depot.document("outbound", warehouse, {item: 1})
    depot.call("nina", "post_outbound_document", document_id=outbound, request={})
    assert depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})["status"] == "closed"
    with pytest.raises(Conflict) as refused:
        depot.call("nina", "close_warehouse", warehouse_id=warehouse, request={})
    assert refused.value.code == "warehouse_is_closed"
    assert depot.call("nina", "reopen_warehouse", warehouse_id=warehouse, request={})["status"] == "open"
    assert depot.told(warehouse) == ["created", "closed", "reopened"]


def test_another_branch_does_not_know_the_warehouse(depot: Depot, warehouse: str) -> None:
    with pytest.raises(NotFound):
        depot.call("sara", "get_warehouse", warehouse_id=warehouse)
    with pytest.raises(NotFound):
        depot.call("sara", "change_warehouse", warehouse_id=warehouse, request={"name": "Mine"})
    assert depot.call("sara", "list_warehouses", query={"q": "warehouse", "count": "exact"})["count"] == 0
    assert depot.call("nora", "list_warehouses", query={"q": "warehouse", "count": "exact"})["count"] == 1


def test_a_change_keeps_what_was(depot: Depot, warehouse: str) -> None:
    depot.call("nina", "change_warehouse", warehouse_id=warehouse, request={"name": "Harbour"})
    entries = depot.call("nina", "list_warehouse_history", warehouse_id=warehouse)["data"]
    assert entries[1]["changes"] == {"name": {"before": "Warehouse N1", "after": "Harbour"}}
