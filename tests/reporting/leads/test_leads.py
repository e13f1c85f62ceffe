"""Where leads come from and what becomes of them: the levers of the funnel, and newly won customers."""

from typing import Any

import pytest

from shared.contracts.sales import leads
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from tests.reporting.customers.telling import hear
from tests.reporting.leads.telling import come, convert, lead_event
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed
from tests.reporting.stays.test_stays import closed, moved, opened
from tests.reporting.stays.test_stays import hear as hear_all

PERIODS: Any = {"periods": ["2026-08", "2026-09"]}
COLUMNS = ("lever", "step", "compared", "count", "moved_on", "conversion", "change", "conversion_change")


@pytest.fixture
def levers(room_anywhere: Newsroom) -> Newsroom:
    """Four leads and three deals of two months, and a lead of Sara."""
    room = room_anywhere
    come(room, "a", "2026-08-03", source_kind="campaign")
    convert(room, "a", 2, "2026-09-30", "Acme", source_kind="campaign")
    for name in ("b", "c"):
        come(room, name, "2026-09-04", source_kind="campaign")
    come(room, "d", "2026-09-05")
    convert(room, "d", 2, "2026-09-30", "Brown")
    come(room, "e", "2026-09-05", owner="sara")
    hear_all(room, [
        (opened(room, "one", "2026-08-01"), "2026-08-01"),
        (moved(room, "one", 2, ("prospecting", "engaging")), "2026-08-20"),
        (closed(room, deals.OpportunityLost, "one", 3, "2026-09-20", reason="price", competitor=None), "2026-09-20"),
        (opened(room, "two", "2026-09-01"), "2026-09-01"),
        (opened(room, "three", "2026-09-02"), "2026-09-02"),
        (moved(room, "three", 2, ("prospecting", "engaging")), "2026-09-20"),
    ])  # fmt: skip
    return room


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def test_both_levers_are_read_side_by_side_for_two_periods(levers: Newsroom) -> None:
    answer = levers.report("nils", "funnel-levers", **PERIODS)
    assert table(answer, *COLUMNS) == [
        ("source", "campaign", "2026-08", 1, 1, "1.0000", None, None),
        ("source", "campaign", "2026-09", 2, 0, "0.0000", 1, "-1.0000"),
        ("source", "manual", "2026-08", 0, 0, None, None, None),
        ("source", "manual", "2026-09", 1, 1, "1.0000", 1, None),
        ("stage", "prospecting", "2026-08", 1, 1, "1.0000", None, None),
        ("stage", "prospecting", "2026-09", 2, 1, "0.5000", 1, "-0.5000"),
        ("stage", "engaging", "2026-08", 1, 0, "0.0000", None, None),
        ("stage", "engaging", "2026-09", 1, 0, "0.0000", 0, "0.0000"),
    ]
    assert answer["totals"] == [{"count": 9, "moved_on": 4, "conversion": "0.4444"}]
    helens = levers.report("helen", "funnel-levers", **PERIODS)["rows"]
    assert [row["count"] for row in helens if row["step"] == "manual"] == [0, 2]
    with pytest.raises(Malformed):
        levers.report("nils", "funnel-levers", periods=["2026-08", "2026"])


def test_a_cell_of_mixed_records_leads_to_each_of_them_page_by_page(levers: Newsroom) -> None:
    def ids(**asked: Any) -> list[str]:
        found: list[Any] = []
        while True:
            page = levers.report("nils", "funnel-levers", "list_report_records", limit="1", **PERIODS, **asked)
            found += page["data"]
            assert page["count"] == len(page["data"]) or page["next"] or len(found) == page["count"]
            if page["next"] is None:
                return [f"{one['kind']} {one['name']}" for one in found]
            asked["cursor"] = page["next"]

    assert sorted(ids()) == ["deal one", "deal three", "deal two", "lead a", "lead b", "lead c", "lead d"]
    assert sorted(ids(lever="source", step="campaign", compared="2026-09")) == ["lead b", "lead c"]
    assert ids(lever="stage", step="engaging", compared="2026-08") == ["deal one"]
    for bad in ("x", "bGVhZA"):
        with pytest.raises(Malformed):
            levers.report("nils", "funnel-levers", "list_report_records", cursor=bad)


