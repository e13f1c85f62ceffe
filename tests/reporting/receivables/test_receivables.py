"""What is still to be paid, by age, and what was sold where: equal to figures computed by hand, in any order."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.sales import territories
from tests.reporting.customers.telling import enter
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed, identity, invoice

LINE = ("lamp", 1, "100.00")


def ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def by_age(room: Newsroom, who: str = "nils", **part: Any) -> dict[tuple[str, str], tuple[int, str]]:
    rows = room.report(who, "receivables", **part)["rows"]
    return {(row["customer"], row["age"]): (row["invoices"], row["open"]) for row in rows}


@pytest.mark.parametrize("backwards", [False, True])
def test_open_amounts_by_customer_and_age_come_to_what_is_invoiced_and_not_paid(
    room_anywhere: Newsroom, backwards: bool
) -> None:
    steps = [
        ("one", 100, 2, "0.00", "40.00", "0.00"),
        ("one", 61, 3, "40.00", "70.00", "0.00"),
        ("one", 60, 4, "70.00", "90.00", "0.00"),
        ("one", 0, 5, "90.00", "100.00", "0.00"),
        ("one", 0, 6, "100.00", "100.00", "45.00"),
        ("two", 31, 2, "0.00", "30.00", "0.00"),
        ("two", 30, 3, "30.00", "60.00", "60.00"),
    ]
    for name, days, version, before, after, paid in reversed(steps) if backwards else steps:
        invoice(room_anywhere, name, ago(days), version, before, after, LINE, paid=paid)
    confirmed(room_anywhere, "not invoiced", ago(3), LINE)
    assert by_age(room_anywhere) == {
        ("Acme", "61-90"): (1, "25.00"), ("Acme", "31-60"): (1, "20.00"), ("Acme", "0-30"): (1, "10.00"),
    }  # fmt: skip
    totals = room_anywhere.report("nils", "receivables")["totals"]
    assert [(one["open"], one["invoices"]) for one in totals] == [("55.00", 3)]
    assert by_age(room_anywhere, "sara") == {}


def test_a_voided_invoice_is_no_longer_open_and_an_overpaid_order_settles_no_other(room: Newsroom) -> None:
    invoice(room, "one", ago(100), 2, "0.00", "40.00", LINE)
    invoice(room, "one", ago(50), 3, "40.00", "0.00", LINE)
    assert by_age(room) == {}
    invoice(room, "one", ago(5), 4, "0.00", "40.00", LINE, paid="50.00")
    invoice(room, "two", ago(95), 2, "0.00", "10.00", LINE)
    assert by_age(room) == {("Acme", ">90"): (1, "10.00")}


def test_what_was_invoiced_of_which_nobody_told_when_stands_on_the_day_of_the_order(room: Newsroom) -> None:
    confirmed(room, "old", ago(70), LINE, invoiced="30.00", paid="5.00")
    assert by_age(room) == {("Acme", "61-90"): (1, "25.00")}
    assert by_age(room, until=ago(71)) == {}


def test_sales_by_territory_and_product_sum_to_the_total_of_the_caller(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    north = identity(room, "north")
    told: Any = {"territory_id": north, "code": "N", "name": "North", "changes": {}}
    room.take((territories.TerritoryCreated(record_version=1, **told), 1))
    enter(room, "Acme", territory_id=north, placement="placed")
    enter(room, "Brown")
    confirmed(room, "one", "2026-10-05", ("lamp", 2, "20.00"), ("chair", 1, "5.00"))
    confirmed(room, "two", "2026-10-06", ("lamp", 1, "10.00"))
    confirmed(room, "three", "2026-10-06", ("lamp", 4, "40.00"), customer="Brown")
    confirmed(room, "unknown", "2026-10-06", ("lamp", 1, "1.00"), customer="Nobody")
    answer = room.report("nils", "sales-by-territory", period="2026-10")
    found = [(row["territory"], row["product"], row["quantity"], row["amount"]) for row in answer["rows"]]
    expected = [("North", "lamp", 3, "30.00"), ("North", "chair", 1, "5.00"), (None, "lamp", 5, "41.00")]
    assert sorted(found, key=str) == sorted(expected, key=str)
    whole = sum(Decimal(row["amount"]) for row in room.report("nils", "product-sales")["rows"])
    assert [Decimal(one["amount"]) for one in answer["totals"]] == [whole]
    behind = room.report("nils", "sales-by-territory", "list_report_records", territory_id=north)
    assert sorted(one["number"] for one in behind["data"]) == ["SO-one", "SO-two"]
    renamed = territories.TerritoryChanged(record_version=2, **{**told, "name": "High north"})
    room.take((renamed, 2), (territories.TerritoryCreated(record_version=1, **told), 1))
    assert "High north" in {row["territory"] for row in room.report("nils", "sales-by-territory")["rows"]}
