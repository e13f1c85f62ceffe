"""A deal is moved on the board by mouse, touch, keys and menu; what is refused goes back, with the reason."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.screen import PHONE
from tests.end_to_end.client import eventually

FROM, TO = "Prospecting", "Engaging"
HOLD_MS = 400
"""Longer than a finger must rest on a card before it is picked up."""


def open_deal(branch: Branch, login: str, name: str = "Big press") -> dict[str, Any]:
    deal: dict[str, Any] = branch[login].post("/v1/opportunities", {"name": name, "amount": "9.00", "currency": "EUR"})
    return deal


def stage_of(branch: Branch, login: str, deal: dict[str, Any]) -> str:
    return str(branch[login].get(f"/v1/opportunities/{deal['id']}")["stage"]).lower()


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, stage: str, name: str = "Big press") -> Locator:
    return column(page, stage).locator("[data-rfd-draggable-id]").filter(has_text=name)


def expect_moved(page: Page, branch: Branch, login: str, deal: dict[str, Any]) -> None:
    """On the screen at once, and in the record."""
    expect(card(page, TO)).to_be_visible()
    expect(card(page, FROM)).to_have_count(0)
    assert eventually(lambda: stage_of(branch, login, deal) == TO.lower())


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


def test_by_mouse(branch: Branch, opens: Opens) -> None:
    login = branch.hire("vera")
    deal = open_deal(branch, login)
    page = opens(login).go("/opportunities/board")
    start, end = middle(card(page, FROM)), middle(column(page, TO))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 12, start[1] + 12, steps=4)
    page.mouse.move(end[0], end[1] + 40, steps=12)
    expect(card(page, FROM).or_(page.locator("[data-dragging]")).first).to_be_visible()
    page.mouse.up()
    expect_moved(page, branch, login, deal)


def test_by_keys(branch: Branch, opens: Opens) -> None:
    login = branch.hire("walt")
    deal = open_deal(branch, login)
    page = opens(login).go("/opportunities/board")
    expect(card(page, FROM)).to_be_visible()
    card(page, FROM).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-dragging]")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(column(page, TO).locator("[data-over]")).to_have_count(1)
    page.keyboard.press("Space")
    expect_moved(page, branch, login, deal)


def test_by_the_menu_of_the_card(branch: Branch, opens: Opens) -> None:
    login = branch.hire("xeno")
    deal = open_deal(branch, login)
    page = opens(login).go("/opportunities/board")
    card(page, FROM).get_by_role("button").click()
    page.get_by_role("menuitem", name=TO).click()
    expect_moved(page, branch, login, deal)


def test_by_press_and_hold_on_a_phone_and_a_swipe_scrolls(branch: Branch, opens: Opens) -> None:
    login = branch.hire("yara")
    deal = open_deal(branch, login)
    screen = opens(login, viewport=PHONE, has_touch=True, is_mobile=True)
    page = screen.go("/opportunities/board")
    expect(card(page, FROM)).to_be_visible()
    x, y = middle(card(page, FROM))
    finger = Finger(page)
    finger.down(x, y)
    finger.move(x - 200, y, steps=6)
    finger.up()
    expect(page.locator("[data-dragging]")).to_have_count(0)
    assert stage_of(branch, login, deal) == FROM.lower(), "a swipe scrolls"
    page.reload()
    expect(card(page, FROM)).to_be_visible()
    x, y = middle(card(page, FROM))
    finger.down(x, y)
    page.wait_for_timeout(HOLD_MS)  # what is tested is time: a finger that rests
    expect(page.locator("[data-dragging]")).to_be_visible()
    finger.move(PHONE["width"] - 10, y, steps=10)
    expect(column(page, TO).locator("[data-over]")).to_have_count(1)
    finger.up()
    assert eventually(lambda: stage_of(branch, login, deal) == TO.lower())


def test_a_move_that_is_refused_goes_back_with_the_reason(branch: Branch, opens: Opens) -> None:
    boss = branch.hire("zoe", "account_manager")
    login = branch.hire("abel", superior=boss)
    deal = open_deal(branch, login)
    screen = opens(login)
    page = screen.go("/opportunities/board")
    expect(card(page, FROM)).to_be_visible()
    screen.expect_refusals(409, 412, 422)
    page.route("**/advance", lambda route: (branch[boss].post(*lost(deal)), route.continue_()))
    card(page, FROM).get_by_role("button").click()
    page.get_by_role("menuitem", name=TO).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(card(page, TO)).to_have_count(0)
    assert stage_of(branch, login, deal) != TO.lower()


def lost(deal: dict[str, Any]) -> tuple[str, dict[str, str]]:
    return f"/v1/opportunities/{deal['id']}/lose", {"reason": "price"}


class Finger:
    """One finger on the glass."""

    def __init__(self, page: Page) -> None:
        self._glass = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def down(self, x: float, y: float) -> None:
        self._at = (x, y)
        self._send("touchStart", x, y)

    def move(self, x: float, y: float, *, steps: int) -> None:
        before = self._at
        for step in range(1, steps + 1):
            share = step / steps
            self._send("touchMove", before[0] + (x - before[0]) * share, before[1] + (y - before[1]) * share)
        self._at = (x, y)

    def up(self) -> None:
        self._glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str, x: float, y: float) -> None:
        self._glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
