"""Segments: a rule is built of what the API offers, and who is in it, since when, is shown to those who see them."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.console.axe import violations
from tests.console.branch import Branch, found_branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.console.test_sight import settled
from tests.end_to_end.client import eventually

PATH = "/v1/segments"


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).press("ArrowDown")
    page.get_by_role("option", name=option, exact=True).click()


def members(branch: Branch, login: str, segment: dict[str, Any]) -> list[str]:
    rows = branch[login].get(f"{PATH}/{segment['id']}/members")["data"]
    return sorted(row["customer"]["name"] for row in rows)


def test_a_rule_is_built_without_writing_any_and_then_changed(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ada", "account_manager")
    client = branch[login]
    name = f"Of {branch.unit['name']}"
    for level in ("A", "B"):
        client.post("/v1/customers", {"name": f"{level} of {branch.unit['name']}", "currency": "EUR", "level": level})
    page = opens(login).go("/segments/new")
    page.get_by_label("Name").fill(name)
    choose(page, "Column of condition 1", "Level")
    choose(page, "Comparison of condition 1", "is one of")
    choose(page, "Level", "A")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add a condition").click()
    choose(page, "Column of condition 2", "Days without a touch")
    choose(page, "Comparison of condition 2", "is at least")
    page.get_by_label("Days without a touch", exact=True).last.fill("0")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    (segment,) = (one for one in client.get(PATH)["data"] if one["name"] == name)
    level = {"field": "level", "op": "in", "value": ["A"]}
    assert segment["rule"] == {"and": [level, {"field": "days_without_touch", "op": "gte", "value": 0}]}
    assert eventually(lambda: f"A of {branch.unit['name']}" in members(branch, login, segment))
    page.reload()
    expect(page.get_by_role("link", name=f"A of {branch.unit['name']}")).to_be_visible()
    expect(page.get_by_role("link", name=f"B of {branch.unit['name']}")).to_have_count(0)
    page.get_by_role("tab", name="Rule").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Level is one of A")
    page.get_by_role("button", name="Change the rule").click()
    choose(page, "Comparison of condition 1", "is not")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Level is not A")
    assert eventually(lambda: f"B of {branch.unit['name']}" in members(branch, login, segment))
    page.get_by_role("tab", name="Entered and left").click()
    expect(page.get_by_role("row").filter(has_text=f"B of {branch.unit['name']}")).to_contain_text("still in it")


def test_another_branch_sees_none_of_it(branch: Branch, opens: Opens) -> None:
    login = branch.hire("bob", "account_manager")
    rule = {"field": "level", "op": "eq", "value": "A"}
    made = branch[login].post(PATH, {"name": f"Secret of {branch.unit['name']}", "rule": rule})
    stranger = opens(found_branch(branch.company).hire("cid", "account_manager"))
    stranger.expect_refusals(404)
    settled(stranger.go("/segments"))
    assert not stranger.shows(made["name"])
    expect(stranger.go(f"/segments/{made['id']}").get_by_role("alert")).to_be_visible()


def test_a_deep_rule_is_shown_in_words_and_every_screen_is_for_everybody(branch: Branch, opens: Opens) -> None:
    login = branch.hire("dot", "account_manager")
    deep = {
        "or": [{"field": "level", "op": "eq", "value": "A"}, {"not": {"field": "region", "op": "null", "value": True}}]
    }
    made = branch[login].post(PATH, {"name": "Deep", "rule": deep})
    for how in ({}, {"viewport": PHONE, "has_touch": True}):
        screen = opens(login, reduced_motion="reduce", **how)
        screen.expect_many_pages()
        for place in ("/segments", "/segments/new", f"/segments/{made['id']}"):
            page = screen.go(place)
            settled(page)
            if place.endswith(made["id"]):
                page.get_by_role("tab", name="Rule").click()
                expect(page.get_by_role("tabpanel")).to_contain_text("This does not hold")
                expect(page.get_by_role("tabpanel")).to_contain_text("changed by the API")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than it"
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                assert violations(page) == [], f"{place}, {theme}"
