"""A few tests that fail are asked once more, alone; what fails by itself, or in numbers, has failed."""

import sys
from pathlib import Path

from deploy.commands.test import Outcome
from deploy.second_asking import FEW, Answer, run_tests

PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:pytest_nameko", "-p", "no:schemathesis")
SHARED_OUT = ("--numprocesses", "2", "--dist", "loadgroup")

ONCE = """
import pytest

@pytest.mark.xdist_group("installations: walked")
@pytest.mark.parametrize("address", ["ann@x.example", "bob"])
def test_once(address):
    from pathlib import Path
    asked = Path("asked-" + address)
    before = asked.exists()
    asked.touch()
    assert before or address == "bob"

def test_passes():
    with open("passes", "a") as file:
        file.write("x")
"""

ALWAYS = """
import pytest

@pytest.mark.parametrize("number", range({times}))
def test_always(number):
    with open("always", "a") as file:
        file.write("x")
    assert number < 0
"""


def _ask(folder: Path, **files: str) -> Answer:
    for name, text in files.items():
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    return run_tests(PYTEST, SHARED_OUT, folder, {"PATH": ""})


def test_who_fails_by_accident_is_asked_again_alone_and_named(tmp_path: Path) -> None:
    answer = _ask(tmp_path, once=ONCE)
    assert answer == Answer(0, ("test_once.py::test_once[ann@x.example]",))
    assert (tmp_path / "passes").read_text(encoding="utf-8") == "x", "those that passed are not asked again"


def test_who_fails_again_has_failed(tmp_path: Path) -> None:
    answer = _ask(tmp_path, once=ONCE, always=ALWAYS.format(times=1))
    assert answer.status == 1
    assert sorted(answer.failed_first) == ["test_always.py::test_always[0]", "test_once.py::test_once[ann@x.example]"]
    assert (tmp_path / "always").read_text(encoding="utf-8") == "xx"


def test_many_that_fail_are_no_accident(tmp_path: Path) -> None:
    answer = _ask(tmp_path, always=ALWAYS.format(times=FEW + 1))
    assert (answer.status, len(answer.failed_first)) == (1, FEW + 1)
    assert (tmp_path / "always").read_text(encoding="utf-8") == "x" * (FEW + 1)


def test_a_run_that_could_not_begin_is_not_asked_again(tmp_path: Path) -> None:
    assert _ask(tmp_path).status == 5, "no test was found, which is no success"


def test_the_closing_lines_name_who_was_asked_again() -> None:
    assert str(Outcome("pytest", True, 3.0, ("tests/a.py::test_b",))).splitlines() == [
        "ok      pytest              3.0 s",
        "        passed when asked again: tests/a.py::test_b",
    ]
    many = tuple(f"tests/a.py::test_b[{number}]" for number in range(FEW + 2))
    shown = str(Outcome("pytest", False, 3.0, many)).splitlines()
    assert (shown[1], shown[-1], len(shown)) == ("        failed: tests/a.py::test_b[0]", "        and 2 more", FEW + 2)
