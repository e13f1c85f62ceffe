"""From the sources in `web/` to the files that the gateway serves: each step once, and the stamp when all is there."""

import gzip
import hashlib
import json
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from deploy.console.budget import PACKED, OverBudget, Sizes, ensure_within, measure
from deploy.console.node import Node, NodeFailure, find_node
from deploy.console.notices import LicenceUnknown, find_notices, notices_page
from deploy.console.sources import digest_of_sources, is_there, stamp_of
from deploy.launcher.alone import alone
from gateway.http.console import STAMP
from gateway.http.discovery import all_routes
from gateway.http.openapi import describe

STEPS = ("node", "packages", "types", "checks", "bundle", "packing")
PACKABLE = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest"})
NOTICES = "licences.txt"
LAST_LINES = 15
_OF_A_STACK = re.compile(r"^(npm error)?\s+at ")

Tell = Callable[[str], None]


class BuildFailure(Exception):
    """The console could not be built; the message says at which step, and its last lines."""


@dataclass(frozen=True)
class Built:
    """What came of it: sizes as they travel, and whether anything had to be done."""

    first_load: int
    anew: bool


def build(root: Path, tell: Tell, *, anyhow: bool = False) -> Built:
    """Build the console of this checkout where its sources or the API's description have changed since.

    Raises `BuildFailure`.
    """
    web = root / "web"
    if not is_there(web):
        raise BuildFailure("this checkout has no console (web/package.json)")
    with alone(root / "var" / "console.lock", "building the console"):
        contract = _contract()
        now = {"sources": digest_of_sources(web), "contract": hashlib.sha256(contract).hexdigest()}
        last = stamp_of(web)
        if not anyhow and now == {name: last.get(name) for name in now}:
            return Built(last["first_load"], anew=False)
        try:
            sizes = _built(root, web, contract, tell)
        except (NodeFailure, LicenceUnknown, OverBudget) as failure:
            raise BuildFailure(str(failure)) from failure
        _write_last(web / "dist" / STAMP, {**now, "first_load": sizes.first_load, "parts": sizes.later})
        return Built(sizes.first_load, anew=True)


def _built(root: Path, web: Path, contract: bytes, tell: Tell) -> Sizes:
    tell("node")
    node = find_node(root)
    tell("packages")
    _install(node, web)
    tell("types")
    (web / "openapi.json").write_bytes(contract)
    _run(node, web, "types", "run", "types")
    tell("checks")
    _run(node, web, "checks", "run", "check")
    tell("bundle")
    _run(node, web, "bundle", "run", "build")
    tell("packing")
    return _packed(web)


def _contract() -> bytes:
    """The API as it is declared, without the custom fields of any company."""
    return orjson.dumps(describe(tuple(all_routes())), option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)


def _install(node: Node, web: Path) -> None:
    """What the lock file names, unless it is there already."""
    lock, stamp = web / "package-lock.json", web / "node_modules" / ".tenon-lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    _run(node, web, "packages", "ci")
    stamp.write_text(digest, encoding="ascii")


def _packed(web: Path) -> Sizes:
    """Notices and packed twins beside the files, all inside the budget. Raises `LicenceUnknown` or `OverBudget`."""
    dist = web / "dist"
    (dist / NOTICES).write_text(notices_page(find_notices(web)), encoding="utf-8")
    for path in sorted(dist.rglob("*")):
        if path.suffix in PACKABLE:
            content = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(path.name + PACKED).write_bytes(content)
    sizes = measure(dist)
    ensure_within(sizes)
    return sizes


def _run(node: Node, web: Path, step: str, *words: str) -> None:
    done = subprocess.run(
        [*node.npm, *words],
        cwd=web,
        env=node.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last = "\n".join(list(filter(_says_something, done.stdout.splitlines()))[-LAST_LINES:])
        raise BuildFailure(f"step “{step}” failed (npm {' '.join(words)}):\n{last}")


def _says_something(line: str) -> bool:
    """No line of a stack, of which npm writes so many that its reason would be cut off."""
    return bool(line.strip()) and _OF_A_STACK.match(line) is None


def _write_last(stamp: Path, content: dict[str, object]) -> None:
    """At once: whoever sees it sees a whole console."""
    fresh = stamp.with_name(f"{stamp.name}.{time.monotonic_ns()}")
    fresh.write_text(json.dumps(content, indent=1), encoding="utf-8")
    fresh.replace(stamp)
