"""The calendar: what has a day is there, moved by drag, keys and menu, put back where it is refused, and undone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually

MONDAY = date(2031, 3, 10)
"""Of a month in which nothing else is planned; no clock is changed before its last Sunday."""
PLACE = f"/calendar?day={MONDAY}"


def at(day: date, hour: int = 9) -> str:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC).isoformat()


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def plan(branch: Branch, login: str, subject: str, day: date) -> dict[str, Any]:
    client = branch[login]
    customer = client.post("/v1/customers", {"name": f"{subject} Ltd", "currency": "EUR"})
    body = {"customer_id": customer["id"], "subject": subject, "starts_at": at(day), "ends_at": at(day, 10)}
    made: dict[str, Any] = client.post("/v1/visits", body)
    return made


def day_of(page: Page, day: date) -> Locator:
    return page.locator(f"[data-day='{day}']")


def starts(branch: Branch, login: str, visit: dict[str, Any]) -> str:
    return str(branch[login].get(f"/v1/visits/{visit['id']}")["starts_at"])[:10]


def undo(page: Page) -> None:
    page.get_by_role("alert").get_by_role("button", name="Undo").click()


def test_what_has_a_day_stands_there_and_opens_its_record(branch: Branch, opens: Opens) -> None:
    login = branch.hire("anna")
    client = branch[login]
    plan(branch, login, "First visit", MONDAY)
    deal = {"name": "Big deal", "amount": "5.00", "currency": "EUR", "next_step": "Send the draft"}
    deal |= {"next_step_on": str(after(1)), "expected_close_date": str(after(2))}
    opened = client.post("/v1/opportunities", deal)
    about = {"opportunity_id": opened["id"]}
    client.post("/v1/call-backs", {"subject": "Ring them", "at": at(after(3)), "time_zone": "Europe/Berlin", **about})
    client.post("/v1/schedules", {"title": "Team meeting", "kind": "appointment", "starts_at": at(after(4))})
    page = opens(login).go(PLACE)
    expect(page.get_by_role("heading", name="March 2031")).to_be_visible()
    for days, words in enumerate(
        ("First visit", "Send the draft · Big deal", "Big deal", "Ring them", "Team meeting"), start=0
    ):
        expect(day_of(page, after(days)).get_by_role("link").filter(has_text=words)).to_be_visible()
    expect(day_of(page, MONDAY).locator("time")).to_have_text("10:00")
    page.get_by_role("button", name="Visits").click()
    expect(day_of(page, MONDAY).get_by_role("link")).to_have_count(0)
    page.get_by_role("button", name="Visits").click()
    day_of(page, MONDAY).get_by_role("link").filter(has_text="First visit").click()
    expect(page.get_by_role("heading", name="First visit")).to_be_visible()


def test_an_entry_is_moved_by_drag_by_keys_and_by_menu_and_comes_back(branch: Branch, opens: Opens) -> None:
    login = branch.hire("bea")
    visit = plan(branch, login, "Movable", MONDAY)
    page = opens(login).go(PLACE)
    link = page.get_by_role("link").filter(has_text="Movable")
    link.drag_to(day_of(page, after(2)), target_position={"x": 60, "y": 90})
    expect(day_of(page, after(2)).get_by_role("link").filter(has_text="Movable")).to_be_visible()
    assert eventually(lambda: starts(branch, login, visit) == str(after(2)))
    undo(page)
    assert eventually(lambda: starts(branch, login, visit) == str(MONDAY))
    kept = branch[login].get(f"/v1/visits/{visit['id']}")
    assert (kept["starts_at"], kept["ends_at"]) == (visit["starts_at"], visit["ends_at"])
    expect(day_of(page, MONDAY).get_by_role("link").filter(has_text="Movable")).to_be_visible()
    link.focus()
    page.keyboard.press("Shift+ArrowDown")
    assert eventually(lambda: starts(branch, login, visit) == str(after(7)))
    expect(link).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    assert eventually(lambda: starts(branch, login, visit) == str(after(6)))
    link.hover()
    page.get_by_role("button", name="Move Movable").click()
    page.get_by_role("menuitem", name="Another day").click()
    page.get_by_role("textbox", name="Day").fill(str(after(9)))
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Move to Wednesday").click()
    assert eventually(lambda: starts(branch, login, visit) == str(after(9)))


def test_days_of_deals_and_promises_are_moved_too(branch: Branch, opens: Opens) -> None:
    login = branch.hire("cleo")
    client = branch[login]
    deal = client.post("/v1/opportunities", {"name": "Deal", "amount": "5.00", "currency": "EUR"})
    client.patch(f"/v1/opportunities/{deal['id']}", {"next_step": "Write", "next_step_on": str(MONDAY)})
    promised = {"subject": "Ring", "at": f"{after(1)}T15:30:00", "time_zone": "Asia/Shanghai"}
    call = client.post("/v1/call-backs", {**promised, "opportunity_id": deal["id"]})
    page = opens(login).go(PLACE)
    page.get_by_role("link").filter(has_text="Write").focus()
    page.keyboard.press("Shift+ArrowRight")
    assert eventually(lambda: client.get(f"/v1/opportunities/{deal['id']}")["next_step_on"] == str(after(1)))
    page.get_by_role("link").filter(has_text="Ring").focus()
    page.keyboard.press("Shift+ArrowRight")
    moved = f"{after(2)}T15:30:00"
    assert eventually(lambda: str(client.get(f"/v1/call-backs/{call['id']}")["local_time"]).startswith(moved))
    assert client.get(f"/v1/call-backs/{call['id']}")["time_zone"] == "Asia/Shanghai"


def test_a_refused_move_goes_back_and_says_why(branch: Branch, opens: Opens) -> None:
    login = branch.hire("dina")
    visit = plan(branch, login, "Called off", MONDAY)
    screen = opens(login)
    page = screen.go(PLACE)
    link = page.get_by_role("link").filter(has_text="Called off")
    expect(link).to_be_visible()
    branch[login].post(f"/v1/visits/{visit['id']}/cancel", {"reason": "They moved"})
    screen.expect_refusals(409)
    link.focus()
    page.keyboard.press("Shift+ArrowRight")
    note = page.get_by_role("alert").filter(has_text="stays where it was")
    expect(note).to_be_visible()
    expect(day_of(page, after(1)).get_by_role("link")).to_have_count(0)
    assert starts(branch, login, visit) == str(MONDAY)


def test_an_empty_day_offers_to_plan_something_then(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ella")
    page = opens(login).go(PLACE)
    settled(page)
    day_of(page, after(3)).click(position={"x": 80, "y": 80})
    page.get_by_role("menuitem", name="Plan a visit").click()
    expect(page.get_by_role("heading", name="New visit")).to_be_visible()
    expect(page.get_by_text(f"{after(3)} 09:00")).to_be_visible()
    page.go_back()
    day_of(page, after(3)).get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Arrange a call-back").press("Enter")
    expect(page.get_by_text(f"{after(3)} 09:00")).to_be_visible()


def test_a_superior_sees_the_days_of_their_people_and_a_stranger_none(branch: Branch, opens: Opens) -> None:
    boss = branch.hire("fay", "account_manager")
    login = branch.hire("gus", superior=boss)
    plan(branch, login, "Of Gus", MONDAY)
    stranger = found_branch(branch.company).hire("hal", "account_manager")
    page = opens(boss).go(PLACE)
    settled(page)
    expect(page.get_by_role("link").filter(has_text="Of Gus")).to_have_count(0)
    page.get_by_text("Everybody I see").click()
    expect(page.get_by_role("link").filter(has_text="Of Gus")).to_be_visible()
    theirs = opens(stranger)
    page = theirs.go(f"{PLACE}&whose=all")
    settled(page)
    expect(page.get_by_role("link").filter(has_text="Of Gus")).to_have_count(0)
    theirs.expect_refusals(403)
    page = theirs.go(f"{PLACE}&whose={branch.people[login]['id']}")
    settled(page)
    expect(page.get_by_role("link").filter(has_text="Of Gus")).to_have_count(0)


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_the_calendar_is_for_everybody_at_every_size(branch: Branch, opens: Opens, language: str) -> None:
    login = branch.hire("ida")
    for place in range(6):
        plan(branch, login, f"A visit with rather a long name {place}", MONDAY)
    for how in ({}, {"viewport": PHONE, "has_touch": True}):
        screen = opens(login, reduced_motion="reduce", locale=language, **how)
        for look in ("month", "week", "day"):
            page = screen.go(f"{PLACE}&view={look}")
            settled(page)
            expect(page.get_by_role("link").filter(has_text="rather a long name").first).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{look} is wider than it"
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                assert violations(page) == [], f"{look}, {theme}"
