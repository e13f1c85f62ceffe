"""How customers stood on past days equals what was told up to then, on each engine and in whatever order."""

from typing import Any

import pytest

from shared.contracts.sales import customers
from shared.errors import Malformed, NotFound
from tests.reporting.customers.telling import customer_event, enter, hear, level
from tests.reporting.newsroom import Newsroom


def move(room: Newsroom, name: str, version: int, day: str, **facts: Any) -> None:
    """Have the newsroom hear that the customer came to another level or status on this day."""
    changes = {one: {"before": None, "after": after} for one, after in facts.items() if one in ("level", "status")}
    hear(room, customer_event(room, customers.CustomerChanged, name, version=version, changes=changes, **facts), day)


@pytest.fixture
def known(room_anywhere: Newsroom) -> Newsroom:
    """Three customers of Nils and one of Sara, of two levels."""
    room = room_anywhere
    level(room, "normal", None, rank=1)
    level(room, "key", None, rank=2)
    enter(room, "riser", "2026-02-01")
    move(room, "riser", 2, "2026-04-10", level="key")
    enter(room, "faller", "2026-02-01", level="key")
    move(room, "faller", 3, "2026-05-10", level="normal", status="dormant")
    enter(room, "steady", "2026-04-20")
    enter(room, "other", "2026-02-01", level="key", owner="sara")
    return room


def summary(room: Newsroom, who: str, day: str, **more: Any) -> list[tuple[Any, ...]]:
    rows = room.report(who, "customer-summary", as_of=day, **more)["rows"]
    return sorted((row["level"], row["state"], row["movement"], row["count"]) for row in rows)


def test_past_days_are_answered_as_they_were(known: Newsroom) -> None:
    assert summary(known, "nils", "2026-01-31") == []
    assert summary(known, "nils", "2026-02-01") == [("key", "active", "new", 1), ("normal", "active", "new", 1)]
    assert summary(known, "nils", "2026-04-09") == [("key", "active", "same", 1), ("normal", "active", "same", 1)]
    assert summary(known, "nils", "2026-05-09") == [
        ("key", "active", "risen", 1),
        ("key", "active", "same", 1),
        ("normal", "active", "new", 1),
    ]
    assert summary(known, "nils", "2026-05-10", days="20") == [
        ("key", "active", "same", 1),
        ("normal", "active", "same", 1),
        ("normal", "dormant", "fallen", 1),
    ]
    assert summary(known, "helen", "2026-03-15") == [("key", "active", "same", 2), ("normal", "active", "same", 1)]


def test_a_cell_leads_to_its_customers_and_nobody_sees_those_of_another_branch(known: Newsroom) -> None:
    row = next(one for one in known.report("helen", "customer-summary", as_of="2026-05-09")["rows"] if one["count"] > 1)
    cell = {name: row[name] for name in ("level", "state", "movement")}
    behind = known.report("helen", "customer-summary", "list_report_records", as_of="2026-05-09", **cell)
    assert {one["name"] for one in behind["data"]} == {"faller", "other"}
    assert summary(known, "sara", "2026-05-09") == [("key", "active", "same", 1)]
    with pytest.raises(NotFound):
        known.report("sara", "customer-summary", owner=known.people["nils"].user_id)
    for bad in ({"as_of": "yesterday"}, {"as_of": "2026-05"}, {"days": "0"}):
        with pytest.raises(Malformed):
            known.report("nils", "customer-summary", **bad)


def test_told_twice_and_backwards_it_is_the_same(room: Newsroom) -> None:
    level(room, "normal", None, rank=1)
    level(room, "key", None, rank=2)
    for _ in range(2):
        move(room, "back", 3, "2026-04-10", level="normal", status="dormant")
        move(room, "back", 2, "2026-03-10", level="key")
        enter(room, "back", "2026-02-01")
    days = {"2026-02-01": "normal", "2026-03-09": "normal", "2026-03-10": "key", "2026-04-10": "normal"}
    assert {day: [row[0] for row in summary(room, "nils", day)] for day in days} == {
        day: [one] for day, one in days.items()
    }


def test_a_merged_customer_counts_as_what_it_became_until_that_is_undone(known: Newsroom) -> None:
    merge = {"merge_id": known.ids["other"], "into_id": known.ids["riser"], "into_name": "riser", "version": 2}
    hear(known, customer_event(known, customers.CustomerMerged, "steady", **merge), "2026-06-01")
    assert sum(row[-1] for row in summary(known, "nils", "2026-05-10")) == 2
    undone = customer_event(known, customers.CustomerMergeUndone, "steady", **{**merge, "version": 3})
    hear(known, undone, "2026-06-02")
    assert sum(row[-1] for row in summary(known, "nils", "2026-05-10")) == 3
    gone = customer_event(known, customers.CustomerRemoved, "steady", version=4)
    hear(known, gone, "2026-06-03")
    assert sum(row[-1] for row in summary(known, "nils", "2026-05-10")) == 2
