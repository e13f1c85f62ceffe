"""Figures over orders equal those computed by hand, and the facts end up the same however events arrive."""

from typing import Any

import pytest
from sqlalchemy import update

from shared.contracts.sales import orders
from shared.persistence.platform import OrgUnitReplica
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed, identity, order_event, product

NORTH, OFFICE, SOUTH = "/1/2/", "/1/2/4/", "/1/3/"


@pytest.fixture
def sold(room_anywhere: Newsroom) -> Newsroom:
    """Nils sells Acme lamps and chairs in two months, Sara sells Brown chairs; one order is a draft, one is voided."""
    room = room_anywhere
    for name, category in (("lamp", "light"), ("chair", "seats"), ("stool", "seats"), ("oddity", None)):
        product(room, name, category)
    confirmed(room, "one", "2026-08-03", ("lamp", 2, "30.00"), ("chair", 1, "70.00"))
    confirmed(room, "two", "2026-10-05", ("lamp", 4, "50.00"), ("oddity", 1, "10.00"))
    confirmed(room, "three", "2026-10-09", ("chair", 2, "140.00"), owner="sara", customer="Brown")
    confirmed(room, "four", "2026-10-09", ("stool", 1, "5.00"), customer="Crown", currency="EUR")
    confirmed(room, "void", "2026-10-09", ("lamp", 9, "900.00"), status="voided")
    draft = order_event(room, orders.OrderCreated, "draft", (("lamp", 1, "15.00"),))
    room.take((draft, 1))
    return room


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def test_orders_by_state_period_and_unit_are_all_orders(sold: Newsroom) -> None:
    answer = sold.report("helen", "orders", grain="quarter", currency="USD")
    assert table(answer, "status", "time", "unit", "count", "amount") == [
        ("confirmed", "2026-Q3", "North", 1, "100.00"),
        ("confirmed", "2026-Q4", "North", 1, "60.00"),
        ("confirmed", "2026-Q4", "South", 1, "140.00"),
        ("draft", "2026-Q4", "North", 1, "15.00"),
        ("voided", "2026-Q4", "North", 1, "900.00"),
    ]
    assert answer["totals"] == [
        {"currency": "USD", "count": 5, "amount": "1215.00", "invoiced": "0.00", "paid": "0.00"}
    ]


def test_what_is_sold_of_each_product_at_which_price(sold: Newsroom) -> None:
    answer = sold.report("nils", "product-sales", currency="USD")
    assert table(answer, "time", "product", "quantity", "amount", "average_price") == [
        ("2026-08", "chair", 1, "70.00", "70.00"),
        ("2026-08", "lamp", 2, "30.00", "15.00"),
        ("2026-10", "lamp", 4, "50.00", "12.50"),
        ("2026-10", "oddity", 1, "10.00", "10.00"),
    ]


def test_shares_of_categories_sum_to_the_whole_of_each_currency(sold: Newsroom) -> None:
    answer = sold.report("helen", "product-mix")
    assert table(answer, "currency", "category", "amount", "share") == [
        ("EUR", "seats", "5.00", "1.0000"),
        ("USD", "seats", "210.00", "0.7000"),
        ("USD", "light", "80.00", "0.2667"),
        ("USD", None, "10.00", "0.0333"),
    ]


def test_each_customer_has_a_series_without_gaps(sold: Newsroom) -> None:
    answer = sold.report("helen", "customer-trend", currency="USD")
    months = ("2026-08", "2026-09", "2026-10")
    series = {name: [] for name in ("Acme", "Brown")}  # type: ignore[var-annotated]
    for row in answer["rows"]:
        series[row["customer"]].append((row["time"], row["amount"]))
    assert series == {
        "Acme": list(zip(months, ("100.00", "0.00", "60.00"), strict=True)),
        "Brown": list(zip(months, ("0.00", "0.00", "140.00"), strict=True)),
    }
    assert answer["chart"]["x"] == list(months)
    assert {one["name"]: one["values"] for one in answer["chart"]["series"]} == {
        "Acme": ["100.00", "0.00", "60.00"],
        "Brown": ["0.00", "0.00", "140.00"],
    }


def test_a_chart_adds_up_what_it_does_not_tell_apart(sold: Newsroom) -> None:
    chart = sold.report("helen", "orders", grain="year")["chart"]
    assert chart["x"] == ["2026"]
    assert {one["name"]: one["values"] for one in chart["series"]} == {
        "confirmed EUR": ["5.00"],
        "confirmed USD": ["300.00"],
        "draft USD": ["15.00"],
        "voided USD": ["900.00"],
    }
    trend = sold.report("helen", "customer-trend", customer=identity(sold, "Brown"))["chart"]
    assert [one["name"] for one in trend["series"]] == ["Brown"]


