"""Several processes share the run: what must stay in one process does, and what is not needed any more has ended."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.commands.test import SHARED_OUT
from deploy.launcher.catalogue import ROOT

HOOKS = """
import pytest
from tests.conftest import pytest_collection_finish, pytest_collection_modifyitems, pytest_runtest_teardown  # noqa

@pytest.fixture(scope="session")
def house():
    with open("told", "a") as told:
        told.write("begun ")
    yield
    with open("told", "a") as told:
        told.write("ended ")
"""
IN_IT = """
def test_first(house):
    pass

def test_without():
    pass

def test_last(house):
    assert open("told").read() == "begun "
"""
AFTER = """
def test_something_else():
    assert open("told").read() == "begun ended "
"""
SMALL = """
def test_small():
    pass
"""


def _run(folder: Path, *words: str, **files: str) -> str:
    """What pytest prints, run with the hooks of our own over these files."""
    (folder / "conftest.py").write_text(HOOKS, encoding="utf-8")
    for name, text in files.items():
        place = folder / "tests" / name / "test_it.py"
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")
    alone = ("-p", "no:cacheprovider", "-p", "no:pytest_nameko", "-p", "no:schemathesis", "--import-mode=importlib")
    command = [sys.executable, "-m", "pytest", *alone, "--rootdir", str(folder), *words, "tests"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_test_carries_its_group_where_several_processes_share_the_run(request: pytest.FixtureRequest) -> None:
    """pytest-xdist keeps together by what follows the last `@`, and says nothing where a pytest drops that."""
    if not hasattr(request.config, "workerinput") or not request.config.getoption("loadgroup", default=False):
        pytest.skip("one process runs all")
    marks = [mark.args[0] for mark in request.node.iter_markers("xdist_group")]
    assert marks == [request.node.nodeid.rpartition("@")[2]]


def test_an_installation_ends_with_the_last_test_of_its_group(tmp_path: Path) -> None:
    """It looks for work as long as it runs, which would slow down all that comes after."""
    assert "4 passed" in _run(tmp_path, "-q", console=IN_IT, sales=AFTER)


@pytest.mark.parametrize("sent", ["x" * 10_000, b"y" * 10_000])
def test_no_name_of_a_test_is_as_long_as_what_it_sends(sent: str | bytes, request: pytest.FixtureRequest) -> None:
    """Processes that share a run tell each other each name many times, and some bodies have ten megabytes."""
    assert len(sent) == 10_000
    assert "10000 long" in request.node.name
    assert len(request.node.name) < 150


def test_what_takes_longest_begins_first(tmp_path: Path) -> None:
    """Then the largest files, so that no process is left with much to do when the others have ended."""
    shared_out = ("-v", "--numprocesses", "1", *SHARED_OUT)
    told = _run(tmp_path, *shared_out, bench=SMALL, console=SMALL, sales=SMALL + SMALL.replace("small", "more"))
    begun = re.findall(r"PASSED tests/(\w+)/", told)
    assert begun == ["console", "sales", "sales", "bench"]
