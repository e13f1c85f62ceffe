"""A list is found, narrowed, walked through and left by mouse or keys; its address is all there is to know of it."""

import re

from playwright.sync_api import expect

from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE


def record(branch: Branch, login: str, *names: str) -> dict[str, str]:
    """Leads of these names; each one's id."""
    return {name: branch[login].post("/v1/leads", {"name": name})["id"] for name in names}


def test_words_narrow_a_list_and_its_address_brings_it_back(branch: Branch, opens: Opens) -> None:
    login = branch.hire("dora")
    record(branch, login, "Harbour works", "Mountain railway")
    page = opens(login).go("/leads")
    expect(page.get_by_role("link", name="Harbour works")).to_be_visible()
    page.get_by_label("Find words").fill("mountain")
    expect(page.get_by_role("link", name="Harbour works")).to_be_hidden()
    expect(page.get_by_role("link", name="Mountain railway")).to_be_visible()
    expect(page).to_have_url(re.compile("mountain"))
    page.reload()
    expect(page.get_by_role("link", name="Mountain railway")).to_be_visible()
    expect(page.get_by_role("link", name="Harbour works")).to_be_hidden()
    page.get_by_label("Find words").fill("nobody is called so")
    expect(page.get_by_text("Nothing matches")).to_be_visible()


def test_from_the_list_to_a_record_and_back_to_the_same_list(branch: Branch, opens: Opens) -> None:
    login = branch.hire("emil")
    ids = record(branch, login, "Glass house", "Stone house")
    page = opens(login).go("/leads?q=house")
    page.get_by_role("link", name="Stone house").click()
    expect(page).to_have_url(re.compile(ids["Stone house"]))
    expect(page.get_by_role("heading", name="Stone house")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Glass house")).to_be_visible()
    expect(page).to_have_url(re.compile("q=house"))


def test_a_list_is_walked_by_keys_alone(branch: Branch, opens: Opens) -> None:
    login = branch.hire("fay")
    record(branch, login, "First of two", "Second of two")
    page = opens(login).go("/leads")
    expect(page.get_by_role("link", name="First of two")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Selected records")).to_contain_text("1 selected")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("of two"))).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Customers", level=1)).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()


def test_what_is_composed_in_chinese_fires_no_shortcut(branch: Branch, opens: Opens) -> None:
    """An input method sends the keys of a syllable before the character: `c` would make a record, `g d` go away."""
    login = branch.hire("gao")
    record(branch, login, "城建集团")
    page = opens(login).go("/leads")
    expect(page.get_by_role("link", name="城建集团")).to_be_visible()
    keys = page.context.new_cdp_session(page)
    for place in ("body", "words"):
        if place == "words":
            page.get_by_label("Find words").focus()
        for key in ("c", "g", "d", "j", "?"):
            event = {"key": "Process", "code": f"Key{key.upper()}", "windowsVirtualKeyCode": 229}
            keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
            keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    keys.send("Input.imeSetComposition", {"text": "chengjian", "selectionStart": 9, "selectionEnd": 9})
    keys.send("Input.insertText", {"text": "城建"})
    expect(page.get_by_label("Find words")).to_have_value("城建")
    expect(page.get_by_role("link", name="城建集团")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert re.search(r"/leads(\?|$)", page.url)


def test_single_keys_rest_while_one_types(branch: Branch, opens: Opens) -> None:
    page = opens(branch.hire("hal")).go("/leads")
    expect(page.get_by_label("Find words")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Find words")).to_be_focused()
    page.keyboard.type("gcx?")
    expect(page.get_by_label("Find words")).to_have_value("gcx?")
    assert "/leads" in page.url


def test_the_line_is_lost_and_comes_back(branch: Branch, opens: Opens) -> None:
    login = branch.hire("ida")
    record(branch, login, "Still here")
    screen = opens(login)
    page = screen.go("/leads")
    expect(page.get_by_role("link", name="Still here")).to_be_visible()
    screen.expect_lost_line()
    screen.context.set_offline(True)
    expect(page.get_by_text("No connection")).to_be_visible()
    expect(page.get_by_role("link", name="Still here")).to_be_visible()
    record(branch, login, "Came meanwhile")
    screen.context.set_offline(False)
    expect(page.get_by_text("No connection")).to_be_hidden()
    page.get_by_label("Find words").fill("meanwhile")
    expect(page.get_by_role("link", name="Came meanwhile")).to_be_visible()


def test_a_phone_shows_the_list_without_scrolling_sideways(branch: Branch, opens: Opens) -> None:
    login = branch.hire("jo")
    record(branch, login, "A rather long name of a lead that has no room on any phone whatsoever")
    page = opens(login, viewport=PHONE, has_touch=True).go("/leads")
    expect(page.get_by_text("A rather long name")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
