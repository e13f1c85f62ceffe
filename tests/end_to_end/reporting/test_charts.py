"""Reports as charts and as Word documents through the public API: they say what the table says, and no more."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import docx
import pytest
from lxml import etree

from shared.contracts.reporting.catalogue import ADDITIVE, CHARTS, Report
from shared.contracts.reporting.reports import REPORTS
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.reporting.seller import Seller
from tests.end_to_end.reporting.test_catalogue import CATALOGUE, ONE_OF_EACH, each_report

TEMPLATES = "/v1/report-templates"
OCTETS = {"Content-Type": "application/octet-stream"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SVG = "{http://www.w3.org/2000/svg}"
CHINESE = {"Accept-Language": "zh-CN"}
OWN = ("sales-funnel", "forecast", "won-lost")
RANKING = "opportunity-ranking"
"""Its totals are those of all open deals, its table shows the first of them."""


@pytest.fixture(scope="module", autouse=True)
def library(seller: Seller) -> None:
    """The first picture after a start loads the library, which on a busy machine may outlast a request's patience."""
    asked = {"format": "svg", "currency": "USD"}
    path = "/v1/reports/won-trend"
    assert eventually(lambda: seller.client.ask("GET", path, params=asked).status_code == 200, seconds=120)


@contextmanager
def template(company: Company, report: str) -> Iterator[Any]:
    """One of the company's own, for as long as the test lasts."""
    admin = company["admin"]
    made = admin.post(TEMPLATES, {"report": report, "name": f"Ours {new_id()}"})
    try:
        yield made
    finally:
        admin.ok("DELETE", f"{TEMPLATES}/{made['id']}")


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def drawn(chart: Any) -> Decimal:
    values = [value for series in chart["series"] for value in series["values"]]
    values += [flow["value"] for flow in chart.get("flows", ())]
    return sum((Decimal(value) for value in values if value is not None), Decimal(0))


def picture(client: Client, path: str, **params: str) -> Any:
    answer = client.ask("GET", path, params={"format": "svg", **params})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml"), answer.text
    return etree.fromstring(answer.content)


def opened(client: Client, path: str, headers: dict[str, str] | None = None, **params: str) -> Any:
    """The Word document at this address, as Word opens it."""
    answer = client.ask("GET", path, params={"format": "docx", **params}, headers=headers or {})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, WORD), answer.text
    return docx.Document(io.BytesIO(answer.content))


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.feature("B-07")
@pytest.mark.feature("B-08")
@pytest.mark.feature("B-12")
@each_report
def test_whatever_chart_a_report_is_drawn_as_it_comes_to_the_table(seller: Seller, report: Report) -> None:
    answer = seller.ask(report.id)
    whole = sum((Decimal(row[report.chart.y]) for row in answer["rows"]), Decimal(0))
    if report.id != RANKING:
        assert whole == sum(Decimal(total[report.chart.y]) for total in answer["totals"]), "one for each currency"
    assert {"bar", "pie", "line"} <= set(report.charts)
    for kind in report.charts:
        told = seller.ask(report.id, chart=kind, limit="1")["chart"]
        assert (told["kind"], drawn(told)) == (kind, whole)
        if kind == report.chart.kind or report in ONE_OF_EACH:
            ensure_drawn(picture(seller.client, report.address, currency="USD", chart=kind), report, told)
    for kind in set(CHARTS) - set(report.charts):
        for more in ({}, {"format": "svg"}, {"format": "docx"}):
            asked = {"chart": kind, **more}
            problem = seller.client.refused("GET", report.address, params=asked, status=422, code="chart_unfit")
            assert problem["allowed"] == list(report.charts)
    seller.client.refused("GET", report.address, params={"chart": "cake"}, status=400)
    listed = next(one for one in seller.client.get("/v1/reports")["reports"] if one["id"] == report.id)
    assert listed["charts"] == list(report.charts)