def test_the_orders_of_one_customer_by_period_and_product(sold: Newsroom) -> None:
    asked = {"customer": identity(sold, "Brown"), "grain": "year"}
    assert table(sold.report("helen", "customer-orders", **asked), "time", "product", "quantity", "amount") == [
        ("2026", "chair", 2, "140.00")
    ]
    assert sold.report("nils", "customer-orders", **asked)["rows"] == []


def test_the_top_customers_with_their_shares_of_all(sold: Newsroom) -> None:
    confirmed(sold, "five", "2026-10-20", ("chair", 1, "160.00"), customer="Equal")
    first = sold.report("helen", "top-customers", n="2", currency="USD")
    shares = [("160.00", "0.3478", "0.3478"), ("160.00", "0.3478", "0.6957")]
    assert table(first, "amount", "share", "cumulative_share") == shares
    assert [row["customer_id"] for row in first["rows"]] == sorted(identity(sold, name) for name in ("Acme", "Equal"))
    assert (first["next"], len(sold.report("helen", "top-customers", "list_report_rows", n="2")["rows"])) == (None, 2)


def test_key_customers_with_their_concentration_and_their_change(sold: Newsroom) -> None:
    confirmed(sold, "small", "2026-10-21", ("chair", 1, "20.00"), customer="Small")
    key = sold.report("helen", "key-customers", n="2", period="2026-Q4", currency="USD")
    assert table(key, "customer", "amount", "previous_amount", "share", "change", "change_rate") == [
        ("Brown", "140.00", "0.00", "0.6364", "140.00", None),
        ("Acme", "60.00", "100.00", "0.2727", "-40.00", "-0.4000"),
    ]
    total = {"currency": "USD", "amount": "220.00", "previous_amount": "100.00", "concentration": "0.9091"}
    assert key["totals"] == [total]


def test_a_confirmed_order_counts_where_it_stood_then(room: Newsroom) -> None:
    stood = {"owner": "olga", "unit_path": OFFICE, "owner_path": "/1/2/7/"}
    confirmed(room, "old", "2025-06-01", ("lamp", 1, "10.00"), **stood)
    with room.database.write() as session:
        moved = update(OrgUnitReplica).where(OrgUnitReplica.id == room.units["NORTH-1"]).values(path=f"{SOUTH}4/")
        session.execute(moved)
    below = {
        unit: room.report("helen", "orders", org_unit=room.units[unit], include_children="true")["totals"]
        for unit in ("NORTH", "SOUTH")
    }
    assert [len(below["NORTH"]), len(below["SOUTH"])] == [1, 0]


@pytest.mark.parametrize("turned", [False, True])
def test_facts_end_up_the_same_in_any_order(room: Newsroom, turned: bool) -> None:
    at, lines = "2026-10-05T09:00:00+00:00", (("lamp", 2, "20.00"),)
    told = [
        order_event(room, orders.OrderCreated, "one", (("lamp", 1, "10.00"),)),
        order_event(room, orders.OrderConfirmed, "one", lines, version=2, confirmed_at=at),
        order_event(room, orders.OrderProgressed, "one", lines, version=3, confirmed_at=at, paid="5.00", owner="nina"),
    ]
    for event in reversed(told) if turned else told:
        room.take((event, event.record_version))
    answer = room.report("nora", "orders")
    assert table(answer, "status", "time", "count", "amount", "paid") == [("confirmed", "2026-10", 1, "20.00", "5.00")]
    nils, nina = (room.people[name].user_id for name in ("nils", "nina"))
    counted = [room.report("nora", "orders", owner=owner)["totals"] for owner in (nils, nina)]
    assert [len(one) for one in counted] == [1, 0]
    assert table(room.report("nora", "product-sales"), "quantity", "amount") == [(2, "20.00")]


def test_a_shared_order_is_in_the_figures_of_whom_it_is_shared_with(room: Newsroom) -> None:
    confirmed(room, "one", "2026-10-05", ("lamp", 1, "10.00"))
    sara = room.people["sara"].user_id
    given = {"share_id": identity(room, "share"), "grantee_id": sara, "grantee_kind": "person"}
    lines, at = (("lamp", 1, "10.00"),), "2026-10-05T09:00:00+00:00"
    shared = order_event(
        room, orders.OrderShared, "one", lines, version=2, confirmed_at=at, may_write=False, until=None, **given
    )
    assert room.report("sara", "orders")["rows"] == []
    room.take((shared, 2))
    assert table(room.report("sara", "orders"), "count") == [(1,)]
    room.take((order_event(room, orders.OrderShareRevoked, "one", lines, version=3, confirmed_at=at, **given), 3))
    assert room.report("sara", "orders")["rows"] == []
