"""Pictures of every screen that a person is shown, at the sizes and in the languages that people have."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deploy.console.browser import FLAGS

SIZES = {"desk": (1360, 820), "phone": (390, 844)}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
THEMES = ("light", "dark")
SIGNED_IN_HINT = "localStorage.setItem('tenon.signed-in', 'yes')"
PATIENCE_MS = 30_000
PLACES = "Array.from(document.querySelectorAll('nav a[href]'), (link) => link.getAttribute('href'))"
ROWS = "Array.from(document.querySelectorAll('main a[href]'), (link) => link.getAttribute('href'))"
CALM = """() => {
    const loads = '[aria-busy=true], [role=status][aria-label], .mantine-Loader-root, .mantine-Skeleton-root'
    const moves = document.getAnimations().some((one) => one.playState === 'running')
    const is_calm = !document.querySelector(loads) && document.fonts.status === 'loaded' && !moves
    window.calm_since = is_calm ? (window.calm_since ?? performance.now()) : undefined
    return is_calm && performance.now() - window.calm_since > 700
}"""
"""Nothing loads or moves, and has not for a while: a screen comes in several steps."""
_RECORD = re.compile(r"^/([a-z-]+)/[0-9a-f-]{36}$")


@dataclass(frozen=True)
class Shot:
    """One screen as one kind of reader sees it."""

    place: str
    name: str
    size: str
    language: str
    theme: str

    def file(self) -> str:
        return f"{self.name}.{self.size}.{self.language}{'' if self.theme == 'light' else f'.{self.theme}'}.png"


@dataclass(frozen=True)
class Photographer:
    """Signs in at `url` as `login` and takes what is asked into `folder`."""

    url: str
    login: str
    password: str
    folder: Path
    tell: Callable[[str], None]

    def take(self, program: str, only: str = "", themes: tuple[str, ...] = THEMES[:1]) -> int:
        """All screens whose name holds `only`; how many pictures there are now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        taken = 0
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            places = [place for place in self._places(browser) if only in name_of(place)]
            for size, language, theme in _kinds(themes):
                with self._window(browser, size, language, theme) as context:
                    page = context.new_page()
                    for place in places:
                        shot = Shot(place, name_of(place), size, language, theme)
                        self._shoot(page, shot)
                        taken += 1
            browser.close()
        return taken

    def _places(self, browser: Browser) -> list[str]:
        """Whatever the navigation leads to, and of each list its first record and its form."""
        with self._window(browser, "desk", "en", "light") as context:
            page = context.new_page()
            self._open(page, "/")
            found = dict.fromkeys(["/", *page.evaluate(PLACES)])
            for place in list(found):
                self._open(page, place)
                records = [row for row in page.evaluate(ROWS) if _RECORD.match(row)]
                found.update(dict.fromkeys(records[:1]))
        return [*found, "/sign-in"]

    def _window(self, browser: Browser, size: str, language: str, theme: str) -> BrowserContext:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale=LANGUAGES[language],
            timezone_id="Europe/Berlin",
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            has_touch=size == "phone",
        )
        context.set_default_timeout(PATIENCE_MS)
        return context

    def _shoot(self, page: Page, shot: Shot) -> None:
        self._open(page, shot.place)
        page.screenshot(path=self.folder / shot.file())
        self.tell(shot.file())

    def _open(self, page: Page, place: str) -> None:
        """Signed in, but for the one screen on which nobody is."""
        if place == "/sign-in":
            page.context.clear_cookies()
            page.goto("/")
            page.evaluate("localStorage.removeItem('tenon.signed-in')")
        elif not page.context.cookies():
            answer = page.context.request.post("/v1/sessions", data={"login": self.login, "password": self.password})
            if answer.status != 201:
                raise PermissionError(f"{self.login} cannot sign in: {answer.text()}")
            page.goto("/docs")
            page.evaluate(SIGNED_IN_HINT)
        page.goto("/" if place == "/sign-in" else place)
        page.locator("main").first.wait_for()
        page.wait_for_function(CALM)


def name_of(place: str) -> str:
    """What a place's pictures are called: ids change from one demo company to the next."""
    record = _RECORD.match(place)
    if record:
        return f"{record[1]}-record"
    return place.strip("/").replace("/", "-") or "home"


def _kinds(themes: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for theme in themes:
        for size in SIZES:
            for language in LANGUAGES:
                yield size, language, theme
