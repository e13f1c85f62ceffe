"""How far the installation is: a bar on a terminal, a few plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BAR_WIDTH = 30
PAUSE_SECONDS = 0.2
PLAIN_STEP = 0.25


class Progress:
    """Counts fetched packages from pip's lines and installed ones from the folder they land in."""

    def __init__(self, title: str, packages: int, folder: Path, terminal: bool) -> None:
        self.title, self.packages, self.folder, self.terminal = title, packages, folder, terminal
        self.before = self._present()
        self.fetched = 0
        self.said = 0.0
        self.last_line = ""
        self.started = time.monotonic()

    def heard(self, line: str) -> None:
        if line.startswith("Collecting "):
            self.fetched += 1

    def show(self) -> None:
        installed = min(max(self._present() - self.before, 0), self.packages)
        share = (min(self.fetched, self.packages) + installed) / (2 * self.packages or 1)
        counts = f"{self.fetched}/{self.packages} fetched, {installed} installed"
        if self.terminal:
            self._draw(share, counts)
        elif share >= self.said + PLAIN_STEP:
            self.said = share
            print(f"{self.title}: {counts}", file=sys.stderr, flush=True)

    def close(self, succeeded: bool) -> None:
        if self.terminal:
            sys.stderr.write("\r" + " " * len(self.last_line) + "\r")
        if succeeded:
            took = time.monotonic() - self.started
            print(f"{self.title}: {self.packages} packages in {took:.0f} s", file=sys.stderr, flush=True)

    def _draw(self, share: float, counts: str) -> None:
        done = int(share * BAR_WIDTH)
        line = f"{self.title} [{'#' * done}{'.' * (BAR_WIDTH - done)}] {counts}"
        sys.stderr.write("\r" + line.ljust(len(self.last_line)))
        sys.stderr.flush()
        self.last_line = line

    def _present(self) -> int:
        return sum(1 for _ in self.folder.glob("*.dist-info"))


@contextmanager
def open_progress(title: str, packages: int, folder: Path) -> Iterator[Progress]:
    progress = Progress(title, packages, folder, sys.stderr.isatty())
    finished = threading.Event()
    painter = threading.Thread(target=_paint, args=(progress, finished), daemon=True)
    painter.start()
    succeeded = False
    try:
        yield progress
        succeeded = True
    finally:
        finished.set()
        painter.join()
        progress.close(succeeded)


def _paint(progress: Progress, finished: threading.Event) -> None:
    while not finished.wait(PAUSE_SECONDS):
        progress.show()
