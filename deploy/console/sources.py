"""Whether the console that lies here was built from the sources that lie here."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gateway.http.console import STAMP

MADE_BY_THE_BUILD = frozenset({"node_modules", "dist", "openapi.json", "src/api/schema.d.ts", "src/api/contract"})


def digest_of_sources(web: Path) -> str:
    """The same for the same sources, whenever and in whatever order they were written."""
    found = hashlib.sha256()
    for path in sorted(_sources(web, web)):
        found.update(path.relative_to(web).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def is_there(web: Path) -> bool:
    """Whether this checkout has a console at all."""
    return (web / "package.json").exists()


def is_current(web: Path) -> bool:
    return stamp_of(web).get("sources") == digest_of_sources(web)


def stamp_of(web: Path) -> dict[str, Any]:
    """What the last whole build wrote; nothing where there was none."""
    try:
        return dict(json.loads((web / "dist" / STAMP).read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError):
        return {}


def _sources(web: Path, folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.relative_to(web).as_posix() in MADE_BY_THE_BUILD:
            continue
        if path.is_dir():
            yield from _sources(web, path)
        elif path.is_file():
            yield path
