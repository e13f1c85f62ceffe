"""The figures of each report of the catalogue equal those computed by hand, on each database engine."""

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest

from services.reporting.reports import statements
from shared.clock import today
from shared.contracts.reporting.catalogue import ADDITIVE
from shared.contracts.sales import opportunities as deals
from shared.contracts.sales.competitors import OpportunityCompetitorNamed
from shared.errors import Malformed, NotFound
from shared.ids import new_id
from shared.persistence.database import Database
from tests.reporting.activities.telling import act
from tests.reporting.customers.telling import enter, level, touch
from tests.reporting.expenses.telling import spend
from tests.reporting.leads.telling import come
from tests.reporting.needs.telling import need_event, request_event
from tests.reporting.newsroom import Newsroom, told_newsroom
from tests.reporting.orders.telling import confirmed, invoice
from tests.reporting.problems.telling import problem_event

IDS = sorted(statements())
FIXTURE = (
    # name, owner, amount, currency, opened, closed
    ("small", "nils", "500.00", "USD", "2026-09-01", "2026-09-11"),
    ("quick", "nils", "700.00", "USD", "2026-09-01", "2026-09-05"),
    ("slow", "nina", "900.00", "USD", "2026-07-01", "2026-09-30"),
    ("large", "sara", "20000.00", "USD", "2026-10-01", "2026-11-10"),
    ("foreign", "sara", "300.00", "EUR", "2026-11-01", "2026-11-20"),
    ("last year", "sara", "4000.00", "USD", "2025-01-01", "2025-11-02"),
)
FIGURES = ("count", "amount")
COUNTS = ("count", "won", "lost")
"""Measures that count records."""
RECORDS = {
    ("cost-control", "Nils", "USD"): 4,
    ("cost-control", "Sara", "USD"): 2,
    ("sales-costs", "Nils", "small"): 2,
}
"""How many records are behind a row that says no number of them, where it is not one."""


@pytest.fixture
def won(database_anywhere: Database) -> Newsroom:
    return told_newsroom(database_anywhere, deals_and_more)[0]


def deals_and_more(room: Newsroom) -> None:
    room.tell(
        *(
            room.event(
                deals.OpportunityRecorded,
                name,
                owner,
                stage="won",
                amount=amount,
                currency=currency,
                created_at=at(opened),
                closed_at=at(closed),
            )
            for name, owner, amount, currency, opened, closed in FIXTURE
        )
    )
    confirmed(room, "order", "2026-10-05", ("lamp", 2, "50.00"), ("chair", 1, "10.00"))
    act(room, "call", day="2026-10-05", result="agreed", opportunity="small", is_key=True)
    spend(room, "taxi", "2026-10-05", "30.00", ("small", "10.00"), ("large", "20.00"))
    more_records(room)


def more_records(room: Newsroom) -> None:
    """Customers, one not followed up, a lead, a competitor and a problem, for the reports that are about these."""
    level(room, "key", 10)
    enter(room, "Acme", "2026-01-01")
    enter(room, "silent", "2026-01-01", level="key")
    touch(room, "Acme", 2, today().isoformat())
    come(room, "lead", today().isoformat(), source_kind="campaign")
    invoice(room, "order", "2026-10-05", 2, "0.00", "60.00", ("lamp", 2, "50.00"), ("chair", 1, "10.00"))
    named = {"competitor_id": new_id(), "competitor_name": "Acme", "stage": "won", "amount": "500.00"}
    room.tell(problem_event(room, "small", 3, "too dear", stage="won", at="engaging", amount="500.00"))
    room.tell(need_event(room, "small", "rope", 3, closed_at=at("2026-09-11"), stage="won", amount="500.00"))
    room.take(request_event(room, "rope", need="rope"))
    room.tell(room.event(OpportunityCompetitorNamed, "small", version=2, closed_at=at("2026-09-11"), **named))


def at(day: str) -> str:
    return f"{day}T08:00:00+00:00"


