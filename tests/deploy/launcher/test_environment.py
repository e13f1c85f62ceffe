"""The environment is made from the locks, once, completely, and again when they change."""

import json
import os
import shutil
import subprocess
import sys
import threading
import venv
from pathlib import Path

import pytest

from deploy.launcher import environment
from deploy.launcher.catalogue import ROOT
from deploy.launcher.environment import STAMP_NAME, Environment, EnvironmentFailure

BROKEN_LOCK = "no-such-package-of-tenon==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose locks ask for nothing, so that nothing is fetched."""
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "requirements-dev.lock").write_text("# nothing for development\n")
    return tmp_path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Environments without pip, in a moment; lists those that were made."""
    folders: list[Path] = []

    def create(one: Environment) -> None:
        shutil.rmtree(one.folder, ignore_errors=True)
        venv.create(one.folder, symlinks=True)
        folders.append(one.folder)

    monkeypatch.setattr(Environment, "_create", create)
    monkeypatch.setattr(environment, "_follow", lambda command, settings, progress: (0, ""))
    return folders


def stamp(checkout: Path) -> dict[str, str]:
    return dict(json.loads((checkout / ".venv" / STAMP_NAME).read_text()))


def test_the_environment_is_made_and_its_python_runs(checkout: Path) -> None:
    python = Environment(checkout).ensure()
    assert subprocess.run([python, "-c", "import pip"], check=False).returncode == 0
    assert stamp(checkout).keys() == {"requirements.lock"}


def test_a_second_start_makes_nothing(checkout: Path, made: list[Path]) -> None:
    Environment(checkout).ensure()
    Environment(checkout).ensure()
    assert len(made) == 1


def test_the_development_lock_is_added_to_what_is_there(checkout: Path, made: list[Path]) -> None:
    Environment(checkout).ensure()
    Environment(checkout).ensure(development=True)
    assert len(made) == 1
    assert stamp(checkout).keys() == {"requirements.lock", "requirements-dev.lock"}


def test_a_changed_lock_makes_the_environment_anew(checkout: Path, made: list[Path]) -> None:
    Environment(checkout).ensure(development=True)
    (checkout / "requirements.lock").write_text("# nothing else\n")
    Environment(checkout).ensure()
    assert len(made) == 2
    assert stamp(checkout).keys() == {"requirements.lock"}


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"requirements.lock": "of another lock"}'])
def test_a_broken_stamp_makes_the_environment_anew(checkout: Path, made: list[Path], content: str) -> None:
    Environment(checkout).ensure()
    (checkout / ".venv" / STAMP_NAME).write_text(content)
    Environment(checkout).ensure()
    assert len(made) == 2
    assert stamp(checkout).keys() == {"requirements.lock"}


def test_two_starts_at_once_make_it_once(checkout: Path, made: list[Path]) -> None:
    starts = [threading.Thread(target=Environment(checkout).ensure) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(made) == 1


def test_a_failed_installation_says_so_and_leaves_no_stamp(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "PIP_OPTIONS", (*environment.PIP_OPTIONS, "--no-index"))
    (checkout / "requirements.lock").write_text(BROKEN_LOCK)
    with pytest.raises(EnvironmentFailure, match=r"could not install requirements\.lock"):
        Environment(checkout).ensure()
    assert not (checkout / ".venv" / STAMP_NAME).exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_its_modules_is_told_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None if name == module else object())
    with pytest.raises(EnvironmentFailure, match=rf"lacks its module {module}.*apt-get install python3-venv"):
        Environment(checkout).ensure()


def test_a_missing_lock_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match=r"requirements\.lock is missing"):
        Environment(tmp_path).ensure()


@pytest.mark.parametrize("start", [[str(ROOT / "tenon")], [sys.executable, "tenon"]])
@pytest.mark.parametrize("words", [[], ["help"], ["--help"]])
def test_the_command_explains_itself(start: list[str], words: list[str]) -> None:
    done = subprocess.run([*start, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Usage: ./tenon COMMAND" in done.stdout
    assert "Prove everything" in done.stdout


def test_an_unknown_command_is_refused_without_making_anything(tmp_path: Path) -> None:
    tenon = [sys.executable, str(ROOT / "tenon"), "nonsense"]
    done = subprocess.run(tenon, cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ})
    assert done.returncode == 2
    assert "there is no command 'nonsense'" in done.stderr


def test_the_locks_name_no_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=")
