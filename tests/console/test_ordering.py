"""A seller enters an order, puts a product together, has reports sent, and jumps to what is found."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from shared.ids import new_id
from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually
from tests.end_to_end.reporting.post import Post


def product(branch: Branch, name: str, price: str, cheaper: str = "") -> dict[str, Any]:
    """Something of a name that no other test has; from ten pieces on it is `cheaper`."""
    admin, mark = branch.company["admin"], new_id()[-8:]
    body = {"code": f"P-{mark.upper()}", "name": f"{name} {mark}", "list_price": price, "currency": "EUR"}
    made: dict[str, Any] = admin.post("/v1/products", body)
    if cheaper:
        prices = [{"product_id": made["id"], "from_quantity": 10, "unit_price": cheaper}]
        admin.post("/v1/price-lists", {"code": f"L-{mark}", "name": "Ten", "currency": "EUR", "prices": prices})
    return made


def customer(branch: Branch, login: str, name: str = "Mill Trading") -> dict[str, Any]:
    made: dict[str, Any] = branch[login].post("/v1/customers", {"name": name, "currency": "EUR"})
    return made


def add(page: Page, name: str) -> None:
    page.get_by_role("textbox", name="Add a product").fill(name)
    page.get_by_role("option", name=name).click()


def box(page: Page, field: str, name: str) -> Locator:
    return page.get_by_role("textbox", name=f"{field}, {name}")


def test_an_order_is_entered_at_the_customers_prices_changed_and_confirmed(branch: Branch, opens: Opens) -> None:
    login, plane = branch.hire("ann"), product(branch, "Plane", "10.00", cheaper="9.00")
    buyer, saw = customer(branch, login), product(branch, "Saw", "0.3333")
    screen = opens(login)
    page = screen.go(f"/customers/{buyer['id']}")
    page.get_by_role("link", name="New order").first.click()
    add(page, plane["name"])
    expect(box(page, "Unit price", plane["name"])).to_have_value("10.00")
    box(page, "Quantity", plane["name"]).fill("10")
    expect(box(page, "Unit price", plane["name"])).to_have_value("9.00")
    box(page, "Discount %", plane["name"]).fill("3.3333")
    add(page, saw["name"])
    box(page, "Quantity", saw["name"]).fill("3")
    page.get_by_label("Note").fill("By Friday")
    expect(page.get_by_text("Amount €88.00")).to_be_visible()
    page.get_by_role("button", name="Create").click()
    page.get_by_role("tab", name="Lines").click()
    path = page.url.removeprefix(screen.url)
    order = branch[login].get(f"/v1{path}")
    assert (order["amount"], order["currency"], order["note"]) == ("87.9999", "EUR", "By Friday")
    assert [(line["quantity"], line["unit_price"]) for line in order["lines"]] == [(10, "8.70"), (3, "0.3333")]

    box(page, "Quantity", plane["name"]).fill("4")
    branch[login].patch(f"/v1{path}", {"note": "By Monday"})
    screen.expect_refusals(412)
    page.get_by_role("button", name="Save the lines").click()
    late = page.get_by_role("main").get_by_role("alert")
    late.get_by_role("button", name="Save mine").click()
    expect(late).to_be_hidden()
    order = branch[login].get(f"/v1{path}")
    assert (order["note"], [line["quantity"] for line in order["lines"]]) == ("By Monday", [4, 3])
    page.get_by_role("button", name="Confirm").click()
    expect(box(page, "Quantity", plane["name"])).to_be_hidden()
    assert branch[login].get(f"/v1{path}")["status"] == "confirmed"


def test_nobody_orders_for_a_customer_out_of_their_sight(branch: Branch, opens: Opens) -> None:
    owner, plane = branch.hire("ben"), product(branch, "Lathe", "5.00")
    buyer = customer(branch, owner, "Out of sight")
    screen = opens(found_branch(branch.company).hire("cleo"))
    screen.expect_refusals(404, 422)
    page = screen.go(f"/orders/new?customer_id={buyer['id']}")
    add(page, plane["name"])
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert branch.company["admin"].get("/v1/orders", params={"filter[customer_id][eq]": buyer["id"]})["data"] == []


def test_a_quotation_is_written_with_the_same_lines_and_adds_taxes(branch: Branch, opens: Opens) -> None:
    login, plane = branch.hire("bea"), product(branch, "Plane", "9.99")
    about = {"customer_id": customer(branch, login)["id"], "currency": "EUR"}
    deal = branch[login].post("/v1/opportunities", {"name": "Planes", **about})
    screen = opens(login)
    page = screen.go(f"/quotations/new?opportunity_id={deal['id']}")
    add(page, plane["name"])
    box(page, "Quantity", plane["name"]).fill("3")
    box(page, "Discount %", plane["name"]).fill("5")
    box(page, "Tax %", plane["name"]).fill("19")
    expect(page.get_by_text("Gross €33.88")).to_be_visible()
    page.get_by_role("button", name="Create").click()
    page.get_by_role("tab", name="Lines").click()
    path = f"/v1{page.url.removeprefix(screen.url)}"
    made = branch[login].get(path)
    assert (made["net"], made["tax"], made["gross"]) == ("28.47", "5.41", "33.88")
    box(page, "Quantity", plane["name"]).fill("4")
    page.get_by_role("button", name="Save the lines").click()
    expect(page.get_by_role("button", name="Save the lines")).to_be_hidden()
    assert branch[login].get(path)["net"] == "37.96"


def test_the_palette_asks_once_tells_what_is_away_and_ignores_what_comes_late(branch: Branch, opens: Opens) -> None:
    login, mark = branch.hire("dan"), f"zq{new_id()[-6:]}"
    for name in ("first", "second"):
        branch[login].post("/v1/leads", {"name": f"{mark}{name} lead"})
    branch[login].post("/v1/customers", {"name": f"{mark}second customer"})
    page = opens(login).go("/")
    asked: list[str] = []
    held: list[Any] = []

    def meet(route: Any) -> None:
        asked.append(route.request.url)
        if f"{mark}first" in route.request.url:
            held.append((route, route.fetch()))
            return
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "missing": ["marketing"]})

    page.route("**/v1/search?**", meet)
    page.get_by_role("button", name="Search or jump to").click()
    words = page.get_by_role("dialog").get_by_placeholder("Search or jump to")
    words.fill(f"{mark}first")
    assert eventually(lambda: page.evaluate("true") and held)
    words.fill(f"{mark}second")
    options = page.get_by_role("listbox", name="Search or jump to…")
    expect(options.get_by_role("option", name=f"{mark}second customer")).to_be_visible()
    expect(options.get_by_role("group", name="Leads")).to_contain_text(f"{mark}second lead")
    expect(page.get_by_role("status").filter(has_text="Marketing")).to_be_visible()
    for route, answer in held:
        route.fulfill(response=answer)
    words.press("Enter")
    expect(page.get_by_role("heading", name=f"{mark}second customer")).to_be_visible()
    assert len(asked) == 2, asked


def tractor(branch: Branch) -> dict[str, dict[str, Any]]:
    """One engine of two and up to two extras: a cab goes with the big engine alone, and never with a rack."""
    prices = {"Tractor": "100.00", "Small engine": "20.00", "Big engine": "30.00", "Cab": "7.00", "Rack": "5.00"}
    made = {name: product(branch, name, price) for name, price in prices.items()}
    ids = {name: one["id"] for name, one in made.items()}
    cab, rack = ids["Cab"], ids["Rack"]
    body = {
        "product_id": ids["Tractor"],
        "name": "A tractor as you like it",
        "slots": [
            {"code": "engine", "name": "Engine", "options": [ids["Small engine"], ids["Big engine"]]},
            {"code": "extras", "name": "Extras", "least": 0, "most": 2, "options": [cab, rack]},
        ],
        "rules": [
            {"kind": "requires", "product_id": cab, "others": [ids["Big engine"]], "explanation": "A cab is heavy."},
            {"kind": "excludes", "product_id": rack, "others": [cab], "explanation": "No room for both."},
        ],
    }
    branch.company["admin"].post("/v1/configurators", body)
    return made


def choose(page: Page, kind: Any, one: dict[str, Any]) -> None:
    page.get_by_role(kind, name=one["name"]).check()


def test_a_product_is_put_together_and_becomes_lines(branch: Branch, opens: Opens) -> None:
    login, parts = branch.hire("fay"), tractor(branch)
    customer(branch, login, "Farm of Fay")
    screen = opens(login)
    page = screen.go(f"/products/{parts['Tractor']['id']}")
    page.get_by_role("link", name="Configure…").click()
    page.get_by_role("textbox", name="Customer").fill("Farm of Fay")
    page.get_by_role("option", name="Farm of Fay").click()
    choose(page, "radio", parts["Small engine"])
    choose(page, "checkbox", parts["Cab"])
    status = page.get_by_role("status").filter(has_text="Still to be settled")
    expect(status).to_contain_text("A cab is heavy.")
    rack = page.get_by_role("checkbox", name=parts["Rack"]["name"])
    expect(rack).to_be_disabled()
    expect(rack).to_have_accessible_description("No room for both.")
    expect(page.get_by_role("button", name="Into a new order")).to_be_disabled()
    choose(page, "radio", parts["Big engine"])
    price = page.get_by_role("region", name="Price of the configuration")
    expect(price).to_contain_text("Unit price €137")
    first = price.get_by_text("Configuration ").inner_text()
    page.get_by_label("Quantity").fill("2")
    expect(price).to_contain_text("Amount €274")
    assert price.get_by_text("Configuration ").inner_text() == first, "the same parts are known by the same id"
    page.get_by_role("button", name="Into a new order").click()
    expect(page.get_by_text("Amount €274")).to_be_visible()
    page.get_by_role("button", name="Create").click()
    page.get_by_role("tab", name="Lines").click()
    order = branch[login].get(f"/v1{page.url.removeprefix(screen.url)}")
    assert [(line["product_id"], line["quantity"], line["unit_price"]) for line in order["lines"]] == [
        (parts[name]["id"], 2, price)
        for name, price in (("Tractor", "100.00"), ("Big engine", "30.00"), ("Cab", "7.00"))
    ]
    assert {f"Configuration {line['configuration_id']}" for line in order["lines"]} == {first.split(":")[0]}
    keep_what_it_is_built_of(branch, login, page, parts, order)
    build_another(branch, login, page, parts, order)


def keep_what_it_is_built_of(
    branch: Branch, login: str, page: Page, parts: dict[str, dict[str, Any]], order: dict[str, Any]
) -> None:
    box(page, "Discount %", parts["Cab"]["name"]).fill("50")
    page.get_by_role("button", name="Save the lines").click()
    expect(page.get_by_role("button", name="Save the lines")).to_be_hidden()
    changed = branch[login].get(f"/v1/orders/{order['id']}")["lines"]
    assert changed[2]["unit_price"] == "3.50"
    assert built(changed) == built(order["lines"]), "what is changed by hand stays what it is built of"


def build_another(
    branch: Branch, login: str, page: Page, parts: dict[str, dict[str, Any]], order: dict[str, Any]
) -> None:
    page.get_by_role("button", name="Configure…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=parts["Small engine"]["name"]).check()
    dialog.get_by_role("button", name="Take these lines").click()
    expect(box(page, "Quantity", parts["Small engine"]["name"])).to_have_value("2")
    expect(box(page, "Quantity", parts["Big engine"]["name"])).to_have_count(0)
    page.get_by_role("button", name="Save the lines").click()
    expect(page.get_by_role("button", name="Save the lines")).to_be_hidden()
    lines = branch[login].get(f"/v1/orders/{order['id']}")["lines"]
    assert [line["product_id"] for line in lines] == [parts["Tractor"]["id"], parts["Small engine"]["id"]]
    (now,) = set(built(lines))
    assert now not in built(order["lines"])


def built(lines: list[dict[str, Any]]) -> list[str]:
    return [line["configuration_id"] for line in lines]


def test_a_report_is_sent_regularly_at_once_and_no_more(branch: Branch, opens: Opens) -> None:
    login, mate, address = branch.hire("gil"), branch.hire("hal"), f"gil.{new_id()}@example.com"
    branch.company["admin"].patch(f"/v1/people/{branch.people[login]['id']}", {"email": address})
    screen = opens(login)
    page = screen.go("/reports/won-deals?currency=EUR")
    page.get_by_role("button", name="Send regularly…").click()
    dialog = page.get_by_role("dialog", name="Send regularly…")
    dialog.get_by_label("Title").fill("Won of the month")
    pick(page, dialog, "How often", "Monthly")
    dialog.get_by_label("Day of the month").fill("31")
    dialog.get_by_role("textbox", name="Time", exact=True).fill("06:45")
    pick(page, dialog, "Period", "Last month")
    pick(page, dialog, "Form", "Excel")
    dialog.get_by_role("textbox", name="Recipients").fill(branch.people[mate]["name"])
    page.get_by_role("option", name=branch.people[mate]["name"]).click()
    screen.expect_refusals(409, 422)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("e-mail address")
    dialog.get_by_role("button", name=f"Remove {branch.people[mate]['name']}").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    (made,) = branch[login].get("/v1/report-schedules")["data"]
    told = {name: made[name] for name in ("month_day", "time", "period", "format", "parameters", "weekday")}
    assert told == {
        "month_day": 31, "time": "06:45", "period": "last_month", "format": "xlsx", "parameters": {"currency": "EUR"},
        "weekday": None,
    }  # fmt: skip
    page.goto(f"{screen.url}/reports/schedules")
    entry = page.get_by_role("article", name="Won of the month")
    office = Post()
    with office.open_at(branch.company.stack.mail_port):
        entry.get_by_role("button", name="Send now").click()
        expect(entry.get_by_role("row", name=branch.people[login]["name"])).to_contain_text("Sent")
    assert [str(mail["Subject"]) for mail in office.to(address)] == ["Won of the month"]
    entry.get_by_role("button", name="Pause").click()
    expect(entry).to_contain_text("Paused")
    page.route("**/v1/report-schedules/*/resume", lambda route: route.fulfill(status=409, **NO_MAIL))
    entry.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("This installation cannot send mail yet.")).to_be_visible()
    entry.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Change").click()
    page.get_by_role("dialog").get_by_label("Title").fill("Won at last")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    entry = page.get_by_role("article", name="Won at last")
    entry.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Remove").click()
    expect(entry).to_be_hidden()
    assert branch[login].get("/v1/report-schedules")["data"] == []


NO_MAIL = {"content_type": "application/problem+json", "body": json.dumps({"code": "mail_not_set_up", "title": "No"})}


def pick(page: Page, within: Locator, field: str, option: str) -> None:
    within.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_ordering_is_for_everybody_and_every_screen(branch: Branch, opens: Opens) -> None:
    login, parts = branch.hire("ida"), tractor(branch)
    board = branch[login].post("/v1/dashboards", {"title": "Morning", "widgets": []})
    buyer, made = customer(branch, login), parts["Tractor"]
    order = {"customer_id": buyer["id"], "currency": "EUR", "lines": [{"product_id": made["id"], "quantity": 1}]}
    draft = branch[login].post("/v1/orders", order)
    about = {"title": "Each day", "dashboard_id": board["id"], "rhythm": "daily", "time": "07:00", "time_zone": "UTC"}
    mine = branch.people[login]["id"]
    branch.company["admin"].patch(f"/v1/people/{mine}", {"email": f"ida.{new_id()}@example.com"})
    branch[login].post("/v1/report-schedules", {**about, "recipients": [mine]})
    for how in ({}, {"viewport": PHONE, "has_touch": True}):
        screen = opens(login, reduced_motion="reduce", **how)
        screen.expect_many_pages()
        for place, then in (
            (f"/orders/{draft['id']}", lambda page: page.get_by_role("tab", name="Lines").click()),
            (f"/products/{made['id']}/configure", lambda page: choose(page, "checkbox", parts["Cab"])),
            ("/reports/schedules", lambda page: page.get_by_role("button", name="Mails").click()),
            (f"/dashboards/{board['id']}", lambda page: page.get_by_role("button", name="Send regularly…").click()),
        ):
            page = screen.go(place)
            settled(page)
            then(page)
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than it"
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                assert violations(page) == [], place