def lose(room: Newsroom, name: str, owner: str, amount: str, closed: str, why: tuple[str, str | None]) -> None:
    reason, competitor = why
    told = {"stage": ("engaging", "lost"), "lost_reason": (None, reason), "winner_competitor": (None, competitor)}
    changes = {column: {"before": before, "after": after} for column, (before, after) in told.items()}
    facts = {"stage": "lost", "amount": amount, "closed_at": at(closed), "changes": changes}
    room.tell(room.event(deals.OpportunityLost, name, owner, reason=reason, competitor=competitor, **facts))


def move(room: Newsroom, name: str, owner: str, version: int, before: str, after: str, **facts: Any) -> None:
    changes = {"stage": {"before": before, "after": after}}
    way = {"from_stage": before, "to_stage": after, "from_position": 10, "to_position": 20, "risen": True}
    told = {"stage": after, "changes": changes, "shared_people": [], "shared_units": [], **way, **facts}
    room.tell(room.event(deals.OpportunityStageChanged, name, owner, version, **told))


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


def behind(room: Newsroom, who: str, report: str, row: Any, **more: Any) -> list[str]:
    """The names of the deals that the drill-down of a row leads to."""
    query = {**dict(parse_qsl(row["drill"], keep_blank_values=True)), **more}
    found = room.report(who, report, "list_report_records", **query)
    assert found["count"] == len(found["data"])
    return sorted(record.get("name") or record.get("number") or record["subject"] for record in found["data"])


def test_the_trend_has_no_gaps(won: Newsroom) -> None:
    trend = won.report("helen", "won-trend", period="2026", currency="USD")
    filled = {"2026-09": (3, "2100.00"), "2026-11": (1, "20000.00")}
    months = [f"2026-{month:02}" for month in range(1, 13)]
    assert table(trend, "time", *FIGURES) == [(month, *filled.get(month, (0, "0.00"))) for month in months]
    assert trend["totals"] == [{"currency": "USD", "count": 4, "amount": "22100.00"}]
    assert trend["chart"]["x"] == months
    assert behind(won, "helen", "won-trend", trend["rows"][8]) == ["quick", "slow", "small"]


def test_the_trend_by_quarters_and_years_runs_from_the_first_to_the_last(won: Newsroom) -> None:
    quarters = won.report("helen", "won-trend", grain="quarter", currency="USD")
    assert table(quarters, "time", "count") == [
        ("2025-Q4", 1), ("2026-Q1", 0), ("2026-Q2", 0), ("2026-Q3", 3), ("2026-Q4", 1),
    ]  # fmt: skip
    years = won.report("helen", "won-trend", grain="year", currency="USD")
    assert table(years, "time", *FIGURES) == [("2025", 1, "4000.00"), ("2026", 4, "22100.00")]
    assert behind(won, "helen", "won-trend", quarters["rows"][3]) == ["quick", "slow", "small"]


def test_signed_deals_by_period_and_size_with_the_median_of_their_cycles(won: Newsroom) -> None:
    signed = won.report("helen", "signed-deals", period="2026", currency="USD")
    assert table(signed, "time", "size", *FIGURES, "median_cycle_days") == [
        ("2026-09", "under 10000", 3, "2100.00", "10.0"),
        ("2026-11", "10000 to 100000", 1, "20000.00", "40.0"),
    ]
    assert [row["median_cycle_days"] for row in signed["totals"]] == ["25.0"]
    assert behind(won, "helen", "signed-deals", signed["rows"][1]) == ["large"]


def test_no_sum_runs_across_currencies(won: Newsroom) -> None:
    totals = won.report("sara", "won-deals", period="2026")["totals"]
    assert [(row["currency"], row["amount"], row["cycle_days"]) for row in totals] == [
        ("EUR", "300.00", "19.0"),
        ("USD", "20000.00", "40.0"),
    ]


def test_won_deals_come_latest_first_page_by_page(won: Newsroom) -> None:
    pages, cursor = [], "0"
    while cursor:
        page = won.report("helen", "won-deals", period="2026", limit="2", cursor=cursor)
        pages.append([row["name"] for row in page["rows"]])
        cursor = page["next"]
    assert pages == [["foreign", "large"], ["slow", "small"], ["quick"]]


