"""One command for several services: what dies is started again, and all end together. In processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.end_to_end.client import eventually

ROOT = Path(__file__).resolve().parents[2]
SUPERVISED = """
import os, signal, sys, time
from pathlib import Path
from deploy import supervising

here, lives = Path(sys.argv[1]), sys.argv[2]
supervising.STOP_SECONDS = 2.0

def serve(service):
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
    with open(here / service, "a") as told:
        told.write(f"{os.getpid()}\\n")
    many = len((here / service).read_text().split())
    if service == "b" and lives == "dies twice" and many < 3:
        return 3
    if service == "b" and lives == "cannot run":
        return supervising.CANNOT_RUN
    while not ended or lives == "is stubborn":
        time.sleep(0.05)
    (here / f"{service}-ended").touch()
    return 0

sys.exit(supervising.Supervisor(["a", "b"], serve).run())
"""


@contextmanager
def supervised(folder: Path, lives: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-W", "ignore", "-c", SUPERVISED, str(folder), lives]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.terminate()
        started.wait(20)


def lives_of(folder: Path, service: str) -> list[int]:
    """The processes that have been this service, one after the other."""
    told = folder / service
    return [int(line) for line in told.read_text().split()] if told.exists() else []


def test_what_dies_is_started_again_and_the_others_go_on(tmp_path: Path) -> None:
    with supervised(tmp_path, "dies twice"):
        assert eventually(lambda: len(lives_of(tmp_path, "b")) == 3, 20)
        assert len(lives_of(tmp_path, "a")) == 1


def test_what_is_killed_is_started_again(tmp_path: Path) -> None:
    with supervised(tmp_path, "lives"):
        assert eventually(lambda: bool(lives_of(tmp_path, "a")), 20)
        os.kill(lives_of(tmp_path, "a")[0], signal.SIGKILL)
        assert eventually(lambda: len(lives_of(tmp_path, "a")) == 2, 20)


def test_all_end_together_and_each_in_its_own_way(tmp_path: Path) -> None:
    with supervised(tmp_path, "lives") as started:
        assert eventually(lambda: all(lives_of(tmp_path, one) for one in "ab"), 20)
        started.send_signal(signal.SIGTERM)
        assert started.wait(20) == 0
    assert all((tmp_path / f"{one}-ended").exists() for one in "ab")


def test_one_that_cannot_run_here_ends_all(tmp_path: Path) -> None:
    """A database without its schema is nothing that another start would mend."""
    with supervised(tmp_path, "cannot run") as started:
        assert started.wait(20) == 1
    assert len(lives_of(tmp_path, "b")) == 1
    assert (tmp_path / "a-ended").exists()


def test_one_that_will_not_end_is_ended(tmp_path: Path) -> None:
    with supervised(tmp_path, "is stubborn") as started:
        assert eventually(lambda: all(lives_of(tmp_path, one) for one in "ab"), 20)
        before = time.monotonic()
        started.send_signal(signal.SIGTERM)
        assert started.wait(20) == 1
        assert time.monotonic() - before > 1.5
    assert eventually(lambda: not any(_runs(lives_of(tmp_path, one)[0]) for one in "ab"), 10)


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
