"""Dashboards of one's own: put together, arranged by keys, by menu and by drag, and shown to each their figures."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_reports import COUNTED, sell, share
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually

PATH = "/v1/dashboards"


def tile(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def add(page: Page, report: str) -> None:
    page.get_by_role("button", name="Add a figure").click()
    dialog = page.get_by_role("dialog", name="Add a figure")
    dialog.get_by_label("Report").first.fill(report)
    page.get_by_role("option", name=report, exact=True).click()
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(tile(page, report)).to_be_visible()


def arranged(branch: Branch, login: str, dashboard: dict[str, Any]) -> list[tuple[str, int, int, int, int]]:
    """What is saved of each widget: its title, where it lies and how large it is."""
    saved = branch[login].get(f"{PATH}/{dashboard['id']}")["widgets"]
    return [(one["title"], *(one["place"][name] for name in ("x", "y", "width", "height"))) for one in saved]


def of_two(branch: Branch, login: str) -> dict[str, Any]:
    built = branch[login].post("/v1/built-reports", {"title": "By status", **COUNTED})
    size = {"y": 0, "width": 6, "height": 4}
    widgets = [
        {"built_report_id": built["id"], "title": "One", "place": {"x": 0, **size}},
        {"report": "won-trend", "title": "Two", "place": {"x": 6, **size}},
    ]
    made: dict[str, Any] = branch[login].post(PATH, {"title": "Morning", "widgets": widgets})
    return made


def test_a_dashboard_is_put_together_and_shows_each_reader_their_own(branch: Branch, opens: Opens) -> None:
    login, mate = branch.hire("alma"), branch.hire("bert")
    sell(branch[login], "5.00", "7.50")
    chart = {"kind": "bar", "x": "status", "y": "count"}
    built = branch[login].post("/v1/built-reports", {"title": "By status", **COUNTED, "chart": chart})
    page = opens(login).go("/dashboards")
    page.get_by_role("button", name="New dashboard").click()
    page.get_by_label("Title").fill("My morning")
    page.get_by_role("button", name="Create").click()
    add(page, "By status")
    page.get_by_role("button", name="Done").click()
    tile(page, "By status").get_by_text("Show as table").click()
    tile(page, "By status").get_by_role("button", name="Records: open").click()
    expect(page.get_by_role("dialog").get_by_role("link", name="Deal of 7.50")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    share(page, "My morning", branch.people[mate]["name"])
    branch[login].post(f"/v1/built-reports/{built['id']}/shares", {"person_id": branch.people[mate]["id"]})
    theirs = opens(mate).go("/dashboards")
    theirs.get_by_role("link", name="My morning").click()
    expect(tile(theirs, "By status")).to_be_visible()
    settled(theirs)
    expect(tile(theirs, "By status").get_by_role("button", name="Records: open")).to_have_count(0)
    stranger = opens(found_branch(branch.company).hire("carl"))
    stranger.expect_refusals(404)
    expect(stranger.go(page.url.removeprefix(stranger.url)).get_by_role("alert")).to_be_visible()


def test_widgets_are_moved_and_resized_by_keys_by_menu_and_by_drag(branch: Branch, opens: Opens) -> None:
    login = branch.hire("dora")
    made = of_two(branch, login)
    page = opens(login).go(f"/dashboards/{made['id']}?arrange=yes")
    handle = page.get_by_role("button", name="Arrange One")
    handle.focus()
    page.keyboard.press("ArrowRight")
    assert eventually(lambda: arranged(branch, login, made) == [("Two", 0, 0, 6, 4), ("One", 6, 0, 6, 4)])
    expect(handle).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    assert eventually(lambda: arranged(branch, login, made) == [("Two", 0, 0, 6, 4), ("One", 6, 0, 5, 4)])
    handle.click()
    page.get_by_role("menuitem", name="Move before").click()
    assert eventually(lambda: arranged(branch, login, made) == [("One", 0, 0, 5, 4), ("Two", 5, 0, 6, 4)])
    tile(page, "Two").get_by_role("heading").drag_to(tile(page, "One"))
    assert eventually(lambda: [one[0] for one in arranged(branch, login, made)] == ["Two", "One"])
    page.get_by_role("button", name="Arrange Two").click()
    page.get_by_role("menuitem", name="Remove").click()
    assert eventually(lambda: arranged(branch, login, made) == [("One", 0, 0, 5, 4)])
    page.reload()
    expect(tile(page, "One")).to_be_visible()
    expect(tile(page, "Two")).to_have_count(0)


def test_dashboards_are_for_everybody_and_every_screen(branch: Branch, opens: Opens) -> None:
    login = branch.hire("emil")
    made = of_two(branch, login)
    for how in ({}, {"viewport": PHONE, "has_touch": True}):
        screen = opens(login, reduced_motion="reduce", **how)
        for place in (f"/dashboards/{made['id']}", f"/dashboards/{made['id']}?arrange=yes"):
            page = screen.go(place)
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than it"
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                assert violations(page) == [], place
