"""Killed at any point, a backup is none, and a restore is no installation."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.backup.restoring import restore_backup
from deploy.backup.taking import take_backup
from deploy.commands import migrate
from deploy.launcher.catalogue import ROOT
from deploy.roster import EVERYBODY
from shared.files import files_at
from shared.persistence.migrating import is_current, is_half_restored
from shared.settings import Settings
from tests.deploy.backup.conftest import SECRET, Saved, Silent, rows_of

KILLED_AT = """
import os, signal, sys
from deploy.commands import {verb}
from {module} import {name} as act
import {module} as module
seen = []
def act_until_killed(*args, **more):
    seen.append(args)
    if len(seen) == {calls}:
        os.kill(os.getpid(), signal.SIGKILL)
    return act(*args, **more)
module.{name} = act_until_killed
sys.exit({verb}.main(sys.argv[1:]))
"""


CUT_SHORT = "A restore was cut short here"
NO_BROKER = "amqp://guest:guest@127.0.0.1:1//"


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", **settings}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def killed(verb: str, module: str, name: str, calls: int, file: Path, data: Path) -> None:
    """Run a command until a function of it is called for the so-manieth time."""
    program = KILLED_AT.format(verb=verb, module=module, name=name, calls=calls)
    done = run("-c", program, str(file), TENON_DATA=str(data), TENON_SECRET=SECRET)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_backup_that_is_killed_is_not_there(saved: Saved, tmp_path: Path) -> None:
    file = tmp_path / "it.backup"

    killed("backup", "deploy.backup.taking", "lines_of", 100, file, saved.settings.data)

    assert not file.exists()
    take_backup(saved.settings, file, Silent())
    assert rows_of(file) == rows_of(saved.file) | {
        "rows/gateway/events.jsonl": rows_of(file)["rows/gateway/events.jsonl"]
    }


def test_a_restore_that_is_killed_is_never_started_on(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    place = Settings(data=tmp_path / "place", secret=SECRET)
    killed("restore", "deploy.backup.restoring", "_load", 2, saved.file, place.data)
    monkeypatch.setenv("TENON_DATA", str(place.data))

    assert all(is_half_restored(place.database_url(service)) for service in EVERYBODY)
    for words in ([], ["reporting"]):
        assert migrate.main(words) == 1
        assert CUT_SHORT in capsys.readouterr().err
    for words in (["up"], ["serve", "reporting"]):
        started = run("-m", "deploy.commands", *words, TENON_DATA=str(place.data), TENON_BUS=NO_BROKER)
        assert (started.returncode, CUT_SHORT in started.stderr) == (1, True), started.stderr

    restore_backup(place, saved.file, Silent(), start_over=True)

    assert all(is_current(service, place.database_url(service)) for service in EVERYBODY)
    again = take_backup(place, tmp_path / "again.backup", Silent())
    assert rows_of(tmp_path / "again.backup") == rows_of(saved.file)
    assert again.files == saved.manifest.files
    assert list(files_at(place.files).chunks("attachments/one/content")) == [bytes(range(256))]