def ensure_drawn(svg: Any, report: Report, told: Any) -> None:
    assert [svg[0].tag, svg[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text == report.title["en"]
    values = [value for series in told["series"] for value in series["values"] if value is not None]
    values += [flow["value"] for flow in told.get("flows", ())]
    assert all(str(value) in svg[1].text for value in values[:20])


@pytest.mark.feature("B-09")
def test_a_line_is_an_ordered_series_with_no_missing_period(seller: Seller) -> None:
    year = seller.month[:4]
    chart = seller.ask("won-trend", chart="line", period=year)["chart"]
    assert chart["x"] == [f"{year}-{month:02}" for month in range(1, 13)]
    [series] = chart["series"]
    assert dict(zip(chart["x"], series["values"], strict=True))[seller.month] == "255300.00"
    assert [value for value in series["values"] if value != "255300.00"] == ["0.00"] * 11


@pytest.mark.feature("B-05")
def test_the_ways_of_deals_from_stage_seller_and_channel_are_flows(company: Company, seller: Seller) -> None:
    ways = seller.ask("deal-flow", chart="sankey")["chart"]
    flows = {(one["source"], one["target"]): one["value"] for one in ways["flows"]}
    assert flows == {
        ("engaging", "won"): 1, ("prospecting", "won"): 1, ("negotiation", "won"): 1, ("engaging", "lost"): 2,
    }  # fmt: skip
    for by, source in (("seller", f"{seller.name} ("), ("channel", "direct")):
        told = seller.ask("deal-flow", chart="sankey", by=by)["chart"]["flows"]
        assert {one["target"]: one["value"] for one in told} == {"won": 3, "lost": 2}
        assert all(one["source"].startswith(source) for one in told)
    row = next(one for one in seller.ask("deal-flow")["rows"] if one["target"] == "lost")
    assert seller.records("deal-flow", row) == ["beaten", "dear"]
    mine = {"owner": seller.id, "currency": "USD", "chart": "sankey"}
    assert company["helen.head"].get("/v1/reports/deal-flow", params=mine)["chart"] == ways
    company["sara.south"].refused("GET", "/v1/reports/deal-flow", params=mine, status=404)


@pytest.mark.feature("M-36")
@each_report
def test_each_report_is_a_word_document_that_says_what_the_table_says(seller: Seller, report: Report) -> None:
    asked = {"currency": "USD"}
    rows = seller.client.ask("GET", report.address, params={**asked, "format": "csv"})
    table = list(csv.DictReader(io.StringIO(rows.content.decode("utf-8-sig"))))
    document = opened(seller.client, report.address, **asked)
    shown, totals = document.tables
    assert cells(shown) == [
        [column.title["en"] for column in report.columns],
        *([row[column.name] for column in report.columns] for row in table),
    ]
    for measure in (one for one in report.measures if one.kind in ADDITIVE):
        place = [column.name for column in report.columns].index(measure.name)
        told = [row[[column.name for column in report.of_totals].index(measure.name)] for row in cells(totals)[1:]]
        if report.id != RANKING:
            assert sum(Decimal(row[place]) for row in cells(shown)[1:]) == sum(map(Decimal, told))
    assert document.paragraphs[0].text == report.title["en"]
    assert "currency: USD" in [one.text for one in document.paragraphs]
    assert len(document.inline_shapes) == 1
    [drawing] = document.element.body.iter("{*}docPr")
    assert report.question["en"] in drawing.get("descr")
    chinese = opened(seller.client, report.address, CHINESE, **asked)
    assert chinese.paragraphs[0].text == report.title["zh"]
    assert cells(chinese.tables[0])[0] == [column.title["zh"] for column in report.columns]


@pytest.mark.feature("S-033")
@pytest.mark.feature("M-36")
@pytest.mark.parametrize("report", [REPORTS[one] for one in OWN], ids=lambda report: report.id)
def test_reports_with_a_view_of_their_own_are_drawn_and_written_too(seller: Seller, report: Report) -> None:
    asked = {"currency": "USD", "period": seller.month}
    answer = seller.client.get(report.address, params=asked)
    assert "chart" not in answer
    told = {
        "sales-funnel": lambda row: (row["label"], row["count"]),
        "forecast": lambda row: (row["label"], row["weighted_amount"]),
        "won-lost": lambda row: (row["name"], row["won"]["count"]),
    }[report.id]
    wanted = [told(row) for row in answer["rows"]]
    assert wanted
    for kind in report.charts:
        chart = seller.client.get(report.address, params={**asked, "chart": kind})["chart"]
        [series] = chart["series"]
        assert sorted(zip(chart["x"], series["values"], strict=True)) == sorted(wanted)
        assert picture(seller.client, report.address, **asked, chart=kind)[0].text == report.title["en"]
    if report.id == "sales-funnel":
        assert report.charts[0] == "funnel"
        values = seller.client.get(report.address, params={**asked, "chart": "funnel"})["chart"]["series"][0]["values"]
        assert values == sorted(values, reverse=True)
    names = [column.name for column in report.columns]
    shown = cells(opened(seller.client, report.address, **asked).tables[0])
    label, value = (names.index(one) for one in (report.chart.x, report.chart.y))
    assert [(row[label], row[value]) for row in shown[1:]] == [(name, str(value)) for name, value in wanted]
    seller.client.refused("GET", report.address, params={"chart": "sankey"}, status=422, code="chart_unfit")
    seller.client.refused("GET", report.address, params={"format": "pdf"}, status=400)


@pytest.mark.feature("S-033")
@pytest.mark.parametrize("report", [REPORTS[one] for one in OWN], ids=lambda report: report.id)
def test_reports_with_a_view_of_their_own_are_files_with_the_rows_of_their_documents(
    company: Company, seller: Seller, report: Report
) -> None:
    asked = {"currency": "USD", "period": seller.month}
    names = [column.name for column in report.columns]
    written = cells(opened(seller.client, report.address, **asked).tables[0])[1:]
    files = {
        kind: seller.client.ask("GET", report.address, params={**asked, "format": kind})
        for kind in ("csv", "jsonl", "xlsx")
    }
    assert {kind: one.status_code for kind, one in files.items()} == dict.fromkeys(files, 200)
    table = list(csv.DictReader(io.StringIO(files["csv"].content.decode("utf-8-sig"))))
    assert [list(line.values()) for line in table] == written
    assert list(table[0]) == names
    rows = [json.loads(line) for line in files["jsonl"].text.splitlines()]
    assert [["" if row[name] is None else str(row[name]) for name in names] for row in rows] == written
    assert files["xlsx"].content.startswith(b"PK")
    assert f"{report.id}.csv" in files["csv"].headers["Content-Disposition"]
    mine = {"owner": seller.id, "format": "csv"}
    company["sven.south"].refused("GET", report.address, params=mine, status=404)


@pytest.mark.feature("M-36")
def test_a_manager_and_a_stranger_are_drawn_and_told_their_part_alone(company: Company, seller: Seller) -> None:
    for report in CATALOGUE:
        mine = {"owner": seller.id, "currency": "USD"}
        if report in ONE_OF_EACH:
            own, helens = (opened(client, report.address, **mine) for client in (seller.client, company["helen.head"]))
            assert [cells(one) for one in own.tables] == [cells(one) for one in helens.tables]
        for kind in ("svg", "docx"):
            path, asked = report.address, {**mine, "format": kind}
            company["sven.south"].refused("GET", path, params=asked, status=404)
    stranger = company["sven.south"]
    for report in ("won-deals", "seller-comparison", "customer-trend"):
        path = f"/v1/reports/{report}"
        rows = stranger.get(path, params={"limit": "200"})["rows"]
        names = [column.name for column in REPORTS[report].columns]
        told = [["" if row[name] is None else str(row[name]) for name in names] for row in rows]
        document = opened(stranger, path)
        assert cells(document.tables[0])[1:] == told
        said = etree.tostring(picture(stranger, path)).decode() + str(cells(document.tables[0]))
        assert not [one for one in (*seller.ids, *seller.customers.values(), seller.name) if one in said]


@pytest.mark.feature("B-13")
def test_a_report_is_made_from_a_template_of_ones_own_with_fields_and_loops(company: Company, seller: Seller) -> None:
    admin, client = company["admin"], seller.client
    lines = (
        "{{ title|upper }} of {{ today }}",
        "{%p for row in rows %}",
        "{% if row.currency == 'USD' %}{{ loop.index }}. {{ row.time }}: {{ row.amount }}{% endif %}",
        "{%p endfor %}",
        "{{ chart }}",
    )
    path, asked = "/v1/reports/won-trend", {"currency": "USD", "period": seller.month}
    with template(company, "won-trend") as one, template(company, "won-trend") as two:
        content, ours = f"{TEMPLATES}/{one['id']}/content", word_file(*lines)
        assert docx.Document(io.BytesIO(client.ask("GET", content).content)).tables
        for _ in range(2):
            key = {"Idempotency-Key": one["id"]}
            kept = admin.ok("POST", content, data=ours, headers=OCTETS | key)
        assert (kept["version"], kept["fields_named"]) == (
            2,
            ["chart", "loop.index", "rows", "rows[].amount", "rows[].currency", "rows[].time", "title", "today"],
        )
        told = [text.text for text in opened(client, path, **asked).paragraphs]
        assert told[1] == f"1. {seller.month}: 255300.00"
        named = opened(client, path, **asked, report_template_id=two["id"])
        assert named.tables, "the other begins as the shipped one"
        with template(company, "won-deals") as other:
            unknown = {**asked, "format": "docx", "report_template_id": other["id"]}
            client.refused("GET", path, params=unknown, status=422, code="template_unknown")
        history = [entry["type"].split(".")[3] for entry in client.get(f"{TEMPLATES}/{one['id']}/history")["data"]]
        assert history == ["created", "uploaded"]
    assert opened(client, path, **asked).paragraphs[0].text == REPORTS["won-trend"].title["en"]
    client.refused("GET", path, params={"format": "docx", "report_template_id": "x"}, status=400)


@pytest.mark.feature("B-13")
def test_a_template_that_could_do_harm_is_refused(company: Company, seller: Seller) -> None:
    admin, nils = company["admin"], company["nils.north"]
    nils.refused("POST", TEMPLATES, {"report": "won-trend", "name": "Mine"}, status=403)
    admin.refused("POST", TEMPLATES, {"report": "no-report", "name": "Mine"}, status=400)
    with template(company, "won-trend") as made:
        content = f"{TEMPLATES}/{made['id']}/content"
        nils.refused("POST", content, data=word_file("Hello"), headers=OCTETS, status=403)
        for file, code in (
            (b"no archive at all", "template_unreadable"),
            (word_file("{{ title.__class__.__mro__ }}"), "template_fields_unknown"),
            (word_file("{{ cycler.__init__.__globals__.os.popen('id').read() }}"), "template_statement_refused"),
            (word_file("{% for x in range(10000000) %}x{% endfor %}"), "template_statement_refused"),
            (word_file("{% for row in rows %}"), "template_wrong"),
            (word_file("{{ row.amount }}"), "template_fields_unknown"),
        ):
            admin.refused("POST", content, data=file, headers=OCTETS, status=422, code=code)
        admin.refused("POST", content, data=bytes(2 * 1024 * 1024 + 1), headers=OCTETS, status=413)
        assert nils.get(f"{TEMPLATES}/{made['id']}") == made
    nils.refused("GET", content, status=404)
