"""The demo company: an invented firm with branches, so that the first look at the product shows something."""

import os
from datetime import timedelta
from typing import Any

from deploy.demo.book import Book, rows_of
from deploy.demo.callers import Callers, await_reply
from deploy.demo.days import fill_calendars
from deploy.demo.leading import lead_the_company
from deploy.demo.selling import fill_sales_desk, order_what_was_won
from deploy.demo.warehouse import deliver
from shared.bus.host import Host
from shared.clock import today
from shared.contracts.payload import Payload
from shared.settings import Settings

PASSWORD_VARIABLE = "TENON_DEMO_PASSWORD"
PASSWORD = "tenon-demo"
STOCK = (("LX-100", 24), ("LX-300", 6), ("CF-12", 15), ("CF-48", 4), ("SP-2", 3), ("PH-7", 80), ("FILTER-5", 400))


def load_demo(settings: Settings, host: Host) -> None:
    """Fill an empty installation through its own services; `host` runs or reaches all of them."""
    callers = Callers(settings, host)
    password = os.environ.get(PASSWORD_VARIABLE, PASSWORD)
    _found_organisation(callers, password)
    _fill_sales(callers)
    _stock_warehouse(callers)
    book = Book.read(callers)
    orders = order_what_was_won(callers, book)
    fill_sales_desk(callers, book)
    fill_calendars(callers, book)
    lead_the_company(callers, book)
    deliver(callers, orders)
    _open_service_desk(callers)
    _start_campaign(callers)
    print(f"  demo people      ines.falk, lin.yue, henrik.voss …   password {password}", flush=True)


def _found_organisation(callers: Callers, password: str) -> None:
    callers.load("gateway", "import_org_units", rows_of("org_units"))
    people = [row | {"groups": row["groups"].split("|")} for row in rows_of("people")]
    callers.load("gateway", "import_people", people, password=password, must_change_password=False)


def _fill_sales(callers: Callers) -> None:
    callers.load("sales", "import_products", rows_of("products"))
    customers = [row | {"currency": "EUR"} for row in rows_of("customers")]
    callers.load("sales", "import_customers", customers)
    callers.load("sales", "import_opportunities", [_dated(row) for row in rows_of("opportunities")])


def _dated(row: Payload) -> Payload:
    """The file counts days from today, so that the demo company is never of the past."""
    told = {name: value for name, value in row.items() if not name.endswith(("_days_ago", "_in_days"))}
    told["currency"] = "EUR"
    for name, days, sign in (
        ("engaged_on", "engaged_days_ago", -1),
        ("closed_on", "closed_days_ago", -1),
        ("expected_close_date", "expected_in_days", 1),
    ):
        if row.get(days):
            told[name] = (today() + sign * timedelta(days=int(row[days]))).isoformat()
    return told


def _stock_warehouse(callers: Callers) -> None:
    """The items of a warehouse follow the catalogue by events, which take a moment to arrive."""
    keeper = callers.person("jonas.ritter")
    warehouse = keeper.create("distribution", "create_warehouse", code="HH-1", name="Warehouse Hamburg")
    admin = callers.person("admin")
    items = await_reply(lambda: _items(admin.call("distribution", "list_items", query={"limit": 100})))
    lines = [{"item_id": items[code], "quantity": pieces} for code, pieces in STOCK]
    document = keeper.create(
        "distribution", "create_inbound_document", warehouse_id=warehouse["id"], note="First delivery", lines=lines
    )
    keeper.call("distribution", "post_inbound_document", document_id=document["id"], request={})


def _items(page: Payload) -> dict[str, str] | None:
    items = {item["code"]: item["id"] for item in page["data"]}
    return items if all(code in items for code, _ in STOCK) else None


def _open_service_desk(callers: Callers) -> None:
    desk = callers.person("ines.falk")
    for row in rows_of("articles"):
        article = desk.create("service_desk", "create_article", **row)
        desk.call("service_desk", "submit_article", article_id=article["id"], request={})
        desk.call("service_desk", "publish_article", article_id=article["id"], request={})
    for row in rows_of("requests"):
        agent = callers.person(row.pop("agent"))
        claimed = row.pop("claimed", None)
        request = agent.create("service_desk", "create_request", **row)
        if claimed:
            agent.call("service_desk", "claim_request", request_id=request["id"], request={})


def _start_campaign(callers: Callers) -> None:
    anja = callers.person("anja.petersen")
    campaign: Any = anja.create(
        "marketing",
        "create_campaign",
        name="Open laboratory days",
        kind="event",
        goal="Forty visitors from hospitals and food laboratories",
        budget="12000.00",
        currency="EUR",
        starts_on=today().isoformat(),
        ends_on=(today() + timedelta(days=60)).isoformat(),
    )
    anja.call("marketing", "launch_campaign", campaign_id=campaign["id"], request={})
