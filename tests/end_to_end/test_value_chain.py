"""From a stranger's click to a paid order: one story through all six services, told by the people who do the work."""

import json
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import requests

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

READERS = ("nils.north", "nora.north", "helen.head", "admin")
STRANGERS = ("nina.north", "olga.office", "sven.south", "sara.south")
EVERYBODY = (*READERS, *STRANGERS)


class Listener:
    """A console that keeps `/v1/stream` open until the product stops; `heard` grows as messages come."""

    def __init__(self, client: Client) -> None:
        headers = {"Authorization": f"Bearer {client.token}", "Accept": "text/event-stream"}
        self.answer = requests.get(f"{client.url}/v1/stream", headers=headers, stream=True, timeout=60)
        assert self.answer.status_code == 200, self.answer.text
        self.is_listening = threading.Event()
        self.heard: list[Any] = []
        threading.Thread(target=self._listen, daemon=True).start()
        assert self.is_listening.wait(20), "the stream says nothing"

    def _listen(self) -> None:
        with suppress(requests.RequestException):  # the product stops, or the minute is over
            for line in self.answer.iter_lines(chunk_size=1):
                if line.startswith(b": ping"):
                    self.is_listening.set()
                if line.startswith(b"data: "):
                    self.heard.append(json.loads(line.removeprefix(b"data: ")))

    def about(self, record_id: str) -> list[str]:
        return [message["title"] for message in self.heard if message["about"]["id"] == record_id]


@pytest.fixture(scope="module")
def product(company: Company) -> Any:
    return company["admin"].post("/v1/products", {"code": new_id(), "name": "Jigsaw", "list_price": "100.00"})


@pytest.fixture(scope="module")
def campaign(company: Company) -> Any:
    marketer = company["nils.north"]
    made = marketer.post("/v1/campaigns", {"name": "Spring fair", "kind": "web", "budget": "900.00"})
    return marketer.post(f"/v1/campaigns/{made['id']}/launch")


@pytest.fixture(scope="module")
def lead(company: Company, campaign: Any) -> Any:
    """What a stranger left in the campaign's form, as sales has it; a machine tried too."""
    form = f"{company.stack.url}/v1/forms/{campaign['form_key']}/submissions"
    wanted = {"name": "Ada Byron", "email": f"ada.{new_id()}@example.org", "company": f"Engines {new_id()}"}
    bot = {"name": "Bot", "email": f"bot.{new_id()}@example.org", "website": "http://spam.example"}
    for body in (wanted, wanted, bot):
        assert requests.post(form, json=body, timeout=30).status_code == 202
    found = eventually(lambda: leads_of(company["nils.north"], campaign))
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def deal(company: Company, lead: Any) -> Any:
    seller = company["nils.north"]
    seller.post(f"/v1/leads/{lead['id']}/qualify", {"budget": "1000.00"})
    parts = {"customer": {}, "contact": {}, "opportunity": {"amount": "1000.00"}}
    became = seller.post(f"/v1/leads/{lead['id']}/convert", parts)
    return seller.get(f"/v1/opportunities/{became['opportunity_id']}")


@pytest.fixture(scope="module")
def listeners(company: Company, deal: Any) -> dict[str, Listener]:
    return {login: Listener(company[login]) for login in ("nora.north", "sara.south")}


@pytest.fixture(scope="module")
def won(company: Company, deal: Any, product: Any, listeners: Any) -> Any:
    """The deal after three rises, with the second version of its quotation accepted."""
    seller, path = company["nils.north"], f"/v1/opportunities/{deal['id']}"
    for stage in ("engaging", "proposal", "negotiation"):
        seller.post(f"{path}/advance", {"stage": stage})
    line = {"product_id": product["id"], "quantity": 10, "unit_price": "100.00"}
    until = (today() + timedelta(days=30)).isoformat()
    offered = seller.post("/v1/quotations", {"opportunity_id": deal["id"], "valid_until": until, "lines": [line]})
    quotation = f"/v1/quotations/{offered['id']}"
    seller.post(f"{quotation}/send")
    revised = seller.post(f"{quotation}/revise")
    cheaper = {"lines": [{**line, "unit_price": "90.00"}]}
    seller.patch(quotation, cheaper, headers={"If-Match": f'"{revised["version"]}"'})
    seller.post(f"{quotation}/send")
    accepted = seller.post(f"{quotation}/accept")
    assert [(one["status"], one["net"]) for one in accepted["versions"]] == [
        ("superseded", "1000.00"),
        ("accepted", "900.00"),
    ]
    return seller.post(f"{path}/win", {"amount": "900.00"})