def test_of_mixed_records_those_out_of_sight_are_neither_shown_nor_counted(levers: Newsroom) -> None:
    assert levers.report("olga", "funnel-levers", **PERIODS)["rows"] == []
    behind = levers.report("sara", "funnel-levers", "list_report_records", **PERIODS)
    assert [one["name"] for one in behind["data"]] == ["e"]
    with pytest.raises(NotFound):
        levers.report("nils", "funnel-levers", owner=levers.people["sara"].user_id)
    of_nils = levers.report("helen", "funnel-levers", owner=levers.people["nils"].user_id, **PERIODS)
    assert of_nils["totals"][0]["count"] == 9


def test_new_customers_are_those_of_a_first_order_by_the_source_of_their_lead(levers: Newsroom) -> None:
    confirmed(levers, "late", "2026-10-10", ("lamp", 1, "9.00"), customer="Acme")
    confirmed(levers, "first", "2026-09-10", ("lamp", 1, "10.00"), customer="Acme")
    confirmed(levers, "second", "2026-09-11", ("lamp", 1, "20.00"), customer="Acme")
    confirmed(levers, "other", "2026-09-12", ("lamp", 1, "30.00"), customer="Clark")
    confirmed(levers, "unseen", "2026-08-12", ("lamp", 1, "1.00"), customer="Brown", owner="sara")
    confirmed(levers, "again", "2026-09-13", ("lamp", 1, "40.00"), customer="Brown")
    columns = ("source", "customer", "first_order_on", "count", "amount", "seller")
    expected = [
        ("campaign", "Acme", "2026-09-10", 1, "10.00", "Nils"),
        (None, "Clark", "2026-09-12", 1, "30.00", "Nils"),
    ]
    found = levers.report("nils", "new-customers", period="2026-09")
    assert sorted(table(found, *columns), key=str) == sorted(expected, key=str), "Brown had ordered from Sara before"
    assert levers.report("nils", "new-customers", period="2026-10")["rows"] == []
    assert table(levers.report("sara", "new-customers"), "source", "customer") == [("manual", "Brown")]
    [row] = [row for row in found["rows"] if row["customer"] == "Acme"]
    behind = levers.report("nils", "new-customers", "list_report_records", source="campaign", period="2026-09")
    assert ([one["number"] for one in behind["data"]], row["count"]) == (["SO-first"], 1)


def test_a_lead_counts_for_whom_it_belonged_to_when_it_was_closed(room: Newsroom) -> None:
    come(room, "a", "2026-09-01")
    lost = {"status": "lost", "reason": "no need", "unit_path": "/1/2/", "version": 2}
    hear(room, lead_event(room, leads.LeadLost, "a", **lost), "2026-09-02")
    people = {name: room.people[name].user_id for name in ("nils", "sara")}
    handed = {"from_owner_id": people["nils"], "to_owner_id": people["sara"], "status": "lost"}
    hear(room, lead_event(room, leads.LeadTransferred, "a", owner="sara", version=3, **handed), "2026-09-03")

    def of(unit: str) -> int:
        part: Any = {"org_unit": room.units[unit], "include_children": True, **PERIODS}
        return int(room.report("helen", "funnel-levers", **part)["totals"][0]["count"])

    assert (of("NORTH"), of("SOUTH")) == (1, 0)
    hear(room, lead_event(room, leads.LeadReopened, "a", owner="sara", version=4), "2026-09-04")
    assert (of("NORTH"), of("SOUTH")) == (0, 1)
    hear(room, lead_event(room, leads.LeadLost, "a", **lost), "2026-09-02")
    assert (of("NORTH"), of("SOUTH")) == (0, 1), "what is told again changes nothing"
    hear(room, lead_event(room, leads.LeadRemoved, "a", owner="sara", version=5), "2026-09-05")
    assert (of("NORTH"), of("SOUTH")) == (0, 0)


def test_a_lead_shared_is_counted_by_whom_it_is_open_to(room: Newsroom) -> None:
    come(room, "a", "2026-09-01")
    share = {"share_id": new_id(), "grantee_id": room.people["sara"].user_id, "grantee_kind": "person"}
    shared = lead_event(room, leads.LeadShared, "a", version=2, may_write=False, until=None, **share)
    hear(room, shared, "2026-09-02")
    assert room.report("sara", "funnel-levers", **PERIODS)["totals"][0]["count"] == 1
    hear(room, lead_event(room, leads.LeadShareRevoked, "a", version=3, **share), "2026-09-03")
    assert room.report("sara", "funnel-levers", **PERIODS)["totals"][0]["count"] == 0
