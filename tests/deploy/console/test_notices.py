"""Whose work readers are sent is named with its licence; what only builds is not, and nothing nameless is sent."""

import json
from pathlib import Path

import pytest

from deploy.console.notices import LicenceUnknown, find_notices, notices_page


def package(web: Path, name: str, licence: object, text: str | None = None) -> None:
    folder = web / "node_modules" / name
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": "1.2.3", "license": licence}))
    if text is not None:
        (folder / "LICENSE.md").write_text(text)


@pytest.fixture
def web(tmp_path: Path) -> Path:
    package(tmp_path, "react", "MIT", "Permission is granted")
    package(tmp_path, "@scope/part", {"type": "ISC"})
    package(tmp_path, "bundler", "GPL-3.0")
    places = {"": {}, "node_modules/react": {}, "node_modules/@scope/part": {}, "node_modules/bundler": {"dev": True}}
    other_system = {"node_modules/for-another-system": {"optional": True}}
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": {**places, **other_system}}))
    return tmp_path


def test_each_package_that_readers_are_sent_is_named_with_its_words(web: Path) -> None:
    found = find_notices(web)
    assert [(one.name, one.licence) for one in found] == [("@scope/part", "ISC"), ("react", "MIT")]
    page = notices_page(found)
    assert "react 1.2.3 (MIT)\n\nPermission is granted" in page
    assert "bundler" not in page


def test_a_package_without_a_licence_is_not_sent_to_anybody(web: Path) -> None:
    (web / "node_modules/react/package.json").write_text('{"name": "react", "version": "1.2.3"}')
    with pytest.raises(LicenceUnknown, match=r"react 1\.2\.3"):
        find_notices(web)
