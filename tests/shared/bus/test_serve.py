"""`./tenon serve` and green processes, each in a process of its own since both change how threads work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TENON_")} | environment
    command = [sys.executable, "-W", "ignore", *words]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False)


def test_without_a_broker_a_service_of_its_own_is_refused(tmp_path: Path) -> None:
    done = run("-m", "deploy.commands", "serve", "sales", TENON_DATA=str(tmp_path))

    assert done.returncode == 1
    assert "needs a broker: set TENON_BUS=amqp://" in done.stderr


@pytest.mark.parametrize(
    ("database", "complaint"),
    [
        (None, "run ./tenon migrate first"),
        ("postgresql://nobody@127.0.0.1:1/none", "The database of sales does not answer"),
    ],
)
def test_without_its_schema_or_its_database_a_service_says_what_to_do(
    tmp_path: Path, database: str | None, complaint: str
) -> None:
    places = {"TENON_DATA": str(tmp_path), "TENON_BUS": "amqp://guest:guest@127.0.0.1:1//"}
    if database is not None:
        places["TENON_DATABASE"] = database

    done = run("-m", "deploy.commands", "serve", "sales", **places)

    assert done.returncode == 1
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_long_computations_leave_a_green_process_responsive() -> None:
    program = """
from shared.bus import green
green.patch()
import threading, time
from shared.bus.offload import run_in_thread
from eventlet.patcher import original
ticks = []
stop = threading.Event()
def tick():
    while not stop.wait(0.01):
        ticks.append(1)
threading.Thread(target=tick).start()
run_in_thread(original("time").sleep, 0.5)
stop.set()
print(len(ticks))
"""
    done = run("-c", program)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10
