"""Reports that people build: what can be built, and that each run gives what its runner sees and no more."""

from collections import defaultdict
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import func, select

from services.reporting.built_reports.model import BuiltReport
from services.reporting.built_reports.rules import (
    CellIsUnknown,
    ReportDoesNotFit,
    ReportHasNoDay,
    ReportListsAndSums,
    ReportMixesCurrencies,
)
from services.reporting.rebuilding.commands import begin_rebuild
from shared.errors import Forbidden, Malformed, NotFound
from shared.persistence.database import Database
from shared.persistence.platform import Share, StoredEvent
from tests.reporting.newsroom import Newsroom, told_newsroom
from tests.reporting.questions.asking import SIGHT, many_deals

Told = list[dict[str, Any]]
BY_STATUS = {
    "title": "Deals by status and month",
    "table": "deals",
    "groups": [{"column": "status"}, {"column": "currency"}],
    "measures": [{"function": "count"}, {"function": "sum", "column": "amount"}],
    "filters": [{"column": "probability", "op": "gte", "values": ["0"]}],
    "sort": ["-sum_amount"],
    "day": "closed_on",
    "chart": {"kind": "bar", "x": "status", "y": "sum_amount", "series": "currency"},
}


@pytest.fixture
def desk(database_anywhere: Database) -> tuple[Newsroom, Told]:
    return told_newsroom(database_anywhere, many_deals)


def build(room: Newsroom, who: str = "nils", **parts: Any) -> str:
    return str(room._service(who).create_built_report(request={**BY_STATUS, **parts})["id"])


def run(room: Newsroom, who: str, report: str, rpc: str = "run_built_report", **query: Any) -> Any:
    return getattr(room._service(who), rpc)(built_report_id=report, query=query)


def share(room: Newsroom, report: str, whom: str, **more: Any) -> Any:
    body = {"person_id": room.people[whom].user_id, **more}
    return room._service("nils").share_built_report(built_report_id=report, request=body)


def by_status(told: Told, who: str) -> dict[tuple[str, str], tuple[int, str]]:
    groups: dict[tuple[str, str], Told] = defaultdict(list)
    for row in told:
        if row["who"] in SIGHT[who]:
            groups[row["status"], row["currency"]].append(row)
    return {key: (len(rows), total(rows)) for key, rows in groups.items()}


def total(rows: Told) -> str | None:
    amounts = [Decimal(row["amount"]) for row in rows if row["amount"]]
    return f"{sum(amounts):.2f}" if amounts else None


def test_a_shared_report_runs_over_what_its_runner_sees(desk: tuple[Newsroom, Told]) -> None:
    room, told = desk
    report = build(room)
    share(room, report, "sara")
    for who in ("nils", "sara", "helen"):
        answer = run(room, who, report)
        found = {(row["status"], row["currency"]): (row["count"], row["sum_amount"]) for row in answer["rows"]}
        assert found == by_status(told, who)
        for line in answer["totals"]:
            mine = [row for row in told if row["who"] in SIGHT[who] and row["currency"] == line["currency"]]
            assert (line["count"], line["sum_amount"]) == (len(mine), total(mine))
        assert answer["as_of"]["position"] == room.position
        assert answer["next"] is None


