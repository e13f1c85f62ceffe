"""Whatever names a customer follows when two customers turn out to be one."""

import importlib

import pytest

from shared.settings import SERVICES

NOT_MOVED = {
    *("customers", "customer_merges", "territory_rules", "mining_customers", "mining_orders"),
    *("segment_checks", "segment_stays", "segment_watches"),
}
"""Customers themselves, and the merges, which say what became of whom; rules, which as they are said claim whatever
was merged with the customer that they name; results of mining runs, which stay as they were counted; and who is in a
segment, which is found anew for both customers of a merge: one leaves, the other may enter.
"""


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_that_names_a_customer_is_told_of_a_merge(service: str) -> None:
    name = service.title().replace("_", "") + "Service"
    kind = getattr(importlib.import_module(f"services.{service}.service"), name)
    naming = {name for name, table in kind.owned_in.metadata.tables.items() if "customer_id" in table.columns}
    if service == "sales":
        pointers = importlib.import_module("services.sales.merges.commands").POINTERS
    else:
        pointers = getattr(kind, "pointers", ())
    assert naming - NOT_MOVED <= {pointer.table.name for pointer in pointers}
