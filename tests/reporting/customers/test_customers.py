"""Reports on customers equal what is computed by hand, on each engine, in whatever order it is told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.sales import customer_levels, customers
from shared.errors import Malformed, NotFound
from tests.reporting.customers.telling import customer_event, enter, hear, level, touch
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed


def ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


@pytest.fixture
def known(room_anywhere: Newsroom) -> Newsroom:
    """Five customers of Nils, and one of Sara, of two levels; some were touched, and one has ordered."""
    room = room_anywhere
    level(room, "key", 10)
    level(room, "normal", None)
    enter(room, "touched", ago(200), level="key", region="north", industry="steel")
    enter(room, "quiet", ago(200), level="key", region="north", industry="glass")
    enter(room, "ordered", ago(200), region="south")
    enter(room, "lapsed", ago(200), region="north")
    enter(room, "new", ago(3), level="key")
    enter(room, "other", ago(200), level="key", region="west", owner="sara")
    touch(room, "touched", 2, ago(5), level="key", region="north", industry="steel")
    touch(room, "quiet", 2, ago(30), level="key", region="north", industry="glass")
    touch(room, "lapsed", 2, ago(100), region="north")
    confirmed(room, "order", ago(90), ("lamp", 1, "10.00"), customer="ordered")
    return room


def names(answer: Any, *more: str) -> list[Any]:
    return [tuple(row[name] for name in ("customer", *more)) if more else row["customer"] for row in answer["rows"]]


def test_active_customers_are_those_with_a_touch_or_an_order_in_the_window(known: Newsroom) -> None:
    active = known.report("nils", "active-customers", days="90")
    assert names(active, "seller", "last_touch_on", "last_order_on") == [
        ("ordered", "Nils", None, ago(90)),
        ("quiet", "Nils", ago(30), None),
        ("touched", "Nils", ago(5), None),
    ]
    assert names(known.report("nils", "active-customers", days="89")) == ["quiet", "touched"]
    assert names(known.report("nils", "active-customers", days="5", until=ago(26))) == ["quiet"]
    for bad in ("0", "x", "4000"):
        with pytest.raises(Malformed):
            known.report("nils", "active-customers", days=bad)


def test_lapsed_customers_are_all_others_with_when_they_were_last_heard_from(known: Newsroom) -> None:
    lapsed = known.report("nils", "lapsed-customers", days="89")
    assert names(lapsed, "last_touch_on", "last_order_on") == [
        ("lapsed", ago(100), None),
        ("new", None, None),
        ("ordered", None, ago(90)),
    ]
    assert lapsed["totals"] == [{"count": 3}]
    every = {"active-customers": 89, "lapsed-customers": 89}
    assert (
        sum(known.report("helen", report, days=str(days))["totals"][0]["count"] for report, days in every.items()) == 6
    )


def test_customers_past_the_limit_of_their_level_with_the_days_overdue(known: Newsroom) -> None:
    overdue = known.report("helen", "customers-not-followed-up")
    assert names(overdue, "days_overdue", "level", "follow_up_days", "last_touch_on", "seller") == [
        ("other", 190, "key", "10", None, "Sara"),
        ("quiet", 20, "key", "10", ago(30), "Nils"),
    ]
    assert names(known.report("nils", "customers-not-followed-up")) == ["quiet"]
    touch(known, "quiet", 3, ago(11), level="key")
    assert names(known.report("nils", "customers-not-followed-up"), "days_overdue") == [("quiet", 1)]
    level(known, "key", 11, 2, customer_levels.CustomerLevelRedefined)
    assert names(known.report("nils", "customers-not-followed-up")) == [], "exactly at the limit nobody is late"
    level(known, "key", 11, 3, customer_levels.CustomerLevelRemoved)
    assert names(known.report("helen", "customers-not-followed-up")) == []


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("region", [("north", 3, "0.6000"), ("south", 1, "0.2000"), (None, 1, "0.2000")]),
        ("level", [("key", 3, "0.6000"), ("normal", 2, "0.4000")]),
        ("type", [("company", 5, "1.0000")]),
    ],
)
def test_the_composition_sums_to_the_whole(known: Newsroom, by: str, rows: list[Any]) -> None:
    answer = known.report("nils", "customer-composition", by=by)
    found = [(row["value"], row["count"], row["share"]) for row in answer["rows"]]
    assert sorted(found, key=str) == sorted(rows, key=str)
    assert sum(Decimal(row["share"]) for row in answer["rows"]) == 1
    first = answer["rows"][0]
    behind = known.report("nils", "customer-composition", "list_report_records", by=by, value=first["value"] or "")
    assert behind["count"] == first["count"]


def test_thirds_sum_to_the_whole_too(room: Newsroom) -> None:
    for region in ("north", "south", "west"):
        enter(room, region, region=region)
    shares = [row["share"] for row in room.report("nils", "customer-composition")["rows"]]
    assert sorted(shares) == ["0.3333", "0.3333", "0.3334"]


def test_older_events_change_nothing_and_a_touch_told_twice_is_one(room: Newsroom) -> None:
    touch(room, "late", 3, ago(5), region="south")
    enter(room, "late", ago(50), region="north")
    touch(room, "late", 3, ago(5), region="south")
    touch(room, "late", 2, ago(40), region="north")
    assert [row["value"] for row in room.report("nils", "customer-composition")["rows"]] == ["south"]
    assert names(room.report("nils", "active-customers"), "last_touch_on") == [("late", ago(5))]
    assert room.report("nils", "customer-composition", until=ago(50))["totals"] == [{"count": 1}]
    assert room.report("nils", "customer-composition", until=ago(51))["totals"] == [{"count": 0}]


def test_a_merged_customer_is_gone_its_touches_go_along_and_both_come_back(known: Newsroom) -> None:
    merge = {"merge_id": known.ids["order"], "into_id": known.ids["lapsed"], "into_name": "lapsed", "version": 3}
    hear(known, customer_event(known, customers.CustomerMerged, "touched", **merge), ago(1))
    assert names(known.report("nils", "active-customers", days="10"), "last_touch_on") == [("lapsed", ago(5))]
    assert "touched" not in names(known.report("nils", "lapsed-customers", days="10"))
    merge["version"] = 4
    hear(known, customer_event(known, customers.CustomerMergeUndone, "touched", **merge), today().isoformat())
    assert names(known.report("nils", "active-customers", days="10")) == ["touched"]


def test_a_customer_counts_for_whom_it_belongs_to_today_and_is_seen_by_whom_it_is_open_to(known: Newsroom) -> None:
    handed = {"from_owner_id": known.people["nils"].user_id, "to_owner_id": known.people["sara"].user_id}
    hear(known, customer_event(known, customers.CustomerTransferred, "new", owner="sara", version=2, **handed), ago(1))
    assert "new" not in names(known.report("nils", "lapsed-customers"))
    assert names(known.report("sara", "lapsed-customers")) == ["new", "other"]
    north: Any = {"org_unit": known.units["NORTH"], "include_children": True}
    assert known.report("helen", "customer-composition", **north)["totals"] == [{"count": 4}]
    share = {"share_id": known.ids["order"], "grantee_id": known.people["nils"].user_id, "grantee_kind": "person"}
    shared = {**share, "may_write": False, "until": None, "owner": "sara", "version": 3}
    hear(known, customer_event(known, customers.CustomerShared, "new", **shared), ago(1))
    assert "new" in names(known.report("nils", "lapsed-customers"))
    revoked = {**share, "owner": "sara", "version": 4}
    hear(known, customer_event(known, customers.CustomerShareRevoked, "new", **revoked), ago(1))
    assert "new" not in names(known.report("nils", "lapsed-customers"))
    with pytest.raises(NotFound):
        known.report("nils", "lapsed-customers", owner=known.people["sara"].user_id)
