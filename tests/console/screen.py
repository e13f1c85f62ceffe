"""One window of a browser on the console, that remembers whatever went wrong in it."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page

DESK = {"width": 1360, "height": 820}
PHONE = {"width": 390, "height": 844}
SIGNED_IN_HINT = "localStorage.setItem('tenon.signed-in', 'yes')"
"""The page asks for its session only where somebody has signed in before: the cookie itself no script can see."""
TELLS_VIOLATIONS = """addEventListener('securitypolicyviolation', (event) =>
    console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""
REFUSED = "the server responded with a status of {status} "
LINE_LOST = "net::ERR_"


@dataclass
class Screen:
    """`page` is Playwright's. A refusal that a test brings about is no fault once the test has said so."""

    context: BrowserContext
    url: str
    faults: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(TELLS_VIOLATIONS)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._failed)
        self.page.on("crash", lambda _page: self.faults.append("the page crashed"))

    def go(self, place: str) -> Page:
        self.page.goto(self.url + place)
        return self.page

    def expect_refusals(self, *statuses: int) -> None:
        """The browser complains of every refusal; those with these statuses are what the test is about."""
        self._expected += [REFUSED.format(status=status) for status in statuses]

    def expect_many_pages(self) -> None:
        """Whoever loads page after page leaves a stream behind with each, which the gateway notices at its next ping
        only: the sixth within that time is refused, and the page asks again later.
        """
        self._expected.append(REFUSED.format(status=429))

    def expect_lost_line(self) -> None:
        self._expected.append(LINE_LOST)

    def shows(self, text: str) -> bool:
        """Whether this stands anywhere on the page now, even out of the window."""
        return re.search(re.escape(text), self.page.locator("body").inner_text()) is not None

    def close(self) -> None:
        self.context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in self._expected):
            self.faults.append(f"console: {message.text} ({_place(message.location)})")

    def _failed(self, error: Error) -> None:
        self.faults.append(f"page error: {error.message}\n{error.stack or ''}")


def _place(location: Any) -> str:
    return f"{location.get('url', '')}:{location.get('lineNumber', '')}"
