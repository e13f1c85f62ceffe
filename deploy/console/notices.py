"""Whose work is in the console: every package that a reader is sent, with the words its licence asks to be kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TEXTS = ("licen", "copying", "notice")


class LicenceUnknown(Exception):
    """A package that would be sent to readers does not say under which licence."""


@dataclass(frozen=True)
class Notice:
    """One package as its own files tell of it."""

    name: str
    version: str
    licence: str
    text: str


def find_notices(web: Path) -> list[Notice]:
    """Those of all packages that are not for development only. Raises `LicenceUnknown`."""
    lock = json.loads((web / "package-lock.json").read_text(encoding="utf-8"))
    places = [place for place, told in lock["packages"].items() if place and not told.get("dev")]
    found = [_notice(web / place) for place in sorted(places) if (web / place / "package.json").exists()]
    nameless = [f"{one.name} {one.version}" for one in found if not one.licence]
    if nameless:
        raise LicenceUnknown("no licence is named by " + ", ".join(nameless))
    return found


def notices_page(notices: list[Notice]) -> str:
    head = "The console of Tenon holds the work of others, under these licences."
    parts = [f"{one.name} {one.version} ({one.licence})\n\n{one.text}".rstrip() for one in notices]
    return f"\n\n{'-' * 72}\n\n".join([head, *parts]) + "\n"


def _notice(folder: Path) -> Notice:
    told = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    licence = told.get("license") or ""
    named = licence if isinstance(licence, str) else str(licence.get("type", ""))
    text = "\n\n".join(path.read_text(encoding="utf-8", errors="replace").strip() for path in _texts(folder))
    return Notice(told["name"], told.get("version", ""), named, text)


def _texts(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(_TEXTS))
