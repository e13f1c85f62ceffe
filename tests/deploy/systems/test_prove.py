"""What is run on other systems is the whole proof, unchanged, by nobody of rank; and the page tells what came of it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.launcher.catalogue import ROOT

FOLDER = ROOT / "deploy" / "systems"
SCRIPTS = sorted(FOLDER.glob("*.sh"))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the image in which the proof runs, each with what follows it."""
    lines = (FOLDER / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    words = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(name, rest.strip()) for name, _, rest in words]


def listed(name: str) -> list[str]:
    """The entries of a file that says what stays out of an image."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_scripts_are_programs_that_bash_understands(script: Path) -> None:
    bash = shutil.which("bash") or pytest.skip("no bash on this machine")
    assert os.access(script, os.X_OK)
    read = subprocess.run([bash, "-n", script], capture_output=True, text=True, check=False)
    assert (read.returncode, read.stderr) == (0, "")


def test_the_proof_in_the_image_is_the_proof_of_everywhere() -> None:
    last = dict(instructions())
    words = shlex.split(last["ENTRYPOINT"].strip("[]").replace(",", " "))
    assert words[-5:] == ["deploy/systems/suite.sh", "python", "-m", "deploy.commands", "test"]
    unset = [word for name in ("TENON_CONSOLE", "TENON_DATA", "TENON_HOST") for word in ("-u", name)]
    assert words[:-5] == ["env", *unset], "nothing but what the product's image sets"
    assert last["CMD"] == "[]", "no words: every test"
    assert last["FROM"] == "${IMAGE}", "the image of the product, and nothing beside it"


def test_nobody_in_the_proof_is_root() -> None:
    assert [who for name, who in instructions() if name == "USER"][-1] == "tenon"
    assert 'su - tenon -c "$2"' in (FOLDER / "prove.sh").read_text(encoding="utf-8")


def test_the_whole_checkout_is_proven() -> None:
    """What the product's image leaves out and its proof needs: the tests, the pages, the benches."""
    assert ("COPY", ". .") in instructions()
    left_out = set(listed("deploy/systems/Dockerfile.dockerignore"))
    assert set(listed(".dockerignore")) - left_out == {"tests", "bench", "docs"}
    assert left_out <= set(listed(".dockerignore"))


def test_the_suite_ends_as_its_command_does(tmp_path: Path) -> None:
    if shutil.which("mariadb-install-db") is None or shutil.which("bash") is None or os.name != "posix":
        pytest.skip("no MariaDB on this machine")
    command = [str(FOLDER / "suite.sh"), sys.executable, "-c", "raise SystemExit(3)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 3, done.stderr
    assert re.search(r"^Python 3\.", done.stdout, flags=re.MULTILINE)
