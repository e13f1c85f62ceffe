"""The console's files at `/`: built beforehand, kept in memory, found by name alone.

They are no part of the API and not in its description. What is looked up in a table cannot be climbed out of, and a
console that is being built anew is served as it was until the new one is whole.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.routing import BaseConverter

from gateway.http.console_page import LANGUAGES, absence_page
from gateway.http.languages import wanted_language
from gateway.http.routes import Route
from shared.errors import NotFound

INDEX = "index.html"
STAMP = "built.json"
"""Written by the build when all else is there; without it a folder is no console yet."""
ASSETS = "assets"
PACKED = ".gz"

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What is served and as what; a file of another kind is not."""

_NAMES_OF_FILES = frozenset({*KINDS, ".map", PACKED}) - {".html"}

IMMUTABLE = "public, max-age=31536000, immutable"
ALWAYS_ASKED = "no-cache"
RETRY_SECONDS = 5
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # widgets place themselves by it; it loads nothing and runs nothing
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What the page may load and run: its own files."""
GUARDS = {
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SAFE = frozenset({"GET", "HEAD"})
_DRAWN = frozenset({KINDS[".svg"], KINDS[".html"]})
"""What a browser that goes to it draws as a page: it must run nothing."""


@dataclass(frozen=True)
class File:
    """One file, its twin that is packed already, and what is the same as long as it is."""

    content: bytes
    packed: bytes | None
    kind: str
    tag: str


@dataclass
class Console:
    """What was built into a folder; looked at again whenever the page is asked for."""

    folder: Path | None
    _files: dict[str, File] = field(default_factory=dict)
    _left: dict[str, File] = field(default_factory=dict)
    _stamp: tuple[int, int] | None = None

    def index(self) -> File | None:
        self._look()
        return self._files.get(INDEX)

    def file(self, name: str) -> File | None:
        """A file by its name; also one of the build before, which pages that are open may still ask for."""
        if not self._files:
            self._look()
        return self._files.get(name) or self._left.get(name)

    def _look(self) -> None:
        stamp = self._written()
        if self.folder is None or stamp is None or stamp == self._stamp:
            return
        found = _read(self.folder)
        assets = {name: file for name, file in self._files.items() if name.startswith(f"{ASSETS}/")}
        self._files, self._left, self._stamp = found, assets, stamp

    def _written(self) -> tuple[int, int] | None:
        if self.folder is None:
            return None
        try:
            told = (self.folder / STAMP).stat()
        except OSError:
            return None
        return told.st_mtime_ns, told.st_ino


def _read(folder: Path) -> dict[str, File]:
    found: dict[str, File] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in KINDS or name == STAMP or not path.is_file():
            continue
        content, twin = path.read_bytes(), path.with_name(path.name + PACKED)
        packed = twin.read_bytes() if twin.is_file() else None
        found[name] = File(content, packed, KINDS[path.suffix], hashlib.sha256(content).hexdigest()[:32])
    return found


def serve_console(app: Flask, folder: Path | None, table: Iterable[Route]) -> None:
    """Answer at `/` and at every place that is not the API's, whatever routes the console has or will have."""
    console = Console(folder)
    app.url_map.converters["console"] = _places_beside(table)

    def answer(place: str) -> Response:
        if request.method not in _SAFE:
            raise NotFound("There is nothing at this address.")
        return _answer(console, place)

    for rule, more in (("/", {"place": ""}), ("/<console:place>", None)):
        app.add_url_rule(
            rule, f"console {rule}", answer, methods=METHODS, defaults=more, provide_automatic_options=False
        )


def _places_beside(table: Iterable[Route]) -> type[BaseConverter]:
    """Every place but those below the first words of the API's own: a name of the console's can never hide one."""
    taken = sorted({route.rule.split("/")[1] for route in table} | {"v1"})
    words = "|".join(re.escape(word) for word in taken)
    return type("ConsolePlace", (BaseConverter,), {"regex": rf"(?!(?:{words})(?:/|$)).+", "part_isolating": False})


def _answer(console: Console, place: str) -> Response:
    is_page = place in {"", INDEX}
    file = None if is_page else console.file(place)
    if file is not None:
        return _sent(file, lasting=place.startswith(f"{ASSETS}/"))
    index = console.index()
    if not (is_page and index) and not _is_for_a_page(place):
        raise NotFound("There is nothing at this address.")
    return _page(index) if index else _absence()


def _is_for_a_page(place: str) -> bool:
    """A browser that goes to a place of the console says that it wants a page; a missing file stays missing."""
    is_file = place.startswith(f"{ASSETS}/") or Path(place).suffix.lower() in _NAMES_OF_FILES
    return not is_file and "text/html" in request.headers.get("Accept", "")


def _sent(file: File, *, lasting: bool) -> Response:
    if request.if_none_match.contains_weak(file.tag):
        response = Response(status=304)
    elif file.packed is not None and _takes_packed():
        response = Response(file.packed, content_type=file.kind)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(file.content, content_type=file.kind)
    response.set_etag(file.tag, weak=True)
    response.headers["Cache-Control"] = IMMUTABLE if lasting else ALWAYS_ASKED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if file.kind in _DRAWN:
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _page(index: File) -> Response:
    response = _sent(index, lasting=False)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers.update(GUARDS)
    return response


def _absence() -> Response:
    """Says that there is no console here, in the reader's language, and looks again by itself."""
    language = wanted_language()
    response = Response(absence_page(language), 503, content_type=KINDS[".html"])
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response.headers["Content-Language"] = LANGUAGES[language]
    response.headers["Vary"] = "Accept-Language"
    response.headers["Refresh"] = response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers.update(GUARDS)
    return response


def _takes_packed() -> bool:
    return request.accept_encodings.quality("gzip") > 0
