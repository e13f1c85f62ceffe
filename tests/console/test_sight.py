"""A person of another branch never sees a record: on no screen, by no address, in no search."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE, Screen

SECRET = "Zanzibar"
"""In the name of everything that is recorded here, and nowhere else in the company."""
SETTLED = "() => !document.querySelector('[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root')"
LISTS = ["/opportunities", "/leads", "/customers", "/contacts"]
PLACES = "Array.from(document.querySelectorAll('nav a[href]'), (link) => link.getAttribute('href'))"


def record_everything(branch: Branch, login: str) -> list[str]:
    """One of each that a seller records; the addresses of their pages."""
    client = branch[login]
    customer = client.post("/v1/customers", {"name": f"{SECRET} Trading", "currency": "EUR"})
    about = {"customer_id": customer["id"]}
    deal = client.post("/v1/opportunities", {"name": f"{SECRET} deal", "amount": "5.00", "currency": "EUR", **about})
    made: dict[str, Any] = {
        "customers": customer,
        "opportunities": deal,
        "leads": client.post("/v1/leads", {"name": f"{SECRET} lead"}),
        "contacts": client.post("/v1/contacts", {"name": f"{SECRET} person", **about}),
    }
    return [f"/{noun}/{one['id']}" for noun, one in made.items()]


def settled(page: Page) -> None:
    page.locator("main").first.wait_for()
    page.wait_for_function(SETTLED)


def walk(screen: Screen, places: list[str]) -> list[str]:
    """Where the secret stands."""
    screen.expect_many_pages()
    found = []
    for place in places:
        settled(screen.go(place))
        if screen.shows(SECRET):
            found.append(place)
    return found


def places_of(screen: Screen) -> list[str]:
    """Wherever the navigation leads this person."""
    settled(screen.go("/"))
    return list(dict.fromkeys(["/", *screen.page.evaluate(PLACES)]))


def test_another_branch_sees_no_record_on_any_screen(branch: Branch, opens: Opens) -> None:
    owner = branch.hire("quin")
    addresses = record_everything(branch, owner)
    stranger = found_branch(branch.company).hire("rita", "account_manager")
    assert walk(opens(owner), [*LISTS, *addresses]) == [*LISTS, *addresses], "or the walk sees nothing"
    theirs = opens(stranger)
    theirs.expect_refusals(403, 404)
    places = places_of(theirs)
    assert set(LISTS) <= set(places)
    assert walk(theirs, [*places, *addresses]) == []


def test_nor_on_a_phone(branch: Branch, opens: Opens) -> None:
    owner = branch.hire("quinn")
    addresses = record_everything(branch, owner)
    stranger = found_branch(branch.company).hire("ruth", "account_manager")
    on_a_phone = {"viewport": PHONE, "has_touch": True}
    assert walk(opens(owner, **on_a_phone), [*LISTS, *addresses]) == [*LISTS, *addresses]
    theirs = opens(stranger, **on_a_phone)
    theirs.expect_refusals(403, 404)
    assert walk(theirs, ["/", *LISTS, *addresses]) == []


def test_another_branch_finds_nothing_by_searching(branch: Branch, opens: Opens) -> None:
    owner = branch.hire("sam")
    record_everything(branch, owner)
    stranger = found_branch(branch.company).hire("tess", "account_manager")
    for login, seen in ((owner, True), (stranger, False)):
        page = opens(login).go("/")
        page.get_by_role("button", name="Search or jump to").click()
        words = page.get_by_role("dialog").get_by_placeholder("Search or jump to")
        with page.expect_response(lambda answer: "/v1/search" in answer.url):
            words.fill(SECRET)
        found = page.get_by_text(f"{SECRET} lead").first
        expect(found).to_be_visible() if seen else expect(found).to_be_hidden()
