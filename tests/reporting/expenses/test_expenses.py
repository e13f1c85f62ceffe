"""Figures over expenses equal those computed by hand, and the facts end up the same however events arrive."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import update

from shared.contracts.sales import expenses
from shared.contracts.sales import opportunities as deals
from shared.ids import new_id
from shared.persistence.platform import OrgUnitReplica
from tests.reporting.expenses.telling import expense_event, spend
from tests.reporting.newsroom import Newsroom

ACME = new_id()
OFFICE, SOUTH = "/1/2/4/", "/1/3/"


@pytest.fixture
def spent(room_anywhere: Newsroom) -> Newsroom:
    """Nils spends on two deals, one of Acme, and on none; Nina and Sara spend too."""
    room = room_anywhere
    of_acme = {"customer_id": ACME, "customer_name": "Acme"}
    room.tell(room.event(deals.OpportunityOpened, "one", **of_acme), room.event(deals.OpportunityOpened, "two"))
    spend(room, "train", "2026-10-05", "0.30", ("one", "0.10"), ("two", "0.20"))
    spend(room, "hotel", "2026-10-06", "100.20", ("one", "100.20"))
    spend(room, "lunch", "2026-11-01", "7.07")
    spend(room, "abroad", "2026-10-07", "50.00", ("one", "50.00"), currency="EUR", owner="nina", status="approved")
    spend(room, "southern", "2026-10-07", "1000.00", owner="sara")
    return room


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def behind(room: Newsroom, row: Any) -> list[str]:
    query = dict(parse_qsl(row["drill"], keep_blank_values=True))
    found = room.report("nora", "expense-statistics", "list_report_records", **query)
    return sorted(one["number"] for one in found["data"])


def test_expenses_by_seller_customer_deal_and_period(spent: Newsroom) -> None:
    answer = spent.report("nora", "expense-statistics")
    one, two = spent.ids["one"], spent.ids["two"]
    columns = ("status", "time", "seller", "customer_id", "deal_id", "currency", "parts", "amount")
    assert sorted(table(answer, *columns), key=str) == sorted(
        [
            ("approved", "2026-10", "Nina", ACME, one, "EUR", 1, "50.00"),
            ("draft", "2026-10", "Nils", ACME, one, "USD", 2, "100.30"),
            ("draft", "2026-10", "Nils", None, two, "USD", 1, "0.20"),
            ("draft", "2026-11", "Nils", None, None, "USD", 1, "7.07"),
        ],
        key=str,
    )
    assert answer["totals"] == [
        {"currency": "EUR", "parts": 1, "amount": "50.00"},
        {"currency": "USD", "parts": 4, "amount": "107.57"},
    ]
    [both] = [row for row in answer["rows"] if row["amount"] == "100.30"]
    assert behind(spent, both) == ["EX-hotel", "EX-train"]


def test_an_expense_counts_for_the_unit_as_it_stood(room: Newsroom) -> None:
    spend(room, "old", "2025-06-01", "5.00", owner="olga", unit_path=OFFICE, owner_path="/1/2/7/")
    with room.database.write() as session:
        moved = update(OrgUnitReplica).where(OrgUnitReplica.id == room.units["NORTH-1"]).values(path=f"{SOUTH}4/")
        session.execute(moved)
    below = [
        room.report("helen", "expense-statistics", org_unit=room.units[unit], include_children="true")["totals"]
        for unit in ("NORTH", "SOUTH")
    ]
    assert [len(one) for one in below] == [1, 0]


@pytest.mark.parametrize("turned", [False, True])
def test_facts_end_up_the_same_in_any_order(room: Newsroom, turned: bool) -> None:
    told = [
        expense_event(room, expenses.ExpenseCreated, "taxi", "2026-10-05", "9.00", ("one", "4.00"), ("two", "5.00")),
        expense_event(room, expenses.ExpenseChanged, "taxi", "2026-10-06", "8.00", ("two", "8.00"), version=2),
        expense_event(
            room, expenses.ExpensePaid, "taxi", "2026-10-06", "8.00", ("two", "8.00"), version=5, status="paid"
        ),
    ]
    for event in reversed(told) if turned else told:
        room.take((event, event.record_version))
    answer = room.report("nils", "expense-statistics")
    assert table(answer, "status", "deal_id", "amount") == [("paid", room.ids["two"], "8.00")]
