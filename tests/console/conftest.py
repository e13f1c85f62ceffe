"""A real Chromium on a real installation: the embedded one of this group of tests, and the console as it was built."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from deploy.console.browser import FLAGS, HOW_TO_GET_IT, find_chromium
from deploy.console.building import BuildFailure, build
from deploy.console.sources import is_there
from deploy.launcher.catalogue import ROOT
from tests.conftest import IN_CI
from tests.console.branch import Branch, found_branch
from tests.console.screen import DESK, SIGNED_IN_HINT, Screen
from tests.end_to_end.company import PASSWORD, Company, found_company
from tests.end_to_end.conftest import UNWATCHED, installation

PATIENCE_MS = 20_000
"""How long a page may take for anything, on a machine that does other things as well."""

Opens = Callable[..., Screen]


@pytest.fixture(scope="session")
def built_console() -> None:
    """Built from the sources that lie here; where they have not changed that is only looked at."""
    if not is_there(ROOT / "web"):
        pytest.skip("this checkout has no console")
    try:
        build(ROOT, lambda _step: None)
    except BuildFailure as failure:
        pytest.fail(f"the console cannot be built: {failure}", pytrace=False)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.fail(HOW_TO_GET_IT, pytrace=False) if IN_CI else pytest.skip(HOW_TO_GET_IT)
    browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def house(
    built_console: None, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Company]:
    """The company of these tests alone. Each works in a branch of its own."""
    with installation("embedded", tmp_path_factory.mktemp("console"), request, **UNWATCHED) as running:
        yield found_company(running)


@pytest.fixture
def branch(house: Company) -> Branch:
    return found_branch(house)


@pytest.fixture
def opens(house: Company, chromium: Browser) -> Iterator[Opens]:
    """Opens a window: signed in as somebody, or as nobody. Whatever went wrong in any of them fails the test."""
    screens: list[Screen] = []

    def open_for(login: str | None = None, **how: Any) -> Screen:
        settings = {"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/Berlin", **how}
        context = chromium.new_context(base_url=house.stack.url, **settings)
        context.set_default_timeout(PATIENCE_MS)
        if login is not None:
            answer = context.request.post("/v1/sessions", data={"login": login, "password": PASSWORD})
            assert answer.status == 201, answer.text()
            context.add_init_script(SIGNED_IN_HINT)
        screens.append(Screen(context, house.stack.url))
        return screens[-1]

    yield open_for
    faults = [fault for screen in screens for fault in screen.faults]
    for screen in screens:
        screen.close()
    assert not faults, "\n".join(faults)
