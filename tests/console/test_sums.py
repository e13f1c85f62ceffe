"""Sums are told in each currency, and never across several."""

from playwright.sync_api import Locator, Page, expect

from tests.console.branch import Branch
from tests.console.conftest import Opens


def rail(page: Page, place: str) -> Locator:
    return page.get_by_role("navigation", name="Navigation").get_by_role("link", name=place, exact=True)


def test_sums_of_several_currencies_are_told_one_by_one(branch: Branch, opens: Opens) -> None:
    login = branch.hire("mona")
    for amount, currency in (("1200.00", "EUR"), ("3400.00", "EUR"), ("500.00", "USD")):
        branch[login].post("/v1/opportunities", {"name": f"Deal in {currency}", "amount": amount, "currency": currency})
    screen = opens(login)
    page = screen.go("/")
    expect(page.get_by_role("link", name="Open pipeline")).to_contain_text("€4.6k · $500")
    rail(page, "Pipeline").click()
    expect(page.get_by_role("region", name="Prospecting").locator("header strong")).to_have_text("€4.6k · $500")
    rail(page, "Opportunities").click()
    expect(page.get_by_text("€4,600 · $500")).to_be_visible()