@pytest.fixture(scope="module")
def warehouse(company: Company, product: Any) -> Any:
    """The branch's warehouse, with twelve pieces of the product."""
    keeper = company["nina.north"]
    assert eventually(lambda: keeper.ask("GET", f"/v1/items/{product['id']}").status_code == 200)
    place = keeper.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Main store"})
    stocked = {"warehouse_id": place["id"], "lines": [{"item_id": product["id"], "quantity": 12}]}
    document = keeper.post("/v1/inbound-documents", stocked)
    keeper.post(f"/v1/inbound-documents/{document['id']}/post")
    return place


@pytest.fixture(scope="module")
def order(company: Company, won: Any, warehouse: Any) -> Any:
    """The order of the won deal, confirmed, its goods reserved."""
    seller = company["nils.north"]
    made = seller.post(f"/v1/opportunities/{won['id']}/order")
    seller.post(f"/v1/orders/{made['id']}/confirm")
    wait_for(seller, made, fulfilment="reserved")
    return seller.get(f"/v1/orders/{made['id']}")


@pytest.fixture(scope="module")
def fulfilled(company: Company, order: Any) -> Any:
    """The order after everything was shipped, invoiced and paid."""
    seller, keeper, head = company["nils.north"], company["nina.north"], company["helen.head"]
    path = f"/v1/orders/{order['id']}"
    keeper.post(f"{path}/shipments", {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 4}]})
    wait_for(seller, order, fulfilment="partly_shipped")
    keeper.post(f"{path}/shipments")
    head.post(f"{path}/invoices", {"amount": "900.00"})
    head.post(f"{path}/payments", {"amount": "900.00", "method": "bank_transfer", "reference": new_id()})
    wait_for(seller, order, status="fulfilled")
    return seller.get(path)


def leads_of(client: Client, campaign: Any) -> list[Any]:
    return client.all("/v1/leads", params={"filter[source_id][eq]": campaign["id"]})


def tracking(client: Client, order: Any) -> Any:
    return client.get(f"/v1/orders/{order['id']}/tracking")


def wait_for(client: Client, order: Any, **wanted: str) -> None:
    """Until the order's tracking says this."""
    assert eventually(lambda: wanted.items() <= tracking(client, order).items(), 20), tracking(client, order)


def steps(client: Client, order: Any) -> list[tuple[str, str]]:
    return [(step["step"], step["state"]) for step in tracking(client, order)["steps"]]


def rises(client: Client, deal: Any) -> list[str]:
    """What the person was told about the deal coming nearer, the oldest first."""
    params = {"filter[about_id][eq]": deal["id"], "filter[kind][eq]": "opportunity_rose", "sort": "created_at"}
    return [message["title"] for message in client.all("/v1/messages", params=params)]


def verbs(client: Client, path: str) -> list[str]:
    return [entry["type"].split(".")[3] for entry in client.get(f"{path}/history")["data"]]


def test_the_campaign_brought_one_lead_into_its_own_unit(company: Company, campaign: Any, lead: Any) -> None:
    nils = company["nils.north"]
    assert (lead["source_kind"], lead["source_id"]) == ("campaign", campaign["id"])
    assert lead["org_unit"] == campaign["org_unit"]
    counted = eventually(lambda: (found := nils.get(f"/v1/campaigns/{campaign['id']}"))["leads_count"] and found)
    assert (counted["captured_count"], counted["spam_count"], counted["leads_count"]) == (1, 1, 1)
    assert len(leads_of(nils, campaign)) == 1
    for stranger in ("sara.south", "sven.south"):
        assert leads_of(company[stranger], campaign) == []
        company[stranger].refused("GET", f"/v1/leads/{lead['id']}", status=404)


