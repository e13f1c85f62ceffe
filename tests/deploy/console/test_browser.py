"""Chromium is found by name or in the path, and fetched only where that is nobody else's business."""

from pathlib import Path

import pytest

from deploy.console import browser
from deploy.console.browser import ensure_chromium, find_chromium


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.NAMED, raising=False)
    return tmp_path


def program(folder: Path, name: str, script: str = "") -> Path:
    place = folder / name
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)
    return place


def test_the_named_one_comes_first_then_the_usual_ones(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_chromium() is None
    chrome = program(path, "google-chrome")
    assert find_chromium() == str(chrome)
    chromium = program(path, "chromium")
    assert find_chromium() == str(chromium)
    monkeypatch.setenv(browser.NAMED, "/opt/browser")
    assert find_chromium() == ensure_chromium() == "/opt/browser"


@pytest.mark.parametrize(("root", "debian", "had"), [(True, True, True), (False, True, False), (True, False, False)])
def test_it_is_installed_by_root_on_debian_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch, root: bool, debian: bool, had: bool
) -> None:
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(browser, "DEBIAN", path if debian else path / "none")
    asked, place = path / "asked", path / "chromium"
    program(
        path, "apt-get", f'echo "$@" >> {asked}; [ "$1" = install ] && {{ echo > {place}; /bin/chmod 755 {place}; }}'
    )
    assert (ensure_chromium() is not None) is had
    assert asked.exists() is had
    assert not had or "chromium fonts-noto-cjk" in asked.read_text()