def test_reasons_for_failure_with_who_won_instead(won: Newsroom) -> None:
    for name, amount, why in (
        ("a", "10.00", ("price", "Acme")),
        ("b", "20.00", ("price", "Acme")),
        ("c", "90.00", ("price", None)),
        ("d", "40.00", ("delay", "Zenith")),
    ):
        lose(won, name, "nils", amount, "2026-10-05", why)
    reasons = won.report("nils", "failed-reasons", period="2026-Q4")
    assert table(reasons, "reason", "competitor", *FIGURES) == [
        ("price", None, 1, "90.00"),
        ("delay", "Zenith", 1, "40.00"),
        ("price", "Acme", 2, "30.00"),
    ]
    assert [behind(won, "nils", "failed-reasons", row) for row in reasons["rows"]] == [["c"], ["d"], ["a", "b"]]


def test_missed_deals_are_those_lost_and_those_past_their_day(won: Newsroom) -> None:
    lose(won, "lost", "nils", "10.00", "2026-10-05", ("price", "Acme"))
    for name, day in (("lapsed", "2026-10-01"), ("to come", "2999-10-01"), ("undated", None)):
        won.tell(won.event(deals.OpportunityOpened, name, "nils", amount="5.00", expected_close_date=day))
    missed = won.report("nils", "missed-deals")
    assert table(missed, "name", "outcome", "missed_on", "reason", "competitor", "amount") == [
        ("lost", "lost", "2026-10-05", "price", "Acme", "10.00"),
        ("lapsed", "lapsed", "2026-10-01", None, None, "5.00"),
    ]
    assert won.report("nils", "missed-deals", period="2026-11")["rows"] == []


def test_who_won_a_lost_deal_is_known_in_whatever_order_it_is_told(room: Newsroom) -> None:
    later = room.event(deals.OpportunityChanged, "late", "nils", 3, stage="lost", closed_at=at("2026-10-05"))
    room.tell(later)
    lose(room, "late", "nils", "10.00", "2026-10-05", ("price", "Acme"))
    assert table(room.report("nils", "failed-reasons"), "reason", "competitor") == [("price", "Acme")]


@pytest.mark.parametrize(
    ("by", "names"),
    [("amount", ["two", "three"]), ("weighted_amount", ["three", "two"]), ("age", ["one", "three"])],
)
def test_the_first_of_the_open_deals_by_amount_weight_and_age(
    room_anywhere: Newsroom, by: str, names: list[str]
) -> None:
    room = room_anywhere
    for name, amount, stage, opened in (
        ("one", "100.00", "prospecting", "2026-01-01"),
        ("two", "3000.00", "engaging", "2026-05-01"),
        ("three", "2000.00", "negotiation", "2026-03-01"),
    ):
        room.tell(room.event(deals.OpportunityOpened, name, "nils", amount=amount, stage=stage, created_at=at(opened)))
    ranking = room.report("nils", "opportunity-ranking", by=by, n="2")
    assert [row["name"] for row in ranking["rows"]] == names
    assert (ranking["next"], ranking["totals"][0]["amount"]) == (None, "5100.00")
    pages = [room.report("nils", "opportunity-ranking", by=by, n="2", limit="1", cursor=at) for at in ("0", "1")]
    assert [page["rows"][0]["name"] for page in pages] == names
    assert [page["next"] for page in pages] == ["1", None]


def test_sellers_are_compared_within_sight(won: Newsroom) -> None:
    lose(won, "lost", "nils", "300.00", "2026-10-05", ("price", None))
    columns = ("seller", "won", "won_amount", "lost", "lost_amount", "win_rate", "cycle_days")
    nora = won.report("nora", "seller-comparison", period="2026")
    assert table(nora, *columns) == [
        ("Nils", 2, "1200.00", 1, "300.00", "0.6667", "7.0"),
        ("Nina", 1, "900.00", 0, "0.00", "1.0000", "91.0"),
    ]
    chosen = [won.people[name].user_id for name in ("nina", "sara")]
    assert [row["seller"] for row in won.report("nora", "seller-comparison", sellers=chosen)["rows"]] == ["Nina"]


