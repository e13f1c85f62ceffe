"""Prove everything: style, types, architecture, spelling, and every test on both profiles."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.console.browser import ensure_chromium
from deploy.console.sources import is_there
from deploy.launcher.catalogue import ROOT
from deploy.second_asking import FEW, run_tests
from tests.servers import ServerFailure, find_amqp, find_postgres, private_postgres, private_rabbitmq

PYTHON = (sys.executable, "-m")
GATES = (
    ("ruff check", (*PYTHON, "ruff", "check", "--quiet", "--output-format=concise", ".")),
    ("ruff format", (*PYTHON, "ruff", "format", "--check", "--quiet", ".")),
    ("mypy --strict", (*PYTHON, "mypy", "--strict", "services", "gateway", "shared", "deploy", "bench")),
    ("import-linter", (*PYTHON, "tests.architecture.contracts")),
    ("codespell", (*PYTHON, "codespell_lib", ".")),
    ("bandit", (*PYTHON, "bandit", "-q", "-c", "pyproject.toml", "-r", "services", "gateway", "shared", "deploy")),
)
CONSOLE = (*PYTHON, "deploy.commands", "console")
PYTEST = (*PYTHON, "pytest")
SHARED_OUT = ("--dist", "loadgroup", "--no-loadscope-reorder")
"""`tests/conftest.py` says what stays together, and what begins first."""
TOGETHER = ("-m", "not alone", "--numprocesses", "3", *SHARED_OUT)
"""Three processes on two processors: tests wait for servers a good part of their time."""
ALONE = ("-m", "alone", "--numprocesses", "2", *SHARED_OUT)
"""Then those that take the time, one on each processor."""

BY_THE_CLOCK = ("tests/end_to_end/test_starting.py",)
"""Last those that are held to seconds, which a test beside them would take: one at a time."""

MEMORY = Path("/dev/shm")  # nosec B108 -- only folders with names of their own are made there
ROOM_BYTES = 4 * 2**30
"""A run leaves half a gigabyte at most; a memory with less than this has better things to hold."""

ALONE_MARK = "pytest.mark.alone"
"""Their files name the mark in so many words; `tests/conftest.py` sees to it."""


@dataclass(frozen=True)
class Outcome:
    """What one step of the proof came to."""

    step: str
    passed: bool
    seconds: float
    failed: tuple[str, ...] = ()
    """Tests that failed when they were asked first; where the step passed, they passed when asked again."""

    def __str__(self) -> str:
        line = f"{'ok    ' if self.passed else 'FAILED'}  {self.step.ljust(16)} {self.seconds:6.1f} s"
        answer = "passed when asked again" if self.passed else "failed"
        more = [f"        and {len(self.failed) - FEW} more"] if len(self.failed) > FEW else []
        return "\n".join([line, *(f"        {answer}: {name}" for name in self.failed[:FEW]), *more])


def main(argv: list[str]) -> int:
    """Run the whole proof; with words after `test`, run pytest alone with these words."""
    if argv[:1] in (["-h"], ["--help"]):
        _parser().print_help()
        return 0
    with production_servers() as (settings, absence):
        if argv:
            status = subprocess.run([*PYTEST, *argv], cwd=ROOT, env=settings, check=False).returncode
        else:
            status = _prove(settings)
    if absence is not None:
        print(f"\nThe production profile was left out: {absence}", flush=True)
        return status or int(os.environ.get("CI") == "true")
    return status


@contextmanager
def production_servers() -> Iterator[tuple[dict[str, str], str | None]]:
    """Yield the tests' environment with RabbitMQ and PostgreSQL found or started, and why they are missing if so."""
    with ExitStack() as stack:
        folder = stack.enter_context(_passing_folder())
        try:
            amqp, described = _broker(stack, folder)
            postgres = find_postgres() or stack.enter_context(private_postgres(folder)).url
        except ServerFailure as failure:
            yield {**os.environ, "TMPDIR": str(folder), "TENON_TEST_PROFILES": "embedded"}, _explain_absence(failure)
            return
        places = {"TMPDIR": str(folder), "TENON_TEST_AMQP": amqp, "TENON_TEST_POSTGRES": postgres, **described}
        yield {**os.environ, "TENON_TEST_PROFILES": "embedded,production", **places}, None


@contextmanager
def _passing_folder() -> Iterator[Path]:
    """Where tests write, gone after the run: in memory where this system has a folder there with room, since a database
    of the embedded profile waits for its disk at each commit. Servers that run as another user may look into it.
    """
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM_BYTES
    with tempfile.TemporaryDirectory(prefix="tenon-test-", dir=MEMORY if in_memory else None) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _broker(stack: ExitStack, folder: Path) -> tuple[str, dict[str, str]]:
    """Where it is, and for one of our own what tests have to know to make places of their own on it."""
    found = find_amqp()
    if found is not None:
        return found, {}
    started = stack.enter_context(private_rabbitmq(folder))
    return started.url, started.describe()


def _prove(settings: dict[str, str]) -> int:
    outcomes = run_gates(settings)
    if is_there(ROOT / "web"):
        ensure_chromium()
        outcomes.append(run_gate("console", CONSOLE, settings))
    outcomes.append(_run_tests("pytest", TOGETHER, settings))
    timed = [one for one in timed_files() if one not in BY_THE_CLOCK]
    outcomes.append(_run_tests("pytest, timed", (*ALONE, *timed), settings))
    outcomes.append(_run_tests("pytest, clock", BY_THE_CLOCK, settings))
    print("\n" + "\n".join(str(outcome) for outcome in outcomes), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def timed_files() -> list[str]:
    """Those with tests that take the time: looking through all for them costs each process ten seconds."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(one.relative_to(ROOT)) for one in files if ALONE_MARK in one.read_text(encoding="utf-8")]


def _run_tests(step: str, words: tuple[str, ...], settings: dict[str, str]) -> Outcome:
    started = time.monotonic()
    answer = run_tests(PYTEST, words, ROOT, settings)
    return Outcome(step, answer.status == 0, time.monotonic() - started, answer.failed_first)


def run_gates(settings: dict[str, str]) -> list[Outcome]:
    """Two at a time, for they do not wait for anything."""
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda gate: run_gate(gate[0], gate[1], settings), GATES))


def run_gate(step: str, command: tuple[str, ...], settings: dict[str, str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=settings, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    outcome = Outcome(step, done.returncode == 0, time.monotonic() - started)
    print(outcome, flush=True)
    if not outcome.passed:
        print(done.stdout.rstrip(), flush=True)
    return outcome


def _explain_absence(failure: ServerFailure) -> str:
    first_line = str(failure).partition("\n")[0]
    return f"{first_line}; set TENON_TEST_AMQP and TENON_TEST_POSTGRES, or install RabbitMQ and PostgreSQL."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon test", description=__doc__)
    parser.add_argument("pytest_args", nargs="*", help="run pytest alone with these, for example: tests/sales -k lead")
    return parser
