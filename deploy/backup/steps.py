"""How far a backup or a restore is: a bar on a terminal, nothing elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Steps(Protocol):
    """What is told while the work goes on."""

    def begin(self, what: str, total: int) -> None: ...

    def advance(self, by: int) -> None: ...


class _Bars:
    """One bar for each kind of work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bar: TaskID | None = None

    def begin(self, what: str, total: int) -> None:
        self._bar = self._progress.add_task(what, total=total)

    def advance(self, by: int) -> None:
        if self._bar is not None:
            self._progress.advance(self._bar, by)


@contextmanager
def show_steps() -> Iterator[Steps]:
    """Bars on standard error while the block runs."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield _Bars(progress)
