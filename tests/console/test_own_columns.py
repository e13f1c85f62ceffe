"""Fields that the company added stand in lists like any other: shown, sorted by, filtered by, and kept in views."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from shared.ids import new_id
from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_ordering import add, customer, product
from tests.console.test_own_fields import Define, define  # noqa: F401 -- a fixture
from tests.console.test_sight import settled

MOODS = [{"code": "calm", "label": {"en": "Calm", "zh": "平静"}}, {"code": "angry", "label": {"en": "Angry"}}]


def show(page: Page, *labels: str) -> None:
    page.get_by_role("button", name="Columns").click()
    for label in labels:
        page.get_by_role("checkbox", name=label, exact=True).click()
        expect(page.get_by_role("checkbox", name=label, exact=True)).to_be_checked()
    page.keyboard.press("Escape")


def titles(page: Page) -> list[str]:
    return page.locator("main tbody tr td a").all_inner_texts()


def narrow(page: Page, label: str) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("menuitem", name=label, exact=True).click()


def with_leads(branch: Branch, name: str, *rows: tuple[str, dict[str, Any]]) -> str:
    login = branch.hire(name)
    for lead, custom in rows:
        branch[login].post("/v1/leads", {"name": lead, "custom": custom})
    return login


def test_own_fields_are_columns_that_a_list_is_sorted_and_filtered_by_and_a_view_keeps_them(
    branch: Branch,
    opens: Opens,
    define: Define,  # noqa: F811
) -> None:
    mood = define("Humour", "choice", choices=MOODS)["code"]
    heads = define("Headcount", "integer")["code"]
    flag = define("By train", "boolean")["code"]
    login = with_leads(
        branch,
        "ann",
        ("Small works", {mood: "calm", heads: 9, flag: True}),
        ("Large works", {mood: "angry", heads: 1200, flag: False}),
        ("Middle works", {mood: "calm", heads: 80}),
    )
    page = opens(login).go("/leads?view=all")
    expect(page.get_by_role("link", name="Large works")).to_be_visible()
    show(page, "Humour", "Headcount", "By train")
    row = page.get_by_role("row").filter(has_text="Large works")
    for text in ("Angry", "1,200", "No"):
        expect(row.get_by_role("cell", name=text, exact=True)).to_be_visible()
    page.get_by_role("columnheader", name="Headcount").get_by_role("button", name="Headcount").click()
    expect(page.locator("main tbody tr").first).to_contain_text("Large works")
    settled(page)
    assert titles(page) == ["Large works", "Middle works", "Small works"]
    narrow(page, "Humour")
    page.get_by_role("checkbox", name="Calm").click()
    expect(page.get_by_role("link", name="Large works")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Humour: Calm", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("dialog").get_by_label("Name of the view").fill("Calm ones")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Calm ones")).to_have_attribute("aria-pressed", "true")
    [view] = branch[login].get("/v1/views")["data"]
    assert view["columns"][-3:] == [f"custom.{code}" for code in (mood, heads, flag)]
    assert view["sort"] == [f"-custom.{heads}"]
    page.goto("/leads")
    page.get_by_role("button", name="Calm ones").click()
    expect(page.get_by_role("columnheader", name="Headcount")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("main tbody tr").first).to_contain_text("Middle works")
    settled(page)
    assert titles(page) == ["Middle works", "Small works"]


def test_an_address_that_names_own_fields_is_understood_at_the_first_load_in_the_readers_language(
    branch: Branch,
    opens: Opens,
    define: Define,  # noqa: F811
) -> None:
    mood = define("Temper", "choice", choices=MOODS, zh="脾气")["code"]
    flag = define("By boat", "boolean")["code"]
    heads = define("Crew", "integer")["code"]
    tags = define("Sports", "choice", choices=[{"code": "chess"}, {"code": "go"}], multiple=True)["code"]
    login = with_leads(
        branch,
        "bea",
        ("Ship works", {mood: "calm", flag: True, heads: 12, tags: ["chess", "go"]}),
        ("Rail works", {mood: "calm", flag: False, heads: 12, tags: ["go"]}),
    )
    ref = define("Follows", "reference", references="leads")["code"]
    [first, *_] = branch[login].get("/v1/leads", params={"q": "Rail"})["data"]
    other = branch[login].post("/v1/leads", {"name": "Next works", "custom": {ref: first["id"]}})
    asked = f"f=custom.{mood}:eq:calm&f=custom.{flag}:eq:true&f=custom.{heads}:gte:12&f=custom.{tags}:eq:chess"
    page = opens(login, locale="zh-CN").go(
        f"/leads?view=all&{asked}&sort=custom.{heads}&cols=name,custom.{mood},custom.{tags}"
    )
    expect(page.get_by_role("link", name="Ship works")).to_be_visible()
    expect(page.get_by_role("link", name="Rail works")).to_be_hidden()
    expect(page.get_by_role("columnheader", name="脾气")).to_be_visible()
    expect(page.get_by_role("cell", name="平静")).to_be_visible()
    page.goto(f"/leads?view=all&cols=name,custom.{ref}&f=id:eq:{other['id']}")
    expect(page.get_by_role("cell", name="Rail works")).to_be_visible()


def test_what_was_retired_is_no_longer_offered_and_stays_where_a_view_shows_it(branch: Branch, opens: Opens) -> None:
    admin = branch.company["admin"]
    said = {"entity": "leads", "code": f"f{new_id()[-12:]}", "type": "text", "label": {"en": "Old habit"}}
    field = admin.post("/v1/custom-fields", said)
    login = with_leads(branch, "cas", ("Old works", {field["code"]: "smokes"}))
    admin.post(f"/v1/custom-fields/{field['id']}/retire", {})
    screen = opens(login)
    page = screen.go("/leads")
    page.get_by_role("button", name="Columns").click()
    expect(page.get_by_role("checkbox", name="Company", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name="Old habit")).to_be_hidden()
    page = screen.go(f"/leads?cols=name,custom.{field['code']}")
    expect(page.get_by_role("columnheader", name="Old habit")).to_be_visible()
    expect(page.get_by_role("cell", name="smokes")).to_be_visible()


def test_many_records_are_given_a_value_of_an_own_field_at_once(
    branch: Branch,
    opens: Opens,
    define: Define,  # noqa: F811
) -> None:
    define("Night shift", "text", required=True, default="no")
    mood = define("Climate", "choice", choices=MOODS)["code"]
    login = with_leads(branch, "dan", ("Day works", {}), ("Eve works", {mood: "angry"}))
    page = opens(login).go("/leads?view=all")
    page.get_by_role("checkbox", name="Select all rows").check()
    page.get_by_role("region", name="Selected records").get_by_role("button", name="Change").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Climate", exact=True).first.click()
    page.get_by_role("option", name="Calm").click()
    form.get_by_role("button", name="Change").click()
    expect(form).to_be_hidden()
    assert {one["custom"][mood] for one in branch[login].get("/v1/leads")["data"]} == {"calm"}


def test_orders_and_quotations_take_own_fields_when_they_are_made_and_show_them_in_their_lists(
    branch: Branch,
    opens: Opens,
    define: Define,  # noqa: F811
) -> None:
    dock = define("Phone of the dock", "phone", entity="orders", required=True)["code"]
    tone = define("Wording", "choice", entity="quotations", choices=MOODS)["code"]
    login, plane = branch.hire("eli"), product(branch, "Plane", "10.00")
    buyer = customer(branch, login)
    screen = opens(login)
    screen.expect_refusals(422)
    page = screen.go(f"/orders/new?customer_id={buyer['id']}")
    add(page, plane["name"])
    page.get_by_label("Phone of the dock").fill("no number")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_label("Phone of the dock")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Phone of the dock").fill("+49 40 1234")
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_url(re.compile(r"/orders/0"))
    page = screen.go(f"/orders?cols=number,custom.{dock}&f=custom.{dock}:like:%2B49*")
    expect(page.get_by_role("cell", name="+49 40 1234")).to_be_visible()
    body = {"name": "Deal", "customer_id": buyer["id"], "currency": "EUR"}
    deal = branch[login].post("/v1/opportunities", body)
    page = screen.go(f"/quotations/new?opportunity_id={deal['id']}")
    add(page, plane["name"])
    page.get_by_label("Wording", exact=True).first.click()
    page.get_by_role("option", name="Angry").click()
    page.get_by_role("button", name="Create").click()
    expect(page).to_have_url(re.compile(r"/quotations/0"))
    page = screen.go(f"/quotations?cols=number,custom.{tone}")
    expect(page.get_by_role("cell", name="Angry")).to_be_visible()


def test_own_fields_narrow_a_list_on_a_phone(branch: Branch, opens: Opens, define: Define) -> None:  # noqa: F811
    heads = define("Seats", "integer")["code"]
    login = with_leads(branch, "fox", ("Bus works", {heads: 50}), ("Car works", {heads: 4}))
    page = opens(login, viewport=PHONE, has_touch=True).go("/leads")
    expect(page.get_by_role("link", name="Bus works")).to_be_visible()
    narrow(page, "Seats")
    page.get_by_role("textbox", name="From", exact=True).fill("10")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="Car works")).to_be_hidden()
    expect(page.get_by_role("link", name="Bus works")).to_be_visible()
    assert violations(page) == []
