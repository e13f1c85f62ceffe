"""What is spent beside what is won: the figures equal those computed by hand, on each engine."""

from typing import Any

import pytest

from shared.contracts.sales import expenses, visits
from shared.contracts.sales import opportunities as deals
from shared.errors import NotFound
from tests.reporting.activities.telling import act
from tests.reporting.customers.telling import hear
from tests.reporting.expenses.telling import expense_event, spend
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed
from tests.reporting.visits.telling import visit, visit_event

PERIOD = {"period": "2026-10"}


@pytest.fixture
def spent(room_anywhere: Newsroom) -> Newsroom:
    """Nils wins two deals and spends on one of them, on an open one and on none; Sara spends too."""
    room = room_anywhere
    for name, owner, amount, stage in (
        ("won", "nils", "1000.00", "won"),
        ("cheap", "nils", "500.00", "won"),
        ("lost", "nils", "70.00", "lost"),
        ("south", "sara", "40.00", "won"),
    ):
        facts = {"stage": stage, "amount": amount, "closed_at": "2026-10-05T08:00:00+00:00"}
        room.tell(room.event(deals.OpportunityRecorded, name, owner, **facts))
    room.tell(room.event(deals.OpportunityOpened, "open", amount="9.00"))
    spend(room, "travel", "2026-10-05", "90.00", ("won", "60.00"), ("open", "30.00"))
    spend(room, "gift", "2026-10-06", "10.00")
    spend(room, "later", "2026-11-06", "10.00")
    spend(room, "taxi", "2026-10-06", "5.00", ("south", "5.00"), owner="sara")
    refused = expense_event(room, expenses.ExpenseRefused, "no", "2026-10-06", "99.00", status="refused")
    room.take((refused, 1))
    for name in ("one", "two"):
        confirmed(room, name, "2026-10-07", ("lamp", 1, "20.00"))
    for name in ("monday", "tuesday"):
        visit(room, name, "2026-10-08")
    hear(room, visit_event(room, visits.VisitPlanned, "to come", "2026-10-09"), "2026-10-01")
    act(room, "call", "2026-10-05", "agreed", "won")
    return room


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def test_costs_stand_beside_what_was_won_by_seller_and_deal(spent: Newsroom) -> None:
    answer = spent.report("helen", "sales-costs", **PERIOD)
    assert sorted(table(answer, "seller", "deal", "spent", "won_amount", "cost_rate"), key=str) == sorted(
        [
            ("Nils", "won", "60.00", "1000.00", "0.0600"),
            ("Nils", "cheap", "0.00", "500.00", None),
            ("Nils", None, "30.00", "0.00", None),
            ("Nils", None, "10.00", "0.00", None),
            ("Sara", "south", "5.00", "40.00", "0.1250"),
        ],
        key=str,
    )
    total = {"currency": "USD", "spent": "105.00", "won_amount": "1540.00", "cost_rate": "0.0682"}
    assert answer["totals"] == [total]
    of_won = {"deal_id": spent.ids["won"], **PERIOD}
    behind = spent.report("helen", "sales-costs", "list_report_records", **of_won)["data"]
    assert [(one["kind"], one["name"]) for one in behind] == [("deal", "won"), ("expense", "EX-travel")]


def test_what_a_visit_an_order_and_a_deal_cost(spent: Newsroom) -> None:
    answer = spent.report("helen", "cost-control", **PERIOD)
    columns = ("seller", "spent", "orders", "deals", "visits", "cost_per_order", "cost_per_deal", "cost_per_visit")
    assert table(answer, *columns) == [
        ("Nils", "100.00", 2, 2, 2, "50.00", "50.00", "50.00"),
        ("Sara", "5.00", 0, 1, 0, None, "5.00", None),
    ]
    nils = spent.report("helen", "cost-control", "list_report_records", owner=spent.people["nils"].user_id, **PERIOD)
    found = sorted(f"{one['kind']} {one['name']}" for one in nils["data"])
    assert found == [
        "deal cheap", "deal won", "expense EX-gift", "expense EX-travel", "order SO-one", "order SO-two",
        "visit monday", "visit tuesday",
    ]  # fmt: skip


def test_visits_without_a_cost_have_a_row_of_their_own(room: Newsroom) -> None:
    visit(room, "monday", "2026-10-08")
    [row] = room.report("nils", "cost-control")["rows"]
    assert (row["currency"], row["visits"], row["spent"], row["cost_per_visit"]) == (None, 1, "0.00", "0.00")
    hear(room, visit_event(room, visits.VisitRemoved, "monday", "2026-10-08", version=3), "2026-10-09")
    assert room.report("nils", "cost-control")["rows"] == []


def test_the_work_report_of_one_person_is_all_that_they_did(spent: Newsroom) -> None:
    mine = {"owner": spent.people["nils"].user_id, **PERIOD}
    answer = spent.report("nora", "work-report", **mine)
    assert table(answer, "seller", "kind", "what", "currency", "count", "amount") == [
        ("Nils", "activity", "call", None, 1, "0.00"),
        ("Nils", "deal", "lost", "USD", 1, "70.00"),
        ("Nils", "deal", "won", "USD", 2, "1500.00"),
        ("Nils", "expense", "travel", "USD", 3, "199.00"),
        ("Nils", "order", "confirmed", "USD", 2, "40.00"),
    ]
    own = spent.report("nils", "work-report", **PERIOD)
    assert table(own, "kind", "what", "count") == table(answer, "kind", "what", "count")
    with pytest.raises(NotFound):
        spent.report("sara", "work-report", **mine)


@pytest.mark.parametrize("report", ["sales-costs", "cost-control", "work-report"])
def test_of_other_branches_nothing_is_told_and_an_empty_company_has_empty_reports(spent: Newsroom, report: str) -> None:
    assert spent.report("olga", report)["rows"] == []
    sellers = {row["seller"] for row in spent.report("sara", report)["rows"]}
    assert sellers == {"Sara"}
    units = [spent.report("helen", report, org_unit=spent.units[one], **PERIOD) for one in ("NORTH", "SOUTH", "HQ")]
    rows = [row for answer in units for row in answer["rows"]]
    whole = spent.report("helen", report, org_unit=spent.units["HQ"], include_children=True, **PERIOD)
    assert sorted(map(str, (row["seller"] for row in rows))) == sorted(str(row["seller"]) for row in whole["rows"])
