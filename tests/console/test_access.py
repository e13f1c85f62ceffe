"""Every screen that the navigation leads to is fit for people who see, hear and move differently, in both themes."""

from typing import Literal

import pytest

from tests.console.axe import violations
from tests.console.branch import Branch
from tests.console.conftest import Opens
from tests.console.test_sight import places_of, record_everything, settled

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


def test_no_screen_breaks_wcag(branch: Branch, opens: Opens) -> None:
    login = branch.hire("uma", "account_manager")
    records = record_everything(branch, login)
    screen = opens(login, reduced_motion="reduce")
    screen.expect_many_pages()
    faults = []
    for place in dict.fromkeys([*places_of(screen), *records]):
        settled(screen.go(place))
        for theme in THEMES:
            screen.page.emulate_media(color_scheme=theme)
            faults += [f"{place}, {theme}: {fault}" for fault in violations(screen.page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("theme", THEMES)
def test_neither_does_the_sign_in(opens: Opens, theme: Theme) -> None:
    page = opens(color_scheme=theme).go("/")
    page.get_by_label("Login", exact=True).wait_for()
    assert violations(page) == []
