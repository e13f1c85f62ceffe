"""The reports of the catalogue through the public API: figures, records, files, statements, and whose they are."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.reporting.catalogue import ADDITIVE, Report
from shared.contracts.reporting.reports import REPORTS
from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.reporting.seller import Seller, months_before

CATALOGUE = [report for report in REPORTS.values() if report.answered_by is None]
COUNTS = ("count", "won", "lost")
"""Measures that count records."""
each_report = pytest.mark.parametrize("report", CATALOGUE, ids=lambda report: report.id)
ONE_OF_EACH = tuple({report.listing.noun: report for report in CATALOGUE}.values())
"""One report about each kind of record, for what is decided by the records alone."""


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


@pytest.mark.feature("S-026")
def test_the_first_open_deals_by_amount_weight_and_age(seller: Seller) -> None:
    def first(by: str) -> list[str]:
        return [row["name"] for row in seller.ask("opportunity-ranking", by=by, n="2")["rows"]]

    assert first("amount") == ["hopeful", "running"]
    assert first("weighted_amount") == ["running", "hopeful"]
    assert first("age") == ["running", "hopeful"]
    seller.client.refused("GET", "/v1/reports/opportunity-ranking", params={"by": "colour"}, status=400)


@pytest.mark.feature("S-028")
def test_the_trend_of_won_deals_has_no_gaps(seller: Seller) -> None:
    since = months_before(today(), 2)
    trend = seller.ask("won-trend", since=since.isoformat(), until=today().isoformat())
    empty = [(since.isoformat()[:7], 0, "0.00"), (months_before(today(), 1).isoformat()[:7], 0, "0.00")]
    assert table(trend, "time", "count", "amount") == [*empty, (seller.month, 3, "255300.00")]
    assert trend["chart"]["series"] == [{"name": "USD", "values": ["0.00", "0.00", "255300.00"]}]
    assert seller.records("won-trend", trend["rows"][-1]) == ["huge", "signed", "small"]


@pytest.mark.feature("S-087")
def test_lost_deals_by_reason_and_competitor(seller: Seller) -> None:
    reasons = seller.ask("failed-reasons", period=seller.month)
    assert table(reasons, "reason", "competitor", "count", "amount") == [
        ("features", "Acme", 1, "700.00"),
        ("price", None, 1, "80.00"),
    ]
    assert [seller.records("failed-reasons", row) for row in reasons["rows"]] == [["beaten"], ["dear"]]


@pytest.mark.feature("S-083")
def test_signed_deals_by_period_and_size(seller: Seller) -> None:
    signed = seller.ask("signed-deals", period=seller.month)
    assert table(signed, "time", "size", "count", "amount", "median_cycle_days") == [
        (seller.month, "100000 to 1000000", 1, "250000.00", "0.0"),
        (seller.month, "under 10000", 2, "5300.00", "0.0"),
    ]
    assert seller.records("signed-deals", signed["rows"][1]) == ["signed", "small"]


@pytest.mark.feature("S-095")
def test_the_list_of_won_deals(seller: Seller) -> None:
    won = seller.ask("won-deals", period=seller.month)
    assert sorted(table(won, "deal_id", "name", "amount", "closed_on", "cycle_days")) == sorted(
        (seller.deals[name], name, amount, today().isoformat(), "0.0")
        for name, amount in (("signed", "5000.00"), ("small", "300.00"), ("huge", "250000.00"))
    )
    assert seller.ask("won-deals", period=f"{today().year - 1}")["rows"] == []


@pytest.mark.feature("S-096")
def test_the_list_of_missed_deals_has_the_lost_and_the_lapsed(seller: Seller) -> None:
    missed = seller.ask("missed-deals")
    assert sorted(table(missed, "outcome", "name", "amount", "reason", "competitor"), key=str) == [
        ("lapsed", "overdue", "60.00", None, None),
        ("lost", "beaten", "700.00", "features", "Acme"),
        ("lost", "dear", "80.00", "price", None),
    ]


@pytest.mark.feature("S-097")
def test_sellers_side_by_side_within_the_callers_scope(company: Company, seller: Seller) -> None:
    sara = company.people["sara.south"]["id"]
    chosen = {"sellers": f"{seller.id},{sara}", "currency": "USD", "period": seller.month}
    columns = ("seller_id", "seller", "won", "won_amount", "lost", "lost_amount", "win_rate", "cycle_days")
    path = "/v1/reports/seller-comparison"
    mine = (seller.id, seller.name, 3, "255300.00", 2, "780.00", "0.6000", "0.0")
    assert table(seller.client.get(path, params=chosen), *columns) == [mine]
    assert mine in table(company["helen.head"].get(path, params=chosen), *columns)
    shown = company["sven.south"].get(path, params=chosen)["rows"]
    assert seller.id not in {row["seller_id"] for row in shown}, "a row's `drill` repeats what was asked, no more"


@pytest.mark.feature("S-091")
def test_years_quarters_and_months_side_by_side(seller: Seller) -> None:
    year = today().year
    for last, this in ((f"{year - 1}", f"{year}"), (f"{year - 1}-12", seller.month)):
        compared = seller.ask("period-comparison", periods=f"{last},{this}")
        assert table(compared, "compared", "count", "amount", "change", "change_rate") == [
            (last, 0, "0.00", None, None),
            (this, 3, "255300.00", "255300.00", None),
        ]
    assert table(seller.ask("period-comparison"), "compared") == [(f"{year - 1}",), (f"{year}",)]
    path = "/v1/reports/period-comparison"
    seller.client.refused("GET", path, params={"periods": f"{year},{year}-Q1"}, status=400)


@pytest.mark.feature("S-089")
def test_order_statistics_come_to_the_orders_that_one_can_list(company: Company, seller: Seller) -> None:
    answer = seller.ask("orders", period=seller.month)
    assert table(answer, "status", "time", "unit", "count", "amount") == [
        ("confirmed", seller.month, "East", 3, "300.00"),
        ("draft", seller.month, "East", 1, "15.00"),
    ]

    def agree() -> bool:
        listed = company["helen.head"].get("/v1/orders", params={"count": "exact", "limit": "1", "totals": "amount"})
        totals = company["helen.head"].get("/v1/reports/orders")["totals"]
        several = listed.get("totals_by_currency")
        told = {total["currency"]: total["amount"] for total in totals}
        whole = {one: sums["amount"] for one, sums in several.items()} if several else None
        same = told == whole if whole is not None else list(told.values()) == [listed["totals"]["amount"]]
        return same and sum(total["count"] for total in totals) == listed["count"]

    assert eventually(agree, seconds=60)


@pytest.mark.feature("S-085")
def test_quantity_amount_and_average_price_of_each_product(seller: Seller) -> None:
    sold = seller.ask("product-sales", period=seller.month)
    assert table(sold, "product_id", "product", "quantity", "amount", "average_price") == [
        (seller.products["chair"], "chair", 3, "220.00", "73.3333"),
        (seller.products["lamp"], "lamp", 6, "80.00", "13.3333"),
    ]


@pytest.mark.feature("S-086")
def test_the_shares_of_categories_sum_to_the_whole(seller: Seller) -> None:
    mix = seller.ask("product-mix")
    assert table(mix, "category", "amount", "share") == [
        ("things like a chair", "220.00", "0.7333"),
        ("things like a lamp", "80.00", "0.2667"),
    ]
    assert sum(Decimal(row["share"]) for row in mix["rows"]) == 1


@pytest.mark.feature("S-060")
def test_a_series_of_each_customer_by_month(seller: Seller) -> None:
    since = months_before(today(), 1)
    trend = seller.ask("customer-trend", since=since.isoformat(), until=today().isoformat())
    before = since.isoformat()[:7]
    assert sorted(table(trend, "customer_id", "time", "count", "amount")) == sorted(
        (seller.customers[name], month, count, amount)
        for name, month, count, amount in (
            ("Acme", before, 0, "0.00"),
            ("Acme", seller.month, 2, "150.00"),
            ("Brown", before, 0, "0.00"),
            ("Brown", seller.month, 1, "150.00"),
        )
    )


@pytest.mark.feature("S-090")
def test_all_orders_of_a_customer_by_period_and_product(company: Company, seller: Seller) -> None:
    asked = {"customer": seller.customers["Acme"]}
    answer = seller.ask("customer-orders", **asked)
    assert sorted(table(answer, "time", "product", "lines", "quantity", "amount")) == [
        (seller.month, "chair", 1, 1, "70.00"),
        (seller.month, "lamp", 2, 6, "80.00"),
    ]
    assert company["sven.south"].get("/v1/reports/customer-orders", params=asked)["rows"] == []


@pytest.mark.feature("M-30")
def test_the_top_customers_by_revenue_with_equal_ones_by_their_ids(seller: Seller) -> None:
    top = seller.ask("top-customers", n="50")
    assert table(top, "customer_id", "amount", "share", "cumulative_share") == [
        (one, "150.00", "0.5000", cumulative)
        for one, cumulative in zip(sorted(seller.customers.values()), ("0.5000", "1.0000"), strict=True)
    ]
    assert len(seller.ask("top-customers", n="1")["rows"]) == 1
    seller.client.refused("GET", "/v1/reports/top-customers", params={"n": "0"}, status=400)


@pytest.mark.feature("M-29")
def test_key_customers_with_their_concentration_and_their_change(seller: Seller) -> None:
    columns = ("amount", "previous_amount", "share", "change", "change_rate")
    for asked in ({"period": seller.month}, {"period": f"{today().year}"}, {}):
        key = seller.ask("key-customers", n="1", **asked)
        assert table(key, *columns) == [("150.00", "0.00", "0.5000", "150.00", None)]
        assert [total["concentration"] for total in key["totals"]] == ["0.5000"]
    later = seller.ask("key-customers", period=f"{today().year + 1}")
    assert set(table(later, *columns)) == {("0.00", "150.00", None, "-150.00", "-1.0000")}


@pytest.mark.feature("S-027")
def test_activities_by_kind_period_and_seller_lead_to_their_ids(seller: Seller) -> None:
    answer = seller.ask("activity-statistics", period=seller.month)
    assert table(answer, "type", "time", "seller_id", "seller", "count") == [
        ("call", seller.month, seller.id, seller.name, 3),
        ("meeting", seller.month, seller.id, seller.name, 1),
    ]
    behind = seller.client.all(f"/v1/reports/activity-statistics/records?{answer['rows'][0]['drill']}")
    assert {one["id"] for one in behind} == set(seller.activities[:3])


@pytest.mark.feature("O-38")
def test_what_came_of_activities_and_the_share_that_led_to_a_rise(seller: Seller) -> None:
    answer = seller.ask("activities")
    assert sorted(table(answer, "type", "result", "count", "about_deals", "led_to_rise", "rise_rate"), key=str) == [
        ("call", "agreed", 2, 2, 1, "0.5000"),
        ("call", "refused", 1, 1, 0, "0.0000"),
        ("meeting", None, 1, 1, 1, "1.0000"),
    ]
    assert answer["totals"] == [{"count": 4, "about_deals": 4, "led_to_rise": 2, "rise_rate": "0.5000"}]
    seller.client.refused("GET", "/v1/reports/activities", params={"days": "-1"}, status=400)


@pytest.mark.feature("O-37")
def test_key_activities_are_listed_with_their_results_and_deals(company: Company, seller: Seller) -> None:
    answer = seller.ask("key-activities", period=seller.month)
    first, _, third, *_ = seller.activities
    assert sorted(table(answer, "activity_id", "deal_id", "type", "result", "seller")) == sorted(
        (activity, seller.deals[deal], "call", "agreed", seller.name)
        for activity, deal in ((first, "signed"), (third, "running"))
    )
    seller.client.patch(f"/v1/activities/{third}", {"is_key": False})
    assert eventually(lambda: table(seller.ask("key-activities"), "activity_id") == [(first,)], seconds=60)
    seller.client.patch(f"/v1/activities/{third}", {"is_key": True})
    assert eventually(lambda: len(seller.ask("key-activities")["rows"]) == 2, seconds=60)
    seller.client.refused("PATCH", f"/v1/activities/{third}", {"is_key": "yes"}, status=400)
    company["nora.north"].refused("GET", "/v1/reports/key-activities", params={"owner": seller.id}, status=404)


@pytest.mark.feature("S-005")
def test_expenses_by_seller_customer_deal_and_period_are_the_entries(seller: Seller) -> None:
    answer = seller.ask("expense-statistics", period=seller.month)
    signed, running = seller.deals["signed"], seller.deals["running"]
    columns = ("status", "time", "seller_id", "seller", "customer_id", "deal_id", "parts", "amount")
    mine = ("draft", seller.month, seller.id, seller.name)
    assert sorted(table(answer, *columns), key=str) == sorted(
        [
            (*mine, None, signed, 2, "69.90"),
            (*mine, None, running, 1, "30.10"),
            (*mine, None, None, 1, "5.05"),
        ],
        key=str,
    )
    assert answer["totals"] == [{"currency": "USD", "parts": 4, "amount": "105.05"}]
    behind = {}
    for row in answer["rows"]:
        found = seller.client.all(f"/v1/reports/expense-statistics/records?{row['drill']}")
        behind[row["deal_id"]] = {one["id"] for one in found}
    travel, meals, gifts = seller.expenses
    assert behind == {signed: {travel, meals}, running: {travel}, None: {gifts}}


@each_report
def test_totals_are_the_sums_of_the_rows_and_cells_lead_to_what_was_counted(seller: Seller, report: Report) -> None:
    answer, mine = seller.ask(report.id), seller.ids
    assert answer["rows"]
    assert set(answer["as_of"]) == {"position", "at", "stated_lag_seconds"}
    for total in answer["totals"]:
        rows = [row for row in answer["rows"] if row.get("currency") == total.get("currency")]
        for name in (one.name for one in report.measures if one.kind in ADDITIVE):
            assert sum(Decimal(row[name]) for row in rows) == Decimal(total[name])
    for row in answer["rows"]:
        behind = seller.client.all(f"{report.address}/records?{row['drill']}")
        counts = [row[one.name] for one in report.measures if one.name in COUNTS]
        assert len(behind) == sum(counts) if counts else behind
        assert {record["id"] for record in behind} <= mine


@each_report
def test_nobody_in_another_branch_is_told_of_rows_or_counts(company: Company, seller: Seller, report: Report) -> None:
    mine = {"owner": seller.id, "currency": "USD"}
    of_helen, own = (client.get(report.address, params=mine) for client in (company["helen.head"], seller.client))
    assert (of_helen["rows"], of_helen["totals"]) == (own["rows"], own["totals"])
    for other in ("nora.north", "sven.south"):
        for path in (report.address, f"{report.address}/records", f"{report.address}/sql"):
            company[other].refused("GET", path, params=mine, status=404)
            company[other].refused("GET", path, params={"org_unit": company.units["EAST"]["id"]}, status=404)
        for path in (report.address, f"{report.address}/records"):
            told = company[other].ask("GET", path, params={"limit": "200"}).text
            assert not [one for one in seller.ids if one in told]


@pytest.mark.feature("X-10")
@each_report
def test_a_unit_with_its_children_has_the_sum_of_the_units(company: Company, seller: Seller, report: Report) -> None:
    ensure_units_add_up(company, report, "EAST")


@pytest.mark.parametrize("report", ONE_OF_EACH, ids=lambda report: report.id)
def test_the_head_office_with_its_children_has_the_sum_of_all_units(
    company: Company, seller: Seller, report: Report
) -> None:
    ensure_units_add_up(company, report, "HQ")


def ensure_units_add_up(company: Company, report: Report, above: str) -> None:
    helen, names = company["helen.head"], [one.name for one in report.measures if one.kind in ADDITIVE]
    units = {unit["id"]: unit["parent_id"] for unit in helen.all("/v1/org-units", params={"limit": "200"})}
    top = company.units[above]["id"]

    def is_below(unit: str | None) -> bool:
        return unit is not None and (unit == top or is_below(units.get(unit)))

    def figures(unit: str, **more: str) -> list[Decimal]:
        asked = {"org_unit": unit, "currency": "USD", "limit": "1", **more}
        totals = helen.get(report.address, params=asked)["totals"]
        return [sum((Decimal(total[name]) for total in totals), Decimal(0)) for name in names]

    def agree() -> bool:
        each = [figures(unit) for unit in units if is_below(unit)]
        whole = figures(top, include_children="true")
        return whole == [sum(column, Decimal(0)) for column in zip(*each, strict=True)] and any(whole)

    assert eventually(agree, seconds=30)


@each_report
def test_each_report_is_also_a_file(seller: Seller, report: Report) -> None:
    answer = seller.ask(report.id)
    asked = {"currency": "USD", "limit": "1"}
    answers = {
        kind: seller.client.ask("GET", report.address, params={**asked, "format": kind})
        for kind in ("csv", "jsonl", "xlsx")
    }
    assert {kind: one.status_code for kind, one in answers.items()} == dict.fromkeys(answers, 200)
    names = [column.name for column in report.columns]
    lines = list(csv.DictReader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))
    assert [[line[name] for name in names] for line in lines] == [
        ["" if row[name] is None else str(row[name]) for name in names] for row in answer["rows"]
    ]
    rows = [json.loads(line) for line in answers["jsonl"].text.splitlines()]
    assert [[row[name] for name in names] for row in rows] == [[row[name] for name in names] for row in answer["rows"]]
    assert answers["xlsx"].content.startswith(b"PK")
    assert f"{report.id}.csv" in answers["csv"].headers["Content-Disposition"]
    seller.client.refused("GET", report.address, params={"format": "pdf"}, status=400)


FACTS = "(activity|customer|deal|expense|lead|order|visit)_facts"


@pytest.mark.feature("Z-11")
@pytest.mark.feature("B-03")
@each_report
def test_the_statement_that_ran_is_shown_with_the_filter_of_the_rows(seller: Seller, report: Report) -> None:
    shown = seller.client.get(f"{report.address}/sql", params={"currency": "USD"})["statements"]
    assert next(one["purpose"] for one in shown) == "rows"
    for one in shown:
        assert re.search(rf"({FACTS}|deal_person_cells|order(_product)?_person_cells)\.owner_id = ", one["sql"])
        assert seller.id in one["parameters"].values()
        assert all(f":{name}" in one["sql"] for name in one["parameters"])
        assert "USD" not in one["sql"]


@pytest.mark.feature("B-03")
def test_only_holders_of_both_rights_see_the_statement(company: Company) -> None:
    admin, code = company["admin"], f"readers_{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "reporting.won_trend:read", "reach": "unit"})
    login = f"reader.{new_id()[-12:]}"
    person = {"login": login, "name": login, "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
    admin.post("/v1/people", {**person, "groups": [code], "must_change_password": False})
    reader = company.stack.client(login, PASSWORD)
    assert reader.get("/v1/reports/won-trend")["as_of"]
    reader.refused("GET", "/v1/reports/won-trend/sql", status=403)
    allowed = {one["id"]: one["allowed"] for one in reader.get("/v1/reports")["reports"]}
    assert [report for report, may in allowed.items() if may] == ["won-trend"]
    reader.refused("GET", "/v1/reports/won-deals", status=403)


@pytest.mark.feature("B-19")
def test_the_catalogue_names_every_report_with_its_question_and_right(seller: Seller) -> None:
    listed = seller.client.get("/v1/reports")["reports"]
    assert {one["id"] for one in listed} == set(REPORTS)
    assert {"sales-funnel", "forecast", "won-lost", "signed-deals"} <= {one["id"] for one in listed}
    assert all(one["question"] and one["measures"] and one["allowed"] for one in listed)
    chinese = seller.client.get("/v1/reports", headers={"Accept-Language": "zh-CN"})["reports"]
    assert {one["title"] for one in chinese} == {report.title["zh"] for report in REPORTS.values()}
    seller.client.refused("GET", "/v1/reports", params={"q": "won"}, status=400)
