"""Whatever chart a report is drawn as, what is drawn comes to what is in the table, on each database engine."""

from decimal import Decimal
from typing import Any

import pytest

from services.reporting.reports import statements
from shared.contracts.reporting.catalogue import ADDITIVE, CHARTS, Report
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed, RuleBroken
from tests.reporting.catalogue.test_reports import IDS, lose, move, won
from tests.reporting.newsroom import Newsroom

__all__ = ["won"]
CASES = [(report, kind) for report in IDS for kind in statements()[report].report.charts]
REFUSED = [(report, kind) for report in IDS for kind in CHARTS if kind not in statements()[report].report.charts]


def drawn(chart: Any) -> Decimal:
    values = [value for series in chart["series"] for value in series["values"]]
    values += [flow["value"] for flow in chart.get("flows", ())]
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))


def in_table(answer: Any, report: Report) -> Decimal:
    return sum((Decimal(row[report.chart.y]) for row in answer["rows"]), Decimal(0))


@pytest.mark.parametrize(("report", "kind"), CASES)
def test_what_is_drawn_comes_to_what_is_in_the_table(won: Newsroom, report: str, kind: str) -> None:
    won.tell(won.event(deals.OpportunityOpened, "open", "nina", amount="7.00", expected_close_date="2026-10-01"))
    move(won, "open", "nina", 2, "prospecting", "engaging", amount="7.00")
    lose(won, "lost", "nils", "300.00", "2026-10-05", ("price", None))
    lose(won, "beaten", "nils", "20.00", "2026-10-06", ("price", "Acme"))
    declared = statements()[report].report
    answer = won.report("helen", report, chart=kind)
    assert answer["rows"]
    assert answer["chart"]["kind"] == kind
    assert drawn(answer["chart"]) == in_table(answer, declared)
    page = won.report("helen", report, chart=kind, limit="1")
    assert page["chart"] == answer["chart"], "a chart shows all rows, whatever page is asked for"
    if "currency" in answer["rows"][0] and kind == "pie":
        sums: dict[str, Decimal] = {}
        for row in answer["rows"]:
            sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + Decimal(row[declared.chart.y])
        slices = {one["name"]: sum(map(Decimal, filter(None, one["values"]))) for one in answer["chart"]["series"]}
        assert slices == sums


@pytest.mark.parametrize(("report", "kind"), REFUSED)
def test_a_chart_that_does_not_fit_is_refused_with_those_that_do(won: Newsroom, report: str, kind: str) -> None:
    for rpc in ("get_report", "draw_report"):
        more = {"language": "en"} if rpc == "draw_report" else {}
        with pytest.raises(RuleBroken) as refused:
            won.ask_for("helen", report, rpc, more, chart=kind)
        assert refused.value.code == "chart_unfit"
        assert refused.value.extra == {"allowed": list(statements()[report].report.charts)}


@pytest.mark.parametrize("report", IDS)
def test_a_bar_a_pie_and_a_line_fit_whatever_adds_up(report: str) -> None:
    declared = statements()[report].report
    assert declared.kind_of(declared.chart.y) in ADDITIVE
    assert {"bar", "pie", "line"} <= set(declared.charts)
    assert declared.charts[0] == declared.chart.kind
    assert len(set(declared.charts)) == len(declared.charts)


def test_a_line_has_no_missing_period(won: Newsroom) -> None:
    chart = won.report("helen", "signed-deals", chart="line", currency="USD")["chart"]
    assert chart["x"][:3] == ["2025-11", "2025-12", "2026-01"]
    assert (chart["x"][-1], len(chart["x"])) == ("2026-11", 13)
    small, large = chart["series"]
    assert (small["name"], small["values"][0], small["values"][1], small["values"][10]) == (
        "under 10000", "4000.00", "0.00", "2100.00",
    )  # fmt: skip
    assert set(large["values"][:-1]) == {"0.00"}
    quarters = won.report("helen", "signed-deals", chart="line", currency="USD", grain="quarter")["chart"]["x"]
    assert quarters == ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_slices_of_several_currencies_are_never_added_up(won: Newsroom) -> None:
    chart = won.report("helen", "won-deals", chart="pie")["chart"]
    assert {one["name"]: drawn({"series": [one]}) for one in chart["series"]} == {
        "EUR": Decimal("300.00"),
        "USD": Decimal("26100.00"),
    }


def test_the_way_of_deals_from_stage_seller_and_channel_to_the_next(won: Newsroom) -> None:
    won.tell(won.event(deals.OpportunityOpened, "mover", "nils", amount="9.00"))
    for version, before, after in ((2, "prospecting", "engaging"), (3, "engaging", "prospecting")):
        for _ in range(2):
            move(won, "mover", "nils", version, before, after, amount="9.00")
    move(won, "mover", "nils", 4, "prospecting", "engaging", amount="9.00")
    flows = won.report("nils", "deal-flow", chart="sankey")["chart"]["flows"]
    assert [tuple(flow.values()) for flow in flows] == [
        ("prospecting", "engaging", "USD", 2),
        ("engaging", "prospecting", "USD", 1),
    ]
    for by, source in (("seller", "Nils (nils)"), ("channel", "direct")):
        rows = won.report("nora", "deal-flow", by=by)["rows"]
        assert [(row["source"], row["target"], row["moves"], row["amount"]) for row in rows] == [
            (source, "engaging", 2, "18.00"),
            (source, "prospecting", 1, "9.00"),
        ]
    assert won.report("sara", "deal-flow")["rows"] == []
    won.tell(won.event(deals.OpportunityRemoved, "mover", "nils", 5))
    assert won.report("nora", "deal-flow")["rows"] == []


def test_other_charts_are_malformed(won: Newsroom) -> None:
    with pytest.raises(Malformed):
        won.report("helen", "won-trend", chart="cake")
    with pytest.raises(Malformed):
        won.report("helen", "won-trend", "list_report_records", chart="bar")
