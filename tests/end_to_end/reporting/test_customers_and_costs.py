"""Reports on stages, competitors, customers, costs and receivables through the public API, and whose they are."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company
from tests.end_to_end.reporting.seller import FOLLOW_UP_DAYS, LONG_AGO, Seller


def table(answer: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


@pytest.mark.feature("S-024")
def test_counts_amounts_and_days_of_each_stage(seller: Seller) -> None:
    answer = seller.ask("stage-analysis", period=seller.month)
    columns = ("stage", "stays", "going_on", "moved_on", "amount", "average_days")
    assert table(answer, *columns) == [
        ("prospecting", 3, 2, 1, "9360.00", "0.0"),
        ("engaging", 3, 0, 1, "5780.00", "0.0"),
        ("negotiation", 2, 1, 1, "254000.00", "0.0"),
    ]
    assert seller.records("stage-analysis", answer["rows"][1]) == ["beaten", "dear", "signed"]
    assert seller.ask("stage-analysis", period=str(today().year - 1))["rows"] == []


@pytest.mark.feature("S-025")
def test_how_often_each_competitor_is_met_won_against_and_lost_to(seller: Seller) -> None:
    answer = seller.ask("competition", period=seller.month)
    assert table(answer, "competitor", "met", "won_against", "lost_to", "lost_amount") == [
        ("Acme", 2, 1, 1, "700.00"),
        ("Zenith", 1, 0, 0, "0.00"),
    ]
    assert seller.records("competition", answer["rows"][0]) == ["beaten", "signed"]
    assert seller.ask("competition", period=str(today().year - 1))["rows"] == []


@pytest.mark.feature("M-27")
def test_what_is_done_about_the_deals_that_a_competitor_wants(company: Company, seller: Seller) -> None:
    answer = seller.ask("competitor-activities", period=seller.month)
    columns = ("competitor", "time", "deal_id", "name", "status", "activities")
    assert sorted(table(answer, *columns)) == [
        ("Acme", seller.month, seller.deals[name], name, state, 1)
        for name, state in sorted((("signed", "won"), ("beaten", "lost")), key=lambda one: seller.deals[one[0]])
    ] + [("Zenith", seller.month, seller.deals["running"], "running", "open", 1)]
    assert [seller.records("competitor-activities", row) for row in answer["rows"][-1:]] == [["running"]]
    asked = {"owner": seller.id}
    company["nora.north"].refused("GET", "/v1/reports/competitor-activities", params=asked, status=404)


@pytest.mark.feature("S-100")
def test_leads_of_each_source_and_conversion_of_each_stage_for_two_periods(seller: Seller) -> None:
    year = today().year
    answer = seller.ask("funnel-levers", periods=f"{year - 1},{year}")
    columns = ("lever", "step", "compared", "count", "moved_on", "conversion", "change")
    this_year = [row for row in table(answer, *columns) if row[2] == str(year)]
    assert this_year == [
        ("source", "manual", str(year), 1, 0, "0.0000", 1),
        ("stage", "prospecting", str(year), 3, 1, "0.3333", 3),
        ("stage", "engaging", str(year), 3, 1, "0.3333", 3),
        ("stage", "negotiation", str(year), 2, 1, "0.5000", 2),
    ]
    lead = next(row for row in answer["rows"] if row["lever"] == "source" and row["count"])
    found = seller.client.all(f"/v1/reports/funnel-levers/records?{lead['drill']}")
    assert [(one["kind"], one["id"]) for one in found] == [("lead", seller.lead)]


@pytest.mark.feature("M-26")
def test_new_customers_are_those_of_a_first_order_by_source(seller: Seller) -> None:
    answer = seller.ask("new-customers", period=seller.month)
    assert sorted(table(answer, "customer_id", "source", "count", "amount")) == sorted(
        (seller.customers[name], None, 1, amount) for name, amount in (("Acme", "100.00"), ("Brown", "150.00"))
    )
    assert seller.ask("new-customers", period=str(today().year - 1))["rows"] == []


@pytest.mark.feature("M-31")
def test_active_customers_have_a_touch_or_an_order_inside_the_window(seller: Seller) -> None:
    active = seller.ask("active-customers", days="90")
    assert {row["customer_id"] for row in active["rows"]} == set(seller.customers.values())
    wider = seller.ask("active-customers", days=str(LONG_AGO + 1))
    assert {row["customer_id"] for row in wider["rows"]} == {*seller.customers.values(), seller.quiet}


@pytest.mark.feature("M-32")
def test_lapsed_customers_have_none_with_their_last_day_and_owner(seller: Seller) -> None:
    last = (today() - timedelta(days=LONG_AGO)).isoformat()
    lapsed = seller.ask("lapsed-customers", days="90")
    columns = ("customer_id", "seller", "last_touch_on", "last_order_on")
    assert table(lapsed, *columns) == [(seller.quiet, seller.name, last, None)]


@pytest.mark.feature("S-094")
def test_exactly_the_customers_past_their_limit_are_listed_with_the_days(seller: Seller) -> None:
    late = seller.ask("customers-not-followed-up")
    expected = (seller.quiet, LONG_AGO - FOLLOW_UP_DAYS, str(FOLLOW_UP_DAYS))
    assert table(late, "customer_id", "days_overdue", "follow_up_days") == [expected]


@pytest.mark.feature("S-057")
@pytest.mark.parametrize("by", ["region", "industry", "level", "type"])
def test_the_composition_of_customers_sums_to_the_whole(seller: Seller, by: str) -> None:
    answer = seller.ask("customer-composition", by=by)
    assert (sum(row["count"] for row in answer["rows"]), answer["totals"]) == (3, [{"count": 3}])
    assert sum(Decimal(row["share"]) for row in answer["rows"]) == 1


@pytest.mark.feature("S-092")
def test_open_amounts_by_customer_and_age_reconcile_with_the_orders(seller: Seller) -> None:
    answer = seller.ask("receivables")
    assert table(answer, "customer_id", "age", "invoices", "open") == [(seller.customers["Acme"], "0-30", 1, "40.00")]
    fulfilled = seller.client.get(f"/v1/orders/{seller.orders[0]}/tracking")["amounts"]
    assert Decimal(fulfilled["invoiced"]) - Decimal(fulfilled["paid"]) == Decimal("40.00")
    behind = seller.client.all(f"/v1/reports/receivables/records?{answer['rows'][0]['drill']}")
    assert [one["id"] for one in behind] == [seller.orders[0]]


@pytest.mark.feature("S-084")
def test_territories_sum_to_the_total_of_the_caller(company: Company, seller: Seller) -> None:
    admin, code = company["admin"], new_id()[-12:]
    territory = admin.post("/v1/territories", {"code": code, "name": f"Place {code}"})
    path = f"/v1/territories/{territory['id']}"
    admin.post(f"{path}/rules", {"rules": [{"customer_id": seller.customers["Brown"]}]})

    def places() -> dict[Any, str]:
        rows = seller.ask("sales-by-territory")["rows"]
        return {(row["territory"], row["product"]): f"{row['quantity']} for {row['amount']}" for row in rows}

    name, lamp, chair = f"Place {code}", "6 for 80.00", "1 for 70.00"
    expected = {(None, "lamp"): lamp, (None, "chair"): chair, (name, "chair"): "2 for 150.00"}
    assert eventually(lambda: places() == expected, seconds=60)
    assert [one["amount"] for one in seller.ask("sales-by-territory")["totals"]] == ["300.00"]


@pytest.mark.feature("S-088")
def test_expenses_stand_against_what_was_won_with_each_deal(seller: Seller) -> None:
    answer = seller.ask("sales-costs", period=seller.month)
    assert sorted(table(answer, "seller_id", "deal_id", "spent", "won_amount", "cost_rate"), key=str) == sorted(
        [
            (seller.id, seller.deals["signed"], "69.90", "5000.00", "0.0140"),
            (seller.id, seller.deals["small"], "0.00", "300.00", None),
            (seller.id, seller.deals["huge"], "0.00", "250000.00", None),
            (seller.id, seller.deals["running"], "30.10", "0.00", None),
            (seller.id, None, "5.05", "0.00", None),
        ],
        key=str,
    )


@pytest.mark.feature("S-119")
def test_the_cost_of_a_visit_an_order_and_a_deal(seller: Seller) -> None:
    columns = ("seller_id", "spent", "visits", "cost_per_visit", "orders", "cost_per_order", "deals", "cost_per_deal")
    expected = (seller.id, "105.05", 1, "105.05", 3, "35.0167", 3, "35.0167")
    assert table(seller.ask("cost-control", period=seller.month), *columns) == [expected]


@pytest.mark.feature("S-093")
def test_all_that_one_person_did_in_one_report(company: Company, seller: Seller) -> None:
    mine = {"owner": seller.id, "period": seller.month, "currency": "USD"}
    expected = [
        ("activity", "call", 3, "0.00"), ("activity", "meeting", 1, "0.00"), ("deal", "lost", 2, "780.00"),
        ("deal", "won", 3, "255300.00"), ("expense", "gifts", 1, "5.05"), ("expense", "meals", 1, "9.70"),
        ("expense", "travel", 1, "90.30"), ("order", "confirmed", 3, "300.00"),
    ]  # fmt: skip
    for who in (seller.client, company["helen.head"]):
        assert table(who.get("/v1/reports/work-report", params=mine), "kind", "what", "count", "amount") == expected
    company["nora.north"].refused("GET", "/v1/reports/work-report", params=mine, status=404)