def test_each_row_leads_to_the_records_that_were_counted_in_it(desk: tuple[Newsroom, Told]) -> None:
    room, told = desk
    report = build(room, groups=[{"column": "closed_on", "grain": "quarter"}, {"column": "currency"}], chart=None)
    rows = run(room, "helen", report)["rows"]
    assert {row["closed_on"] for row in rows} == {None, "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}
    for row in rows:
        behind = run(room, "helen", report, "list_built_report_records", **dict(parse_qsl(row["drill"])))
        assert len(behind["rows"]) == row["count"]
        sums = [Decimal(one["amount"]) for one in behind["rows"] if one["amount"]]
        assert (f"{sum(sums):.2f}" if sums else None) == row["sum_amount"]
    share(room, report, "sara")
    seen = [one["name"] for one in run(room, "sara", report, "list_built_report_records", limit=200)["rows"]]
    assert sorted(seen) == sorted(row["name"] for row in told if row["who"] == "sara")


def test_a_period_a_unit_and_an_owner_narrow_it(desk: tuple[Newsroom, Told]) -> None:
    room, told = desk
    report = build(room, "helen", sort=[])
    closed = [row for row in told if row["closed_on"] and "2026-04" <= row["closed_on"][:7] <= "2026-06"]
    assert sum(row["count"] for row in run(room, "helen", report, period="2026-Q2")["rows"]) == len(closed) > 0
    north = [row for row in told if row["who"] in ("nils", "nina")]
    in_unit = run(room, "helen", report, org_unit=room.units["NORTH"])
    assert sum(row["count"] for row in in_unit["rows"]) == len(north)
    own = run(room, "helen", report, owner=room.people["sara"].user_id, currency="EUR")
    assert sum(row["count"] for row in own["rows"]) == len(
        [row for row in told if row["who"] == "sara" and row["currency"] == "EUR"]
    )
    with pytest.raises(NotFound):
        run(room, "nils", build(room), org_unit=room.units["SOUTH"])
    with pytest.raises(ReportHasNoDay):
        run(room, "helen", build(room, "helen", day=None), period="2026")


def test_pages_add_up_to_the_file(desk: tuple[Newsroom, Told]) -> None:
    room, told = desk
    report = build(room, columns=["name", "amount"], groups=[], measures=[], chart=None, sort=["-amount"])
    whole = run(room, "helen", build(room, "helen", **LISTED), "list_built_report_rows")["rows"]
    assert {row["name"] for row in whole} == {row["name"] for row in told}
    share(room, report, "helen")
    pages, cursor = [], "0"
    while cursor is not None:
        page = run(room, "helen", report, limit=7, cursor=cursor)
        pages += page["rows"]
        cursor = page["next"]
    assert pages == whole


LISTED = {"columns": ["name", "amount"], "groups": [], "measures": [], "chart": None, "sort": ["-amount"]}


def test_the_chart_has_the_values_of_the_rows(desk: tuple[Newsroom, Told]) -> None:
    room, _ = desk
    answer = run(room, "helen", build(room, "helen"))
    drawn = {
        (place, series["name"]): value
        for series in answer["chart"]["series"]
        for place, value in zip(answer["chart"]["x"], series["values"], strict=True)
        if value is not None
    }
    assert answer["chart"]["kind"] == "bar"
    assert drawn == {(row["status"], row["currency"]): row["sum_amount"] for row in answer["rows"] if row["sum_amount"]}


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({"groups": [{"column": "version"}]}, ReportDoesNotFit),
        ({"groups": [{"column": "status", "grain": "month"}, {"column": "currency"}]}, ReportDoesNotFit),
        ({"groups": [{"column": "status"}]}, ReportMixesCurrencies),
        ({"columns": ["name"]}, ReportListsAndSums),
        ({"measures": [{"function": "sum", "column": "name"}], "sort": [], "chart": None}, ReportDoesNotFit),
        ({"measures": [{"function": "sum"}], "sort": [], "chart": None}, ReportDoesNotFit),
        ({"measures": [{"function": "count"}] * 2, "sort": [], "chart": None}, ReportDoesNotFit),
        ({"filters": [{"column": "amount", "op": "gt", "values": ["much"]}]}, ReportDoesNotFit),
        ({"filters": [{"column": "closed_on", "op": "gt", "values": ["soon"]}]}, ReportDoesNotFit),
        ({"filters": [{"column": "id", "op": "lt", "values": ["x"]}]}, ReportDoesNotFit),
        ({"filters": [{"column": "id; DROP", "op": "lt", "values": ["x"]}]}, Malformed),
        ({"filters": [{"column": "id", "op": "lt", "values": ["x", "y"]}]}, Malformed),
        ({"filters": [{"column": "id", "op": "near", "values": ["x"]}]}, Malformed),
        ({"sort": ["amount"]}, ReportDoesNotFit),
        ({"day": "status"}, ReportDoesNotFit),
        ({"chart": {"kind": "bar", "x": "stage", "y": "count"}}, ReportDoesNotFit),
        ({"chart": {"kind": "cloud", "x": "status", "y": "count"}}, Malformed),
        ({"table": "deal_facts"}, Malformed),
        ({"title": " "}, Malformed),
        ({"owner_id": "x"}, Malformed),
    ],
)
def test_what_cannot_be_run_is_not_saved(room: Newsroom, parts: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        build(room, **parts)
    with room.database.read() as session:
        assert session.scalars(select(BuiltReport)).all() == []


@pytest.mark.parametrize(
    "one",
    [
        {"column": "name", "op": "like", "values": ["'; DROP TABLE deal_facts; --"]},
        {"column": "name", "op": "like", "values": ["%"]},
        {"column": "name", "op": "in", "values": ["x' OR 1=1 --", "y"]},
        {"column": "lost_reason", "op": "eq", "values": ["\\"]},
    ],
)
def test_a_value_of_a_filter_is_a_value_and_nothing_else(desk: tuple[Newsroom, Told], one: Any) -> None:
    room, told = desk
    assert run(room, "helen", build(room, "helen", filters=[one]))["rows"] == []
    assert len(run(room, "helen", build(room, "helen", **LISTED))["rows"]) == len(told)


@pytest.mark.parametrize(
    "cell", ["x", "[]", "{}", '["won"]', '["won", 5]', '["won", {}]', '["won", 1.5]', "[null, null, null]"]
)
def test_a_cell_is_one_that_a_row_told(room: Newsroom, cell: str) -> None:
    report = build(room)
    with pytest.raises(CellIsUnknown):
        run(room, "nils", report, "list_built_report_records", cell=cell)


def test_a_report_is_out_of_sight_until_it_is_shared_and_gone_once_it_is_removed(room: Newsroom) -> None:
    report = build(room)
    sara = room._service("sara")
    with pytest.raises(NotFound):
        run(room, "sara", report)
    share(room, report, "sara")
    assert sara.get_built_report(built_report_id=report)["title"] == BY_STATUS["title"]
    with pytest.raises(Forbidden):
        sara.change_built_report(built_report_id=report, request={"title": "Mine"})
    with pytest.raises(Forbidden):
        sara.remove_built_report(built_report_id=report)
    share(room, report, "sara", access="write")
    assert sara.change_built_report(built_report_id=report, request={"title": "Ours", "sort": []})["title"] == "Ours"
    with pytest.raises(Forbidden):
        sara.remove_built_report(built_report_id=report)
    room._service("nils").remove_built_report(built_report_id=report)
    with pytest.raises(NotFound):
        run(room, "sara", report)
    with room.database.read() as session:
        assert session.scalars(select(Share)).all() == []
        order = select(StoredEvent).order_by(StoredEvent.sequence)
        told = [(one.type, one.data) for one in session.scalars(order.where(StoredEvent.subject == report))]
    kinds = [kind.split(".")[-2] for kind, _ in told]
    assert kinds == ["created", "shared", "shared", "changed", "removed"]
    assert told[3][1]["changes"]["title"] == {"before": BY_STATUS["title"], "after": "Ours"}


def test_a_rebuild_of_the_facts_leaves_what_people_made(room: Newsroom) -> None:
    report = build(room)
    share(room, report, "sara")
    with room.database.write() as session:
        begin_rebuild(session, {"sales": 0})
    assert run(room, "sara", report)["rows"] == []
    assert room._service("nils").list_built_report_shares(built_report_id=report)["data"]


def test_a_preview_answers_as_the_saved_report_would_and_saves_nothing(desk: tuple[Newsroom, Told]) -> None:
    room, _ = desk
    parts = {name: value for name, value in BY_STATUS.items() if name != "title"}
    for who in ("nils", "sara"):
        saved = run(room, who, build(room, who))
        with room.database.read() as session:
            before = session.scalar(select(func.count()).select_from(BuiltReport))
        shown = room._service(who).preview_built_report(request=parts)
        assert shown == saved
        with room.database.read() as session:
            assert session.scalar(select(func.count()).select_from(BuiltReport)) == before
    with pytest.raises(ReportMixesCurrencies):
        room._service("nils").preview_built_report(request={**parts, "groups": [], "sort": [], "chart": None})
    with pytest.raises(Malformed):
        room._service("nils").preview_built_report(request={**parts, "table": "people"})
