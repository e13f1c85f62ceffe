"""What products cost, and what orders keep of that: open to those alone who hold the right."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services.sales.orders import rules
from shared.contracts.rights import all_rights, field_rights
from shared.contracts.sales import products
from shared.contracts.sales.order_costs import OrderCostsKept
from shared.errors import Malformed
from shared.field_limits import FieldIsClosed, FieldIsHidden
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from tests.sales.branches import Branches
from tests.sales.desk import Desk, Office

MADE = {"code": "GTX", "name": "GTX Basic", "list_price": "550.00", "cost": "210.50"}
CLOSED = {"right": products.READ, "closed": frozenset({"cost"})}


def without(office: Office, who: str = "helen") -> Desk:
    """The desk of somebody who lacks the right."""
    desk = office(who)
    return replace(desk, who=replace(desk.who, **CLOSED))


def told_costs(branches: Branches, order_id: str) -> list[StoredEvent]:
    with branches.database.read() as session:
        kept = session.query(StoredEvent).where(StoredEvent.type == OrderCostsKept.wire_type())
        found = [event for event in kept if event.data["order_id"] == order_id]
        session.expunge_all()
    return found


def test_a_field_with_a_right_of_its_own_names_one_that_exists() -> None:
    assert field_rights() == {"sales.product": {"cost": products.COST}}
    assert {right for own in field_rights().values() for right in own.values()} <= set(all_rights())


def test_the_cost_is_kept_shown_changed_and_taken_back(office: Office) -> None:
    product = office("helen").create_product(request=MADE)
    assert product["cost"] == "210.50"
    changed = office("helen").change_product(product_id=product["id"], request={"cost": "200.0001"})
    assert changed["cost"] == "200.0001"
    unknown = office("helen").change_product(product_id=product["id"], request={"cost": None})
    assert unknown["cost"] is None
    told = [event.data for event in office.events(product["id"])]
    assert ["cost" in data for data in told] == [False] * 3, "events tell it among the changes alone, which can be cut"
    assert [data["changes"]["cost"]["after"] for data in told] == ["210.50", "200.0001", None]


@pytest.mark.parametrize("cost", ["-1.00", "1.00001", "lots", 1.5, True, {}, "99999999999999999"])
def test_what_is_no_amount_is_refused(office: Office, cost: Any) -> None:
    with pytest.raises(Malformed):
        office("helen").create_product(request={**MADE, "cost": cost})


def test_without_the_right_it_is_shown_nowhere(office: Office) -> None:
    product = office("helen").create_product(request=MADE)
    office("helen").change_product(product_id=product["id"], request={"cost": "1.00", "name": "GTX"})
    reader = without(office)
    shown = reader.get_product(product_id=product["id"])
    assert shown["list_price"] == "550.00"
    assert "cost" not in shown
    page = reader.list_products(query={"q": "GTX", "limit": 10, "count": "exact"})
    assert ([row["id"] for row in page["data"]], page["count"]) == ([product["id"]], 1), "words are searched as ever"
    assert "cost" not in page["data"][0]
    entries = reader.list_product_history(product_id=product["id"])["data"]
    assert [sorted(entry["changes"]) for entry in entries][1] == ["name"]
    assert all("cost" not in entry["changes"] for entry in entries)
    for query in ({"fields": ["cost"]}, {"sort": ["cost"]}, {"filter": [["cost", "gt", "1"]]}, {"totals": ["cost"]}):
        with pytest.raises(FieldIsHidden):
            reader.list_products(query=query)


def test_without_the_right_it_is_not_written_but_the_rest_is(office: Office) -> None:
    product = office("helen").create_product(request=MADE)
    writer = without(office)
    for body in ({"cost": "1.00"}, {"name": "other", "cost": None}):
        with pytest.raises(FieldIsClosed):
            writer.change_product(product_id=product["id"], request=body)
    with pytest.raises(FieldIsClosed):
        writer.create_product(request={**MADE, "code": "MG"})
    with pytest.raises(FieldIsClosed):
        writer.import_products(rows=[{"code": "GTX", "name": "GTX", "list_price": "1", "cost": "0"}], mode="upsert")
    renamed = writer.change_product(product_id=product["id"], request={"name": "other"})
    assert (renamed["name"], "cost" in renamed) == ("other", False)
    assert office("helen").get_product(product_id=product["id"])["cost"] == "210.50"


def test_it_is_loaded_by_code_and_stays_where_a_row_does_not_say_it(office_anywhere: Office) -> None:
    rows = [
        {"code": "A", "name": "A", "list_price": "9.00", "cost": "4.00"},
        {"code": "B", "name": "B", "list_price": "1"},
    ]
    office_anywhere("helen").import_products(rows=rows, mode="upsert")
    silent = [{"code": "A", "name": "A 2", "list_price": "9.00"}]
    without(office_anywhere).import_products(rows=silent, mode="upsert")
    listed = {row["code"]: row for row in office_anywhere("helen").list_products(query={})["data"]}
    assert {code: (row["name"], row["cost"]) for code, row in listed.items()} == {
        "A": ("A 2", "4.00"),
        "B": ("B", None),
    }


def order_of(branches: Branches, *lines: tuple[str, int], currency: str = "USD") -> Any:
    customer = branches.call("nils", "create_customer", request={"name": f"Acme {new_id()}"})
    told = [{"product_id": product, "quantity": pieces, "unit_price": "10.00"} for product, pieces in lines]
    request = {"customer_id": customer["id"], "lines": told, "currency": currency}
    return branches.call("nils", "create_order", request=request)


def make(branches: Branches, code: str, **facts: Any) -> str:
    request = {"code": code, "name": code, "list_price": "10.00", **facts}
    return str(branches.call("helen", "create_product", request=request)["id"])


def test_an_order_keeps_what_its_lines_cost_when_it_was_confirmed(branches: Branches) -> None:
    known, unknown = make(branches, "known", cost="2.5001"), make(branches, "unknown")
    free, abroad = make(branches, "free", cost="0"), make(branches, "abroad", cost="3.00", currency="EUR")
    order = order_of(branches, (known, 4), (unknown, 1), (free, 7), (abroad, 1))
    assert told_costs(branches, order["id"]) == []
    branches.call("helen", "change_product", product_id=known, request={"cost": "3.0001"})
    key = new_id()
    for _ in range(2):
        confirmed = branches.call("nils", "confirm_order", key=key, order_id=order["id"], request={})
    branches.call("helen", "change_product", product_id=known, request={"cost": "9.00"})
    (kept,) = told_costs(branches, order["id"])
    lines = {line["code"]: line["id"] for line in confirmed["lines"]}
    assert kept.data == {
        "order_id": order["id"],
        "currency": "USD",
        "costs": [{"line_id": lines["known"], "cost": "12.0004"}, {"line_id": lines["free"], "cost": "0.00"}],
    }
    assert all("cost" not in line for line in confirmed["lines"]), "whoever sees the order sees no cost"
    assert "cost" not in str([event.data for event in branches.events(order["id"])])
    assert OrderCostsKept.right() == products.COST


def test_of_an_order_of_which_nobody_knows_nothing_is_told(branches: Branches) -> None:
    order = order_of(branches, (make(branches, "unknown"), 1))
    branches.call("nils", "confirm_order", order_id=order["id"], request={})
    assert told_costs(branches, order["id"]) == []


@pytest.mark.parametrize(
    ("pieces", "each", "cost"),
    [(3, "1.5", "4.5"), (3, "0", "0"), (3, None, None), (1_000_000, "99999999999999", None)],
)
def test_what_pieces_cost(pieces: int, each: str | None, cost: str | None) -> None:
    one = None if each is None else Decimal(each)
    assert rules.cost_of(pieces, one) == (None if cost is None else Decimal(cost))
