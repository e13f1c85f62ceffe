"""From the address to one's own pages: with a password, with one that another has set, and after a session's end."""

from playwright.sync_api import Page, expect

from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.end_to_end.company import PASSWORD


def fill(page: Page, login: str, password: str) -> None:
    page.get_by_label("Login", exact=True).fill(login)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def expect_inside(page: Page) -> None:
    expect(page.get_by_role("navigation", name="Navigation")).to_be_visible()


def test_a_person_signs_in_and_out(branch: Branch, opens: Opens) -> None:
    login, screen = branch.hire("ada"), opens()
    page = screen.go("/leads")
    screen.expect_refusals(401)
    fill(page, login, "a wrong one")
    expect(page.get_by_role("alert")).to_be_visible()
    fill(page, login, PASSWORD)
    expect_inside(page)
    expect(page).to_have_url(f"{screen.url}/leads")
    page.get_by_role("button", name="Account of Ada").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_label("Login", exact=True)).to_be_visible()
    assert page.context.cookies() == []


def test_a_password_that_somebody_else_has_set_is_changed_first(branch: Branch, opens: Opens) -> None:
    login, screen = branch.hire("ben"), opens()
    branch.company["admin"].post(f"/v1/people/{branch.people[login]['id']}/set-password", {"password": PASSWORD + "!"})
    page = screen.go("/")
    fill(page, login, PASSWORD + "!")
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    page.get_by_label("New password", exact=True).fill("my own new words")
    page.get_by_label("New password again").fill("my own other words")
    expect(page.get_by_text("The two differ")).to_be_visible()
    page.get_by_label("New password again").fill("my own new words")
    page.get_by_role("button", name="Save and go on").click()
    expect_inside(page)


def test_a_session_that_was_ended_elsewhere_is_asked_for_again_where_one_is(branch: Branch, opens: Opens) -> None:
    login = branch.hire("cem")
    lead = branch[login].post("/v1/leads", {"name": "Kept in view"})
    screen = opens(login)
    page = screen.go(f"/leads/{lead['id']}")
    expect(page.get_by_role("heading", name="Kept in view")).to_be_visible()
    screen.expect_refusals(401)
    branch[login].post("/v1/me/sign-out-everywhere")
    page.get_by_role("navigation", name="Navigation").get_by_role("link", name="Contacts").click()
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", name="Contacts", level=1)).to_be_visible()
