"""What follows a managed list is called as the company calls it, in the reader's language, wherever it stands."""

from typing import Any

from playwright.sync_api import expect

from shared.ids import new_id
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.test_sight import settled


def listed(branch: Branch, picklist: str, en: str, zh: str) -> str:
    """A value of the list that no other test has; its code."""
    code = f"v{new_id()[-8:]}"
    body: dict[str, Any] = {"code": code, "label": {"en": en, "zh": zh}}
    branch.company["admin"].post(f"/v1/picklists/{picklist}/values", body)
    return code


def test_a_list_its_filter_and_the_facts_say_the_label_and_never_the_code(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ann")
    level = listed(branch, "customer_level", f"Gold of {branch.unit['name']}", "金牌")
    customer = branch[login].post("/v1/customers", {"name": "Mill Ltd", "currency": "EUR", "level": level})
    gold = f"Gold of {branch.unit['name']}"
    screen = opens(login)
    page = screen.go(f"/customers?f=level:eq:{level}&cols=name,level,status")
    expect(page.get_by_role("gridcell", name=gold).or_(page.get_by_role("cell", name=gold))).to_be_visible()
    expect(page.get_by_role("button", name=f"Level: {gold}", exact=True)).to_be_visible()
    assert not screen.shows(level)
    page = screen.go(f"/customers/{customer['id']}")
    expect(page.get_by_role("region", name="Customer").get_by_text(gold)).to_be_visible()
    page.get_by_role("button", name="Change Level").click()
    page.get_by_role("combobox", name="Level").press("ArrowDown")
    expect(page.get_by_role("option", name=gold)).to_be_visible()
    assert not screen.shows(level)


def test_in_chinese_and_after_it_was_retired(branch: Branch, opens: Opens) -> None:
    login = branch.hire("bob")
    kind = listed(branch, "opportunity_problem", "Sanctions", "制裁")
    deal = branch[login].post("/v1/opportunities", {"name": "Mill", "amount": "4.00", "currency": "EUR"})
    branch[login].post(f"/v1/opportunities/{deal['id']}/problems", {"type": kind})
    branch[login].post(f"/v1/opportunities/{deal['id']}/problems", {"type": "price"})
    branch.company["admin"].post(f"/v1/picklists/opportunity_problem/values/{kind}/retire", {})
    screen = opens(login, locale="zh-CN")
    page = screen.go(f"/opportunities/{deal['id']}")
    page.get_by_role("tab", name="问题").click()
    expect(page.get_by_role("cell", name="制裁", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="价格", exact=True)).to_be_visible()
    settled(page)
    assert not screen.shows(kind)
