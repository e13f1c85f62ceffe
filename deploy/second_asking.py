"""Runs pytest, and asks a few tests that failed once more when nothing else runs (docs/adr/0056)."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FEW = 3
"""More than so many that fail at once are no accident: the run has failed."""

SOME_FAILED = 1
"""What pytest ends with when tests failed; anything else means that it could not do its work."""


@dataclass(frozen=True)
class Answer:
    """What a run came to: the status of the last asking, and the tests that failed in the first."""

    status: int
    failed_first: tuple[str, ...] = ()


def run_tests(pytest: Sequence[str], words: Sequence[str], folder: Path, settings: Mapping[str, str]) -> Answer:
    """Run `pytest` with `words` in `folder`; if at most `FEW` tests fail, run these again, one at a time."""
    with tempfile.TemporaryDirectory(dir=settings.get("TMPDIR")) as cache:
        remembering = [*pytest, "-o", f"cache_dir={cache}"]
        status = _status([*remembering, *words], folder, settings)
        failed = _failed(Path(cache))
        if status != SOME_FAILED or not 0 < len(failed) <= FEW:
            return Answer(status, failed)
        print(f"\nAsked again, one at a time, since few failed: {', '.join(failed)}\n", flush=True)
        return Answer(_status([*remembering, "--verbose", *failed], folder, settings), failed)


def _status(command: Sequence[str], folder: Path, settings: Mapping[str, str]) -> int:
    return subprocess.run(command, cwd=folder, env=dict(settings), check=False).returncode


def _failed(cache: Path) -> tuple[str, ...]:
    """What pytest keeps for its own `--last-failed`, by the names that tests have when one process runs them: where
    several do, an `@` and what stays together follow.
    """
    kept = cache / "v" / "cache" / "lastfailed"
    names = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    return tuple(name.rpartition("@")[0] if "@" in name.rpartition("]")[2] else name for name in names)
