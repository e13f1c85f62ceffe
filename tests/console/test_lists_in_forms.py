"""Lists within a request are rows of a form: they come, go and change places, and are refused where they stand."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from shared.ids import new_id
from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_ordering import add, customer, product
from tests.end_to_end.client import eventually


def row(place: Page | Locator, list_: str, number: int) -> Locator:
    return place.get_by_role("group", name=f"{list_}, row {number}", exact=True)


def pick(page: Page, box: Locator, option: str) -> None:
    box.click()
    page.get_by_role("option", name=option, exact=True).click()


def fill_plan(page: Page, branch: Branch) -> None:
    page.get_by_role("textbox", name="Name", exact=True).fill("Plan of tiers")
    pick(page, page.get_by_label("Basis").first, "Paid")
    pick(page, page.get_by_label("Period").first, "Month")
    pick(page, page.get_by_label("Currency").first, "EUR")
    page.get_by_role("textbox", name="Starts on").fill("2027-01-01")
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Unit").fill(branch.unit["name"])
    page.get_by_role("option", name=branch.unit["name"]).first.click()


def test_tiers_of_a_plan_are_rows_that_are_put_in_order_by_keys_and_refused_where_they_stand(
    branch: Branch, opens: Opens
) -> None:
    login = branch.hire("ada", "administrator")
    screen = opens(login)
    screen.expect_refusals(400, 422)
    page = screen.go("/commission-plans/new")
    fill_plan(page, branch)
    first, second = row(page, "Tiers", 1), row(page, "Tiers", 2)
    first.get_by_label("Above").fill("1000")
    first.get_by_label("Percent").fill("7")
    page.get_by_role("button", name="Add a row to Tiers").click()
    expect(second.get_by_label("Above")).to_be_focused()
    second.get_by_label("Above").fill("0")
    second.get_by_label("Percent").fill("700")
    assert violations(page) == []
    page.get_by_role("button", name="Create").click()
    expect(second.get_by_label("Percent")).to_have_attribute("aria-invalid", "true")
    expect(second.get_by_label("Percent")).to_be_focused()
    expect(first.get_by_label("Percent")).not_to_have_attribute("aria-invalid", "true")
    second.get_by_label("Percent").fill("5")
    page.get_by_role("button", name="Place of Tiers, row 2").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Place of Tiers, row 1")).to_be_focused()
    expect(first.get_by_label("Percent")).to_have_value("5")
    expect(second.get_by_label("Percent")).to_have_value("7")
    page.get_by_role("button", name="Add a row to Tiers").click()
    page.get_by_role("button", name="Remove Tiers, row 3").click()
    expect(page.get_by_role("button", name="Add a row to Tiers")).to_be_focused()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Plan of tiers")).to_be_visible()
    path = page.url.removeprefix(screen.url)
    [term] = branch[login].get(f"/v1{path}")["terms"]
    assert [(one["above"], one["percent"]) for one in term["tiers"]] == [("0.00", "5.00"), ("1000.00", "7.00")]


def test_plays_of_a_playbook_are_shown_and_changed_as_rows(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ben", "administrator")
    plays = [
        {"kind": "tactic", "title": "Call first"},
        {"kind": "counter", "title": "We repair", "competitor": "Rival"},
    ]
    book = branch[login].post("/v1/playbooks", {"name": f"Book {new_id()}", "stage": None, "plays": plays})
    screen = opens(login)
    page = screen.go(f"/playbooks/{book['id']}")
    list_ = page.get_by_role("region", name="Plays").first
    expect(list_).to_contain_text("We repair")
    page.get_by_role("button", name="Change Plays").click()
    form = page.get_by_role("dialog")
    expect(row(form, "Plays", 2).get_by_label("Title")).to_have_value("We repair")
    form.get_by_role("button", name="Remove Plays, row 1").click()
    form.get_by_role("button", name="Add a row to Plays").click()
    last = row(form, "Plays", 2)
    last.get_by_label("Title").fill("Visit them")
    pick(page, last.get_by_label("Kind").first, "Tactic")
    assert violations(page) == []
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(list_).to_contain_text("Visit them")
    now = branch[login].get(f"/v1/playbooks/{book['id']}")["plays"]
    assert [(one["kind"], one["title"], one["competitor"]) for one in now] == [
        ("counter", "We repair", "Rival"),
        ("tactic", "Visit them", None),
    ]


def test_a_list_that_somebody_else_changed_meanwhile_is_not_written_over(branch: Branch, opens: Opens) -> None:
    login = branch.hire("cleo", "administrator")
    name = f"Book {new_id()}"
    book = branch[login].post(
        "/v1/playbooks", {"name": name, "stage": None, "plays": [{"kind": "tactic", "title": "One"}]}
    )
    screen = opens(login)
    screen.expect_refusals(412)
    page = screen.go(f"/playbooks/{book['id']}")
    page.get_by_role("button", name="Change Plays").click()
    form = page.get_by_role("dialog")
    row(form, "Plays", 1).get_by_label("Title").fill("Mine")
    branch[login].patch(f"/v1/playbooks/{book['id']}", {"plays": [{"kind": "tactic", "title": "Theirs"}]})
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save mine")).to_be_visible()
    assert branch[login].get(f"/v1/playbooks/{book['id']}")["plays"][0]["title"] == "Theirs"
    page.get_by_role("button", name="Save mine").click()
    assert eventually(lambda: branch[login].get(f"/v1/playbooks/{book['id']}")["plays"][0]["title"] == "Mine")


def instalment(page: Page, form: Page | Locator, number: int, day: str, amount: str) -> None:
    one = row(form, "Instalments", number)
    one.get_by_label("Amount").fill(amount)
    one.get_by_label("Due on").first.fill(day)
    page.keyboard.press("Tab")


def test_an_order_is_paid_in_instalments_that_are_written_with_it_and_changed_on_its_page(
    branch: Branch, opens: Opens
) -> None:
    login, plane = branch.hire("dirk"), product(branch, "Plane", "30.00")
    buyer = customer(branch, login)
    screen = opens(login)
    screen.expect_refusals(422)
    page = screen.go(f"/orders/new?customer_id={buyer['id']}")
    add(page, plane["name"])
    for number, (day, amount) in enumerate((("2031-01-31", "10"), ("2031-02-28", "19")), start=1):
        page.get_by_role("button", name="Add a row to Instalments").click()
        instalment(page, page, number, day, amount)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("alert").filter(has_text="29")).to_be_visible()
    row(page, "Instalments", 2).get_by_label("Amount").fill("20")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("button", name="Change Instalments").click()
    form = page.get_by_role("dialog")
    row(form, "Instalments", 1).get_by_label("Amount").fill("12")
    row(form, "Instalments", 2).get_by_label("Amount").fill("18")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    order = branch[login].get(f"/v1{page.url.removeprefix(screen.url)}")
    assert order["instalments"] == [
        {"due_on": "2031-01-31", "amount": "12.00"},
        {"due_on": "2031-02-28", "amount": "18.00"},
    ]


def test_rows_are_written_on_a_phone(branch: Branch, opens: Opens) -> None:
    login = branch.hire("eva", "administrator")
    territory: Any = branch[login].post("/v1/territories", {"name": f"North {new_id()}", "code": new_id()[-8:]})
    page = opens(login, viewport=PHONE, has_touch=True).go(f"/territories/{territory['id']}")
    page.get_by_role("tab", name="Rules").click()
    page.get_by_role("tabpanel").get_by_role("button", name="Add").click()
    form = page.get_by_role("dialog")
    row(form, "Rules", 1).get_by_label("Region").fill("North")
    form.get_by_role("button", name="Add a row to Rules").click()
    row(form, "Rules", 2).get_by_label("City").fill("Kiel")
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form).to_be_hidden()
    rules = branch[login].get(f"/v1/territories/{territory['id']}/rules")["data"]
    assert sorted((one["region"] or "", one["city"] or "") for one in rules) == [("", "Kiel"), ("North", "")]
