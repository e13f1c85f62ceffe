"""A record is changed where it stands; who comes late is told who was faster, and news arrive without a reload."""

from playwright.sync_api import Page, expect

from tests.console.branch import Branch
from tests.console.conftest import Opens


def change(page: Page, field: str, value: str) -> None:
    page.get_by_role("button", name=f"Change {field}").click()
    page.get_by_label(field, exact=True).fill(value)
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_fact_is_changed_where_it_stands(branch: Branch, opens: Opens) -> None:
    login = branch.hire("kim")
    lead = branch[login].post("/v1/leads", {"name": "Paper mill", "company": "Mill Ltd"})
    page = opens(login).go(f"/leads/{lead['id']}")
    change(page, "Company", "Paper & Mill Ltd")
    expect(page.get_by_role("region", name="Lead").get_by_text("Paper & Mill Ltd")).to_be_visible()
    assert branch[login].get(f"/v1/leads/{lead['id']}")["company"] == "Paper & Mill Ltd"


def test_who_comes_late_is_told_who_was_faster_and_what_they_changed(branch: Branch, opens: Opens) -> None:
    boss = branch.hire("lea", "account_manager")
    login = branch.hire("max", superior=boss)
    lead = branch[login].post("/v1/leads", {"name": "Two at once", "company": "Old name"})
    screen = opens(login)
    page = screen.go(f"/leads/{lead['id']}")
    page.get_by_role("button", name="Change Company").click()
    page.get_by_label("Company", exact=True).fill("Name of Max")
    branch[boss].patch(f"/v1/leads/{lead['id']}", {"company": "Name of Lea"})
    screen.expect_refusals(412)
    page.get_by_role("button", name="Save", exact=True).click()
    note = page.get_by_role("alert").filter(has_text="Somebody was faster")
    expect(note).to_contain_text(branch.people[boss]["name"])
    expect(note).to_contain_text("Name of Lea")
    expect(note).to_contain_text("Name of Max")
    assert branch[login].get(f"/v1/leads/{lead['id']}")["company"] == "Name of Lea", "nothing was overwritten unseen"
    note.get_by_role("button", name="Save mine").click()
    expect(note).to_be_hidden()
    assert branch[login].get(f"/v1/leads/{lead['id']}")["company"] == "Name of Max"


def test_a_change_by_somebody_else_appears_on_the_record_without_a_reload(branch: Branch, opens: Opens) -> None:
    boss = branch.hire("mia", "account_manager")
    login = branch.hire("nico", superior=boss)
    lead = branch[login].post("/v1/leads", {"name": "Watched", "company": "Before"})
    page = opens(login).go(f"/leads/{lead['id']}")
    facts = page.get_by_role("region", name="Lead")
    expect(facts.get_by_text("Before")).to_be_visible()
    with page.expect_response(lambda answer: "/v1/stream" in answer.url):
        expect(facts).to_be_visible()
    branch[boss].patch(f"/v1/leads/{lead['id']}", {"company": "Afterwards"})
    expect(facts.get_by_text("Afterwards")).to_be_visible()


def test_a_message_appears_without_a_reload(branch: Branch, opens: Opens) -> None:
    boss = branch.hire("olaf", "account_manager")
    login = branch.hire("pia", superior=boss)
    lead = branch[boss].post("/v1/leads", {"name": "Handed over"})
    page = opens(login).go("/leads")
    bell = page.get_by_role("button", name="Messages")
    expect(bell).to_be_visible()
    with page.expect_response(lambda answer: "/v1/stream" in answer.url):
        expect(bell).to_be_visible()
    transfer(branch, boss, lead["id"], login)
    expect(page.get_by_role("button", name="Messages, 1 unread")).to_be_visible()
    page.get_by_role("button", name="Messages, 1 unread").click()
    expect(page.get_by_role("dialog").or_(page.locator("body")).get_by_text("Handed over").first).to_be_visible()


def transfer(branch: Branch, boss: str, lead: str, login: str) -> None:
    branch[boss].post(f"/v1/leads/{lead}/transfer", {"owner_id": branch.people[login]["id"]})
