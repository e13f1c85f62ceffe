"""What the pages say is so: snippets, links, settings, commands and events."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.launcher.catalogue import list_commands
from deploy.roster import EVERYBODY
from shared.contracts.catalogue import all_events
from tests.architecture.tree import ROOT
from tests.docs.snippets import find_snippets, is_in

README = ROOT / "README.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])
WALKTHROUGH = ROOT / "docs" / "how-to" / "add-an-aggregate.md"
SETTING = re.compile(r"\bTENON_[A-Z0-9]+(?:_[A-Z0-9]+)*\b")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\./tenon ([a-z][a-z-]*)")
EVENT = re.compile(r"\btenon\.[a-z_]+\.[a-z_]+\.[a-z_]+\.v\d+\b")
OWN_SETTINGS = frozenset({"TENON_PYTHON_SOUGHT", "TENON_TEST_OWN_BROKER"})
"""How the command speaks to itself; nobody else sets them."""


def _names(pattern: re.Pattern[str], *files: Path) -> set[str]:
    return {found for file in files for found in pattern.findall(file.read_text(encoding="utf-8"))}


def _code() -> Iterator[Path]:
    for folder in ("deploy", "gateway", "services", "shared"):
        yield from (ROOT / folder).rglob("*.py")
    yield from (ROOT / "tenon", ROOT / "tests" / "conftest.py", ROOT / "tests" / "servers.py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_snippet_stands_in_its_file(page: Path) -> None:
    assert [(file, text) for file, text in find_snippets(page) if not is_in(text, ROOT / file)] == []


def test_the_walk_through_shows_every_role() -> None:
    shown = {Path(file.removesuffix("/__init__.py")).stem for file, _ in find_snippets(WALKTHROUGH)}
    assert {"rules", "model", "commands", "queries", "entrypoints", "service", "leads", "test_leads"} <= shown


@pytest.mark.parametrize(("text", "stands"), [("x = 1\n", True), ("x = 2\n", False), ("= 1\n", False)])
def test_a_planted_snippet_is_compared_by_whole_lines(tmp_path: Path, text: str, stands: bool) -> None:
    file = tmp_path / "code.py"
    file.write_text("y = 0\nx = 1\nz = 2\n")
    page = tmp_path / "page.md"
    page.write_text(f"```python file={file}\n{text}```\n")
    assert [is_in(found, Path(name)) for name, found in find_snippets(page)] == [stands]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = {link for link in _names(LINK, page) if "://" not in link}
    assert [target for target in sorted(targets) if not (page.parent / target).exists()] == []


def test_the_readme_tells_of_every_setting() -> None:
    assert sorted(_names(SETTING, *_code()) - OWN_SETTINGS - _names(SETTING, README)) == []


def test_no_page_tells_of_a_setting_that_there_is_not() -> None:
    singles = {f"TENON_DATABASE_{service.upper()}" for service in EVERYBODY}
    assert sorted(_names(SETTING, *PAGES) - _names(SETTING, *_code()) - singles) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_on_a_page_exists(page: Path) -> None:
    verbs = {command.verb for command in list_commands()} | {"help"}
    assert _names(COMMAND, page) - verbs == set()


def test_the_readme_tells_of_every_command() -> None:
    assert {command.verb for command in list_commands()} - _names(COMMAND, README) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_event_named_on_a_page_exists(page: Path) -> None:
    assert _names(EVENT, page) - {kind.wire_type() for kind in all_events()} == set()


def test_every_place_in_the_glossary_exists() -> None:
    glossary = ROOT / "docs" / "domain" / "glossary.md"
    places = re.findall(r"`((?:deploy|gateway|services|shared)/[a-z_/.]+)`", glossary.read_text(encoding="utf-8"))
    assert len(places) > 50
    assert [place for place in places if not (ROOT / place).exists()] == []
