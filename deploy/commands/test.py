"""Prove everything: style, types, architecture, spelling, and every test on both profiles."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.launcher.catalogue import ROOT
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
PYTEST = (*PYTHON, "pytest")
TOGETHER = ("-m", "not alone", "--numprocesses", "3", "--dist", "loadgroup")
"""Three processes on two processors: tests wait for servers a good part of their time. `tests/conftest.py` says what
stays together.
"""
ALONE = ("-m", "alone", "--numprocesses", "2", "--dist", "loadgroup")
"""Then those that take the time, one on each processor."""

ALONE_MARK = "pytest.mark.alone"
"""Their files name the mark in so many words; `tests/conftest.py` sees to it."""


@dataclass(frozen=True)
class Outcome:
    """What one step of the proof came to."""

    step: str
    passed: bool
    seconds: float

    def __str__(self) -> str:
        return f"{'ok    ' if self.passed else 'FAILED'}  {self.step.ljust(16)} {self.seconds:6.1f} s"


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
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tenon-test-")))
        try:
            amqp, described = _broker(stack, folder)
            postgres = find_postgres() or stack.enter_context(private_postgres(folder)).url
        except ServerFailure as failure:
            yield {**os.environ, "TENON_TEST_PROFILES": "embedded"}, _explain_absence(failure)
            return
        places = {"TENON_TEST_AMQP": amqp, "TENON_TEST_POSTGRES": postgres, **described}
        yield {**os.environ, "TENON_TEST_PROFILES": "embedded,production", **places}, None


def _broker(stack: ExitStack, folder: Path) -> tuple[str, dict[str, str]]:
    """Where it is, and for one of our own what tests have to know to make places of their own on it."""
    found = find_amqp()
    if found is not None:
        return found, {}
    started = stack.enter_context(private_rabbitmq(folder))
    return started.url, started.describe()


def _prove(settings: dict[str, str]) -> int:
    outcomes = run_gates(settings)
    outcomes.append(_run_tests("pytest", TOGETHER, settings))
    outcomes.append(_run_tests("pytest, timed", (*ALONE, *timed_files()), settings))
    print("\n" + "\n".join(str(outcome) for outcome in outcomes), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def timed_files() -> list[str]:
    """Those with tests that take the time: looking through all for them costs each process ten seconds."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(one.relative_to(ROOT)) for one in files if ALONE_MARK in one.read_text(encoding="utf-8")]


def _run_tests(step: str, words: tuple[str, ...], settings: dict[str, str]) -> Outcome:
    started = time.monotonic()
    status = subprocess.run([*PYTEST, *words], cwd=ROOT, env=settings, check=False).returncode
    return Outcome(step, status == 0, time.monotonic() - started)


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
