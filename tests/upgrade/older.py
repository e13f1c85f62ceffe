"""The version of the product that was released before this one, and installations that still run it."""

import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from shared.settings import GATEWAY
from tests.architecture.tree import ROOT
from tests.chaos.checker import HandlerNames
from tests.chaos.house import SkewedStack

LAST_OF_BEFORE = "Which engines take a key in one statement is said in one place"
"""What the commit from which people upgrade says of itself: it was the newest when the changelog's `Unreleased`
was begun. By its words, since its hash is another one wherever the history was taken over.
"""


class OlderStack(SkewedStack):
    """Processes run the version that lies at `older` until their name is in `upgraded`."""

    def __init__(self, older: Path, folder: Path, environment: dict[str, str], profile: str = "production") -> None:
        super().__init__(folder, environment)
        self.profile = profile
        self.older = older
        self.upgraded: set[str] = set()

    def started_as(self, name: str) -> list[str] | None:
        return None if name in self.upgraded else [sys.executable, "-m"]

    def version_of(self, name: str) -> Path | None:
        return None if name in self.upgraded else self.older

    def carry_out(self, *words: str) -> int:
        """A command of the new version, whatever still runs; its status."""
        self.upgraded.add(words[0])
        return self._command(*words, log=words[0]).wait(120)

    def upgrade(self, name: str) -> None:
        """End this process as a supervisor would, and start the new version in its place."""
        process = self.processes[name]
        process.terminate()
        process.wait(30)
        self.upgraded.add(name)
        if self.profile == "embedded":
            self.start()
        else:
            self.start_the_dead()


@cache
def commit_of_before() -> str | None:
    """The commit that says so; None where the checkout was made without its history."""
    asked = ["git", "log", "--format=%H %s"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False, text=True).stdout
    return next((line.split()[0] for line in told.splitlines() if line.partition(" ")[2] == LAST_OF_BEFORE), None)


def lay_out(commit: str, folder: Path) -> Path:
    """The code of then, below `folder`."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    return folder


def handlers_of_then(older: Path, handlers: HandlerNames) -> HandlerNames:
    """Those that the version before had: what is heard since does not hear what was told before."""
    return {service: _known_then(_code_of(older, service), of_kinds) for service, of_kinds in handlers.items()}


def heard_by(handlers: HandlerNames) -> dict[str, set[str]]:
    """The types of events that services with these handlers listen to."""
    return {service: {kind for kind, names in of_kinds.items() if names} for service, of_kinds in handlers.items()}


def _code_of(older: Path, service: str) -> str:
    folder = older / service if service == GATEWAY else older / "services" / service
    return "".join(one.read_text(encoding="utf-8") for one in folder.rglob("*.py"))


def _known_then(code: str, of_kinds: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {kind: [name for name in names if f"def {name}(" in code] for kind, names in of_kinds.items()}