def test_periods_stand_side_by_side_with_their_change(won: Newsroom) -> None:
    years = won.report("helen", "period-comparison", periods=["2024", "2025", "2026"], currency="USD")
    assert table(years, "compared", *FIGURES, "change", "change_rate") == [
        ("2024", 0, "0.00", None, None),
        ("2025", 1, "4000.00", "4000.00", None),
        ("2026", 4, "22100.00", "18100.00", "4.5250"),
    ]
    assert behind(won, "helen", "period-comparison", years["rows"][1], periods=["2024", "2025"]) == ["last year"]
    for bad in (["2025", "2025"], ["2025", "2025-Q1"], ["2025"], ["25", "26"]):
        with pytest.raises(Malformed):
            won.report("helen", "period-comparison", periods=bad)


def key(report: str, row: Any) -> tuple[Any, ...]:
    return report, row.get("seller"), row.get("deal", row.get("currency"))


@pytest.mark.parametrize("report", IDS)
def test_totals_are_the_sums_of_the_rows_and_each_cell_leads_to_its_records(won: Newsroom, report: str) -> None:
    lose(won, "lost", "nils", "300.00", "2026-10-05", ("price", None))
    won.tell(won.event(deals.OpportunityOpened, "open", "nina", amount="7.00", expected_close_date="2026-10-01"))
    move(won, "open", "nina", 2, "prospecting", "engaging", amount="7.00")
    answer, declared = won.report("helen", report), statements()[report].report
    assert answer["rows"]
    for total in answer["totals"]:
        rows = [row for row in answer["rows"] if row.get("currency") == total.get("currency")]
        for measure in (one.name for one in declared.measures if one.kind in ADDITIVE):
            assert sum(Decimal(row[measure]) for row in rows) == Decimal(total[measure]), measure
    counts = [one.name for one in declared.measures if one.name in COUNTS]
    for row in answer["rows"]:
        expected = sum(row[name] for name in counts) if counts else RECORDS.get(key(report, row), 1)
        assert len(behind(won, "helen", report, row)) == expected


@pytest.mark.parametrize("report", IDS)
def test_nobody_is_told_of_what_is_out_of_sight(won: Newsroom, report: str) -> None:
    answer = won.report("olga", report)
    assert (answer["rows"], [row for row in answer["totals"] if row.get("count")]) == ([], [])
    assert won.report("olga", report, "list_report_records")["data"] == []
    for part in ({"org_unit": won.units["SOUTH"]}, {"owner": won.people["sara"].user_id}):
        for rpc in ("get_report", "list_report_rows", "list_report_records", "get_report_sql"):
            with pytest.raises(NotFound):
                won.report("nils", report, rpc, **part)


@pytest.mark.parametrize("report", IDS)
def test_the_statement_shown_holds_the_filter_of_the_rows(won: Newsroom, report: str) -> None:
    shown = won.report("nils", report, "get_report_sql")["statements"]
    assert len(shown) >= 2
    for one in shown:
        assert "owner_id = " in one["sql"]
        assert won.people["nils"].user_id.replace("-", "") in str(one["parameters"]).replace("-", "")


@pytest.mark.parametrize(
    "query",
    [{"limit": "0"}, {"limit": "201"}, {"cursor": "x"}, {"grain": "day"}, {"colour": "red"}, {"time": "2026"}],
)
def test_other_parameters_are_refused(won: Newsroom, query: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        won.report("helen", "won-trend", **query)


def test_a_cell_that_is_none_is_refused_and_one_of_nothing_is_empty(won: Newsroom) -> None:
    with pytest.raises(Malformed):
        won.report("helen", "won-trend", "list_report_records", time="soon")
    with pytest.raises(Malformed):
        won.report("helen", "won-deals", "list_report_records", deal_id="1")
    assert won.report("helen", "won-trend", "list_report_records", time="2031-01")["data"] == []


def test_a_report_that_is_none_is_not_found(won: Newsroom) -> None:
    with pytest.raises(NotFound):
        won.report("helen", "no-report")