def test_a_conversion_asked_for_twice_names_the_same_three_records(company: Company) -> None:
    nils, key = company["nils.north"], {"Idempotency-Key": new_id()}
    lead = nils.post("/v1/leads", {"name": "Eve", "company": f"Looms {new_id()}"})
    body: dict[str, Any] = {"customer": {}, "contact": {}, "opportunity": {}}
    first, again = (nils.ask("POST", f"/v1/leads/{lead['id']}/convert", body, headers=key) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert all(first.json()[f"{part}_id"] for part in body)
    assert nils.get("/v1/customers", params={"filter[name][eq]": lead["company"], "count": "exact"})["count"] == 1


@pytest.mark.feature("S-099")
def test_the_probability_follows_the_stage_unless_the_seller_set_another(company: Company) -> None:
    nils = company["nils.north"]
    rates = {row["code"]: row["success_rate"] for row in nils.get("/v1/stages")["data"]}
    deal = nils.post("/v1/opportunities", {"name": "Mill", "amount": "10.00"})
    path = f"/v1/opportunities/{deal['id']}"
    assert deal["probability"] == rates["prospecting"]
    for stage in ("engaging", "proposal"):
        assert nils.post(f"{path}/advance", {"stage": stage})["probability"] == rates[stage]
    nils.patch(path, {"probability": 61})
    risen = nils.post(f"{path}/advance", {"stage": "negotiation"})
    assert (risen["probability"], risen["probability_overridden"]) == (61, True)
    assert nils.patch(path, {"probability": None})["probability"] == rates["negotiation"]


@pytest.mark.feature("S-006")
def test_a_stage_change_is_in_the_managers_pipeline_on_the_next_call(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    deal = nils.post("/v1/opportunities", {"name": "Kiln", "amount": "70.00"})

    def shown() -> dict[str, tuple[int, str]]:
        return {row["stage"]: (row["count"], row["amount"]) for row in nora.get("/v1/pipeline")["rows"]}

    def after(stage: str, row: tuple[int, str], pieces: int) -> tuple[str, tuple[int, str]]:
        return stage, (row[0] + pieces, f"{float(row[1]) + 70 * pieces:.2f}")

    before = shown()
    nils.post(f"/v1/opportunities/{deal['id']}/advance", {"stage": "engaging"})
    moved = [after("prospecting", before["prospecting"], -1), after("engaging", before["engaging"], 1)]
    assert shown() == {**before, **dict(moved)}


@pytest.mark.feature("X-16")
def test_each_reader_of_the_deal_hears_once_of_each_rise_and_nobody_else(
    company: Company, won: Any, listeners: dict[str, Listener]
) -> None:
    expected = [
        f"{won['name']} rose from {low} to {high}"
        for low, high in (("prospecting", "engaging"), ("engaging", "proposal"), ("proposal", "negotiation"))
    ]
    assert eventually(lambda: all(len(rises(company[login], won)) >= 3 for login in READERS))
    assert {login: rises(company[login], won) for login in READERS} == dict.fromkeys(READERS, expected)
    assert {login: rises(company[login], won) for login in STRANGERS} == {login: [] for login in STRANGERS}
    assert eventually(lambda: listeners["nora.north"].about(won["id"]) == expected), listeners["nora.north"].heard
    assert listeners["sara.south"].about(won["id"]) == []


@pytest.mark.feature("S-073")
def test_a_won_deal_becomes_one_order(company: Company, won: Any, order: Any) -> None:
    nils = company["nils.north"]
    assert (won["status"], won["probability"], won["amount"]) == ("won", 100, "900.00")
    assert (order["opportunity_id"], order["customer"], order["amount"]) == (won["id"], won["customer"], "900.00")
    other = nils.post("/v1/opportunities", {"name": "Lathe", "customer_id": won["customer"]["id"]})
    nils.refused("POST", f"/v1/opportunities/{other['id']}/order", {}, status=409, code="opportunity_not_won")
    nils.post(f"/v1/opportunities/{other['id']}/win", {"amount": "100.00"})
    path = f"/v1/opportunities/{other['id']}/order"
    body = {"lines": [{"product_id": order["lines"][0]["product_id"], "quantity": 1}]}
    key = {"Idempotency-Key": new_id()}
    first, again = (nils.ask("POST", path, body, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    problem = nils.refused("POST", path, body, status=409, code="opportunity_ordered_already")
    assert problem["order_id"] == first.json()["id"]


def test_the_order_can_be_followed_from_entry_to_the_last_cent(company: Company, fulfilled: Any, product: Any) -> None:
    nils = company["nils.north"]
    shown = tracking(nils, fulfilled)
    [line] = shown["lines"]
    assert (line["ordered"], line["reserved"], line["shipped"]) == (10, 0, 10)
    amounts = {name: shown["amounts"][name] for name in ("ordered", "invoiced", "paid", "open")}
    assert amounts == {"ordered": "900.00", "invoiced": "900.00", "paid": "900.00", "open": "0.00"}
    told = steps(nils, fulfilled)
    assert told[:5] == [
        ("ordered", "done"),
        ("confirmed", "done"),
        ("goods_reserved", "done"),
        ("goods_shipped", "done"),
        ("goods_shipped", "done"),
    ]
    assert sorted(told[5:]) == [("invoice_issued", "done"), ("payment_posted", "done")]
    [stock] = company["nina.north"].get("/v1/stock", params={"filter[item_id][eq]": product["id"]})["data"]
    assert (stock["physical"], stock["reserved"]) == (2, 0)


def test_nothing_more_than_ordered_is_shipped_invoiced_or_paid(company: Company, fulfilled: Any) -> None:
    nina, helen, path = company["nina.north"], company["helen.head"], f"/v1/orders/{fulfilled['id']}"
    line = {"line_id": fulfilled["lines"][0]["id"], "quantity": 1}
    nina.refused("POST", f"{path}/shipments", {"lines": [line]}, status=409)
    helen.refused("POST", f"{path}/invoices", {"amount": "0.01"}, status=409, code="invoice_above_order")
    payment = {"amount": "0.01", "method": "cash"}
    helen.refused("POST", f"{path}/payments", payment, status=409, code="payment_above_order")


def test_an_order_with_too_little_stock_says_what_is_short_and_is_undone(
    company: Company, fulfilled: Any, product: Any
) -> None:
    nils = company["nils.north"]
    lines = [{"product_id": product["id"], "quantity": 3}]
    order = nils.post("/v1/orders", {"customer_id": fulfilled["customer"]["id"], "lines": lines})
    nils.post(f"/v1/orders/{order['id']}/confirm")
    wait_for(nils, order, fulfilment="short")
    refused = next(step for step in tracking(nils, order)["steps"] if step["state"] == "refused")
    [short] = refused["detail"]["short"]
    assert (short["item_id"], short["wanted"], short["available"]) == (product["id"], 3, 2)
    nils.post(f"/v1/orders/{order['id']}/void", {"reason": "cannot wait"})
    wait_for(nils, order, status="voided")
    shown = nils.get(f"/v1/orders/{order['id']}")
    assert (shown["number"], shown["void_reason"]) == (order["number"], "cannot wait")
    assert ("reservation_released", "undone") in steps(nils, order)
    [stock] = company["nina.north"].get("/v1/stock", params={"filter[item_id][eq]": product["id"]})["data"]
    assert (stock["physical"], stock["reserved"], stock["available"]) == (2, 0, 2)


def test_the_customers_request_is_claimed_once_and_solved_with_an_article(company: Company, fulfilled: Any) -> None:
    nils, nina, nora = company["nils.north"], company["nina.north"], company["nora.north"]
    article = nils.post("/v1/articles", {"title": "Loose blade", "symptoms": "rattles", "body": "Tighten it."})
    nils.post(f"/v1/articles/{article['id']}/submit")
    nora.post(f"/v1/articles/{article['id']}/publish")
    body = {"customer_id": fulfilled["customer"]["id"], "description": "It rattles", "order_id": fulfilled["id"]}
    request = nils.post("/v1/requests", body)
    path = f"/v1/requests/{request['id']}"
    nina.post(f"{path}/claim")
    nils.refused("POST", f"{path}/claim", {}, status=409, code="request_claimed_already")
    solved = nina.post(f"{path}/solve", {"solution": "Tightened", "article_id": article["id"]})
    assert (solved["status"], solved["article_id"]) == ("solved", article["id"])
    assert solved["customer"] == fulfilled["customer"]
    assert verbs(nina, path) == ["created", "claimed", "solved"]


def test_an_overdue_request_rises_to_the_superior_who_is_told(company: Company, fulfilled: Any) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    due = (now() + timedelta(seconds=0.5)).isoformat()
    body = {"customer_id": fulfilled["customer"]["id"], "description": "Still rattles", "due_at": due}
    request = nils.post("/v1/requests", body)
    path = f"/v1/requests/{request['id']}"
    assert eventually(lambda: nils.get(path)["level"] == 1, 20)
    assert nils.get(path)["owner"]["login"] == "nora.north"
    params = {"filter[about_id][eq]": request["id"]}
    [told] = eventually(lambda: nora.get("/v1/messages", params=params)["data"])
    assert told["kind"] == "request_escalated"
    assert company["nina.north"].get("/v1/messages", params=params)["data"] == []


def test_the_reports_show_the_won_deal_to_those_who_may_read_it(company: Company, won: Any) -> None:
    def funnel(login: str) -> Any:
        return company[login].get("/v1/reports/sales-funnel")

    def won_row(login: str) -> tuple[int, Any]:
        row = next(row for row in funnel(login)["rows"] if row["stage"] == "won")
        return row["count"], row["amount"]

    def listed(login: str) -> tuple[int, Any]:
        params = {"filter[status][eq]": "won", "count": "exact", "totals": "amount"}
        page = company[login].get("/v1/opportunities", params=params)
        return page["count"], page["totals"]["amount"]

    def disagreeing() -> dict[str, Any]:
        figures = {login: (won_row(login), listed(login)) for login in EVERYBODY}
        return {login: both for login, both in figures.items() if both[0] != both[1]}

    assert eventually(lambda: not disagreeing()), disagreeing()
    assert won_row("nils.north")[0] >= 1
    records = "/v1/reports/sales-funnel/records"
    assert won["id"] in {row["id"] for row in company["nils.north"].all(records, params={"limit": "200"})}
    assert won["id"] not in {row["id"] for row in company["sara.south"].all(records, params={"limit": "200"})}
    for path in ("/v1/reports/sales-funnel", "/v1/reports/won-lost", "/v1/reports/forecast"):
        assert company["nora.north"].get(path)["as_of"]["position"] > 0
    people = {row["name"]: row["won"]["count"] for row in company["nora.north"].get("/v1/reports/won-lost")["rows"]}
    assert people["Nils North"] == listed("nils.north")[0]


def test_history_tells_who_when_the_old_and_the_new(company: Company, won: Any, fulfilled: Any) -> None:
    nils = company["nils.north"]
    entries = nils.get(f"/v1/opportunities/{won['id']}/history")["data"]
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry["actor"]["name"] for entry in entries} == {"Nils North"}
    rises_told = [entry["changes"]["stage"] for entry in entries if entry["type"].split(".")[3] == "stage_changed"]
    assert [(change["before"], change["after"]) for change in rises_told] == [
        ("prospecting", "engaging"),
        ("engaging", "proposal"),
        ("proposal", "negotiation"),
    ]
    assert verbs(nils, f"/v1/opportunities/{won['id']}")[-1] == "won"
    told = verbs(nils, f"/v1/orders/{fulfilled['id']}")
    assert (told[:2], told[-1]) == (["created", "confirmed"], "fulfilled")
