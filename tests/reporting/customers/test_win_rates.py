"""Rates of winning by seller, unit, product, category and sector, and the days from the beginning of work on a deal."""

from typing import Any

import pytest

from shared.contracts.sales import opportunities as deals
from shared.contracts.sales.customers import CustomerChanged
from shared.errors import Malformed
from shared.ids import new_id
from tests.reporting.customers.telling import customer
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import identity, product

BANK, MILL = new_id(), new_id()
SHOWN = ("subject", "time", "won", "won_amount", "lost", "lost_amount", "win_rate", "cycle_days", "median_cycle_days")
DEALS = (
    # name, owner, outcome, engaged, closed, amount, customer
    ("a", "nils", "won", "2026-01-01", "2026-01-11", "100.00", BANK),
    ("b", "nils", "won", "2026-02-01", "2026-04-02", "300.00", BANK),
    ("c", "nils", "lost", "2026-03-01", "2026-04-02", "100.00", BANK),
    ("d", "sara", "won", "2026-05-01", "2026-05-01", "50.00", MILL),
    ("e", "sara", "lost", "2026-05-01", "2026-05-03", "0.00", None),
)


def recorded(room: Newsroom, name: str, owner: str, outcome: str, engaged: str, *more: Any, **others: Any) -> Any:
    """A deal that was taken over long after it was closed."""
    closed, amount, customer_id = more
    told = {"engaged_on": engaged, "stage": outcome}
    changes = {field: {"before": None, "after": after} for field, after in told.items()}
    days = {"closed_at": f"{closed}T00:00:00+00:00", "created_at": "2026-11-26T09:00:00+00:00"}
    facts = {"stage": outcome, "amount": amount, "customer_id": customer_id, "changes": changes, **days, **others}
    return room.event(deals.OpportunityRecorded, name, owner, **facts)


@pytest.fixture
def past(room_anywhere: Newsroom) -> Newsroom:
    """Five deals that were recorded when all of them were over; three with a bank, one with a mill."""
    room = room_anywhere
    room.take(customer(BANK, "finance"), customer(MILL, "paper"))
    product(room, "lamp", "light")
    lamp = {"product_id": identity(room, "lamp"), "product_name": "lamp"}
    room.tell(*(recorded(room, *facts, **(lamp if facts[0] in "ac" else {})) for facts in DEALS))
    return room


def rates(room: Newsroom, who: str = "helen", **query: str) -> list[tuple[Any, ...]]:
    rows = room.report(who, "win-rates", **query)["rows"]
    return [tuple(row[name] for name in SHOWN) for row in rows]


def test_a_cycle_begins_when_work_on_the_deal_began_not_when_it_was_recorded(past: Newsroom) -> None:
    assert rates(past) == [
        ("Nils", None, 2, "400.00", 1, "100.00", "0.6667", "35.0", "35.0"),
        ("Sara", None, 1, "50.00", 1, "0.00", "0.5000", "0.0", "0.0"),
    ]
    assert rates(past, by="all") == [(None, None, 3, "450.00", 2, "100.00", "0.6000", "23.3", "10.0")]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("unit", [("North", 2, 1), ("South", 1, 1)]),
        ("product", [(None, 2, 1), ("lamp", 1, 1)]),
        ("category", [(None, 2, 1), ("light", 1, 1)]),
        ("sector", [("finance", 2, 1), ("paper", 1, 0), (None, 0, 1)]),
    ],
)
def test_by_unit_product_category_and_sector(past: Newsroom, by: str, expected: list[Any]) -> None:
    assert [(name, won, lost) for name, _, won, _, lost, *_ in rates(past, by=by)] == expected


def test_each_cell_of_two_dimensions_leads_to_its_deals(past: Newsroom) -> None:
    answer = past.report("helen", "win-rates", by="sector", grain="quarter")
    cells = {(row["subject"], row["time"]): (row["won"], row["lost"]) for row in answer["rows"]}
    assert cells == {
        ("finance", "2026-Q1"): (1, 0),
        ("finance", "2026-Q2"): (1, 1),
        ("paper", "2026-Q2"): (1, 0),
        (None, "2026-Q2"): (0, 1),
    }
    cell = {"by": "sector", "grain": "quarter", "subject_id": "finance", "time": "2026-Q2"}
    behind = past.report("helen", "win-rates", "list_report_records", **cell)["data"]
    assert sorted(deal["name"] for deal in behind) == ["b", "c"]


def test_the_sector_is_that_which_the_customer_has_today_in_whatever_order_it_is_told(past: Newsroom) -> None:
    past.take(customer(MILL, "print", 3, CustomerChanged))
    past.take(customer(MILL, "wood", 2, CustomerChanged))
    assert "print" in {row[0] for row in rates(past, by="sector")}
    assert "wood" not in {row[0] for row in rates(past, by="sector")}


def test_a_day_told_late_by_an_older_event_does_not_come_back(past: Newsroom) -> None:
    changes = {"engaged_on": {"before": "2026-01-01", "after": "2026-01-06"}}
    newer = recorded(past, "a", "nils", "won", "2026-01-06", "2026-01-11", "100.00", BANK, record_version=3)
    past.tell(newer, past.event(deals.OpportunityChanged, "a", "nils", 2, changes=changes, stage="won"))
    assert rates(past, owner=past.people["nils"].user_id)[0][-2] == "32.5"


@pytest.mark.parametrize(
    "query", [{"by": "colour"}, {"grain": "week"}, {"subject_id": "x"}, {"time": "2026-Q1"}, {"time": "x"}]
)
def test_what_is_no_cell_is_refused(past: Newsroom, query: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        past.report("helen", "win-rates", "list_report_records", **query)
