"""Columns are drawn wider and narrower by hand and by keys, and stay so: in a view of one's own, or in this browser."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.end_to_end.client import eventually


def edge(page: Page, column: str) -> Locator:
    return page.get_by_role("separator", name=f"Width of {column}", exact=True)


def wide(page: Page, column: str) -> float:
    """As the eye sees it."""
    box = page.get_by_role("columnheader").filter(has=edge(page, column)).bounding_box()
    assert box is not None
    return box["width"]


def draw(page: Page, column: str, by: int) -> None:
    box = edge(page, column).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y)
    page.mouse.move(x + by, y)
    page.mouse.up()


def near(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= 2


def with_leads(branch: Branch, name: str) -> str:
    login = branch.hire(name)
    for lead in ("Wide works", "Narrow works"):
        branch[login].post("/v1/leads", {"name": lead, "company": f"{lead} Ltd"})
    return login


def test_a_width_drawn_by_hand_or_by_keys_is_remembered_for_its_list_alone(branch: Branch, opens: Opens) -> None:
    page = opens(with_leads(branch, "ida")).go("/leads")
    expect(page.get_by_role("link", name="Wide works", exact=True)).to_be_visible()
    usual, other = wide(page, "Company"), wide(page, "Owner")
    draw(page, "Company", 90)
    assert near(wide(page, "Company"), usual + 90)
    assert near(wide(page, "Owner"), other)
    edge(page, "Owner").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert near(wide(page, "Owner"), other + 32)
    page.keyboard.press("ArrowLeft")
    assert near(wide(page, "Owner"), other + 16)
    expect(edge(page, "Owner")).to_have_attribute("aria-valuenow", str(round(other + 16)))
    expect(page).not_to_have_url(re.compile("sort"))
    page.reload()
    expect(page.get_by_role("link", name="Wide works", exact=True)).to_be_visible()
    assert near(wide(page, "Company"), usual + 90)
    assert near(wide(page, "Owner"), other + 16)
    draw(page, "Company", -2000)
    assert near(wide(page, "Company"), 48)
    edge(page, "Company").dblclick()
    assert near(wide(page, "Company"), usual)
    edge(page, "Owner").focus()
    page.keyboard.press("Home")
    assert near(wide(page, "Owner"), 48)
    page.keyboard.press("Enter")
    assert near(wide(page, "Owner"), other)
    draw(page, "Name", 60)
    name = wide(page, "Name")
    page.goto(page.url.partition("/leads")[0] + "/customers")
    expect(page.get_by_role("heading", name="Customers", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Wide works", exact=True)).to_be_visible()
    assert near(wide(page, "Name"), name)
    assert violations(page) == []


def test_a_view_of_ones_own_keeps_its_widths_wherever_one_signs_in_and_another_s_view_stays_as_it_is(
    branch: Branch, opens: Opens
) -> None:
    login, reader = with_leads(branch, "jon"), branch.hire("kay")
    page = opens(login).go("/leads")
    expect(page.get_by_role("link", name="Wide works", exact=True)).to_be_visible()
    usual = wide(page, "Company")
    draw(page, "Company", 50)
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the view").fill("Mine, wide")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Mine, wide", pressed=True)).to_be_visible()

    def kept() -> dict[str, Any]:
        [view] = branch[login].get("/v1/views")["data"]
        return dict(view)

    assert kept()["widths"] == {"company": round(usual + 50)}
    draw(page, "Company", 30)
    assert eventually(lambda: kept()["widths"] == {"company": round(usual + 80)})
    elsewhere = opens(login).go(f"/leads?view={kept()['id']}")
    expect(elsewhere.get_by_role("link", name="Wide works", exact=True)).to_be_visible()
    expect(edge(elsewhere, "Company")).to_have_attribute("aria-valuenow", str(round(usual + 80)))
    assert near(wide(elsewhere, "Company"), usual + 80)

    branch[login].post(f"/v1/views/{kept()['id']}/shares", {"person_id": branch.people[reader]["id"]})
    branch[reader].post("/v1/leads", {"name": "Of the reader"})
    theirs = opens(reader).go(f"/leads?view={kept()['id']}&f=")
    expect(theirs.get_by_role("link", name="Of the reader")).to_be_visible()
    expect(edge(theirs, "Company")).to_have_attribute("aria-valuenow", str(round(usual + 80)))
    version = kept()["version"]
    draw(theirs, "Company", 40)
    assert near(wide(theirs, "Company"), usual + 120)
    theirs.reload()
    expect(theirs.get_by_role("link", name="Of the reader")).to_be_visible()
    expect(edge(theirs, "Company")).to_have_attribute("aria-valuenow", str(round(usual + 120)))
    assert kept()["version"] == version
