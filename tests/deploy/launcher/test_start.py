"""What `./tenon` hands to the command that it becomes."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from deploy.launcher import start
from deploy.launcher.catalogue import ROOT
from deploy.launcher.environment import Environment, program_of
from deploy.launcher.start import settings_of_the_command


def test_what_is_compiled_is_kept_whatever_the_machine_says():
    settings = settings_of_the_command({"PYTHONDONTWRITEBYTECODE": "1", "TENON_PORT": "80"})
    assert settings == {"TENON_PORT": "80", "PYTHONPATH": str(ROOT)}


def test_this_checkout_is_found_before_what_else_is_on_the_path():
    assert settings_of_the_command({"PYTHONPATH": "/elsewhere"})["PYTHONPATH"] == f"{ROOT}{os.pathsep}/elsewhere"


@pytest.mark.parametrize(("words", "status"), [(["lock", "--help"], 0), (["lock", "--no-such-option"], 2)])
def test_where_a_process_cannot_become_another_the_command_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, words: list[str], status: int
) -> None:
    monkeypatch.setattr(start, "CAN_BECOME_ANOTHER", False)
    monkeypatch.setattr(Environment, "ensure", lambda one, development: Path(sys.executable))
    assert start.main(words) == status


def test_an_interrupt_is_left_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "CAN_BECOME_ANOTHER", False)
    monkeypatch.setattr(Environment, "ensure", lambda one, development: Path(sys.executable))
    waits: list[object] = []

    class Interrupted(subprocess.Popen[bytes]):
        """A command that is still ending when Ctrl-C reaches the one who waits."""

        def wait(self, timeout: float | None = None) -> int:
            waits.append(timeout)
            if len(waits) == 1:
                raise KeyboardInterrupt
            return super().wait(timeout)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    assert start.main(["lock", "--help"]) == 0
    assert len(waits) > 1


def test_the_programs_of_an_environment_are_where_this_system_puts_them(tmp_path: Path) -> None:
    venv.create(tmp_path)
    assert program_of(tmp_path, "python").exists()
