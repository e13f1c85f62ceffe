"""Reports of one's own: built by hand, tried before they are saved, shared, and answered for each reader."""

import re

from playwright.sync_api import Page, expect

from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_sight import settled
from tests.end_to_end.client import Client, eventually

COUNTED = {"table": "deals", "groups": [{"column": "status"}], "measures": [{"function": "count"}]}


def sell(client: Client, *amounts: str) -> None:
    """Deals, known to the reports."""
    customer = client.post("/v1/customers", {"name": "Mill Trading", "currency": "EUR"})
    for amount in amounts:
        deal = {"name": f"Deal of {amount}", "amount": amount, "currency": "EUR", "customer_id": customer["id"]}
        client.post("/v1/opportunities", deal)
    counted = [len(amounts)]
    assert eventually(lambda: [row["count"] for row in tried(client)] == counted)


def tried(client: Client) -> list[dict[str, int]]:
    rows: list[dict[str, int]] = client.post("/v1/built-reports/preview", COUNTED)["rows"]
    return rows


def build(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Add a measure").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("row", name="Open")).to_contain_text("€12.50")
    expect(preview.get_by_role("img")).to_be_visible()
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def share(page: Page, title: str, name: str) -> None:
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name=f"Share “{title}”")
    dialog.get_by_role("textbox", name="Person").fill(name)
    page.get_by_role("option", name=name).first.click()
    dialog.get_by_role("button", name="Share").click()
    expect(dialog.get_by_role("row", name=name)).to_be_visible()
    dialog.get_by_role("button", name="Close").click()


def test_a_report_is_built_tried_saved_shared_and_leads_to_its_records(branch: Branch, opens: Opens) -> None:
    login, mate = branch.hire("vera"), branch.hire("wim")
    sell(branch[login], "5.00", "7.50")
    page = opens(login).go("/reports/built/new")
    build(page, "Deals by status")
    page.get_by_role("button", name="Records: open").click()
    expect(page.get_by_role("dialog").get_by_role("link", name="Deal of 7.50")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as given:
        page.get_by_role("menuitem", name="As CSV").click()
    assert given.value.path().read_text(encoding="utf-8-sig").splitlines()[1] == "open,EUR,2,12.50"
    share(page, "Deals by status", branch.people[mate]["name"])
    theirs = opens(mate).go("/reports")
    theirs.get_by_role("link", name="Deals by status").click()
    expect(theirs.get_by_role("heading", name="Deals by status")).to_be_visible()
    settled(theirs)
    expect(theirs.get_by_text("€12.50")).to_be_hidden()
    stranger = opens(found_branch(branch.company).hire("xeno"))
    stranger.expect_refusals(404)
    expect(stranger.go(re.sub(r".*(/reports/built/)", r"\1", page.url)).get_by_role("alert")).to_be_visible()


def test_a_built_report_is_changed_and_removed(branch: Branch, opens: Opens) -> None:
    login = branch.hire("yara")
    sell(branch[login], "9.00")
    made = branch[login].post("/v1/built-reports", {"title": "Mine", **COUNTED})
    page = opens(login).go(f"/reports/built/{made['id']}/edit")
    page.get_by_text("One by one").click()
    columns = page.get_by_label("Columns", exact=True).first
    columns.fill("Name")
    page.get_by_role("option", name="Name", exact=True).click()
    columns.press("Escape")
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Deal of 9.00")
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_role("cell", name="Deal of 9.00")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Remove “Mine”").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Reports")).to_be_visible()
    expect(page.get_by_role("link", name="Mine")).to_be_hidden()


def test_building_is_for_everybody_and_every_screen(branch: Branch, opens: Opens) -> None:
    login = branch.hire("zoe")
    made = branch[login].post("/v1/built-reports", {"title": "Axe", **COUNTED})
    for how in ({}, {"viewport": PHONE, "has_touch": True}):
        screen = opens(login, reduced_motion="reduce", **how)
        for place in ("/reports/built/new", f"/reports/built/{made['id']}"):
            page = screen.go(place)
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than it"
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                assert violations(page) == [], place
