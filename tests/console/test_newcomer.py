"""Somebody who has never seen the console finds, by clicks alone, what is stuck in an office, why, and moves it on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.test_signing_in import expect_inside, fill
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD

BIGGEST = "Biggest of the west"


def found_office(branch: Branch) -> Branch:
    """A West office below the branch, whose name no other has."""
    code = f"W{branch.unit['code']}"
    body = {"code": code, "name": f"West office {code}", "kind": "office", "parent_id": branch.unit["id"]}
    return Branch(branch.company, branch.company["admin"].post("/v1/org-units", body), branch.people)


def open_deals(branch: Branch, boss: str, west: Branch) -> dict[str, Any]:
    """One in the branch that is bigger still, and two in its West office, of which the bigger is stuck."""
    own, seller = branch.hire("kay", superior=boss), west.hire("wes", superior=boss)
    customer = west[seller].post("/v1/customers", {"name": "Glass works", "currency": "EUR"})["id"]
    common = {"stage": "engaging", "currency": "EUR"}
    branch[own].post("/v1/opportunities", {"name": "Bigger elsewhere", "amount": "900000.00", **common})
    west[seller].post("/v1/opportunities", {"name": "Small one", "amount": "1000.00", **common})
    body = {"name": BIGGEST, "amount": "100700.00", "customer_id": customer, **common}
    deal: dict[str, Any] = west[seller].post("/v1/opportunities", body)
    visit = {"customer_id": customer, "opportunity_id": deal["id"], "subject": "Measure his own glass"}
    begins = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    west[seller].post("/v1/visits", {**visit, "starts_at": begins})
    return deal


def rail(page: Page, place: str) -> Locator:
    return page.get_by_role("navigation", name="Navigation").get_by_role("link", name=place, exact=True)


def narrow_to(page: Page, office: str) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("menuitem", name="Unit", exact=True).click()
    page.get_by_role("textbox", name="Unit", exact=True).fill(office)
    page.get_by_role("option", name=office).click()


def test_the_biggest_open_deal_of_the_west_office_is_found_understood_and_moved_on(
    branch: Branch, opens: Opens
) -> None:
    boss = branch.hire("ruth", "account_manager")
    west = found_office(branch)
    deal = open_deals(branch, boss, west)
    page = opens().go("/")
    fill(page, boss, PASSWORD)
    expect_inside(page)
    rail(page, "Opportunities").click()
    narrow_to(page, west.unit["name"])
    expect(page.get_by_role("link", name="Bigger elsewhere")).to_be_hidden()
    expect(page.get_by_role("columnheader", name="Amount")).to_have_attribute("aria-sort", "descending")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text(BIGGEST)
    row.get_by_role("link", name=BIGGEST).click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Measure his own glass")
    page.get_by_role("button", name="Move to a stage").click()
    form = page.get_by_role("dialog")
    form.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name="Proposal").click()
    form.get_by_role("button", name="Move to a stage").click()
    expect(form).to_be_hidden()
    assert eventually(lambda: west.company["admin"].get(f"/v1/opportunities/{deal['id']}")["stage"] == "proposal")
