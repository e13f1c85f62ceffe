"""Starts commands of the product as `deploy.forking` does: copies of one process of this run that has loaded all of it.

Dozens of installations are started in a run; loading alone would be a good part of what they cost. Started from the
bare command they are in `test_one_command.py`, `test_starting.py` and wherever clocks are wrong.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any, Protocol

LOOK_SECONDS = 0.02


class Running(Protocol):
    """What tests ask of a process, be it their child or a copy of the nursery."""

    pid: int

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int, /) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class Copy:
    """A process that the nursery has started and buries."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self._nursery = nursery
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._nursery.ask({"poll": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (float("inf") if timeout is None else timeout)
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0.0)
            time.sleep(LOOK_SECONDS)
        return status

    def send_signal(self, sig: int, /) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that is copied; it ends with this one, and its copies with it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.end_to_end.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._one_question = threading.Lock()

    def start(self, words: list[str], environment: dict[str, str], log: Path) -> Copy:
        """Run `./tenon` with these words; what it prints is appended to `log`."""
        return Copy(self, self.ask({"start": words, "environment": environment, "log": str(log)}))

    def ask(self, question: dict[str, Any]) -> Any:
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        with self._one_question:
            to.write(json.dumps(question) + "\n")
            to.flush()
            return json.loads(back.readline())

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(30)


@cache
def nursery() -> Nursery:
    """That of this process."""
    one = Nursery()
    atexit.register(one.close)
    return one


def _serve() -> None:
    """Answer questions until there are no more."""
    from deploy.commands import migrate, serve, up  # noqa: F401 -- the first thing that they do is to make threads green
    from deploy.forking import load_everything

    load_everything()
    alive: set[int] = set()
    while line := sys.stdin.readline():
        question = json.loads(line)
        if "start" in question:
            started = _start(question)
            alive.add(started)
            print(started, flush=True)
        else:
            status = _status_of(question["poll"])
            alive -= set() if status is None else {question["poll"]}
            print(json.dumps(status), flush=True)
    for number in alive:
        os.kill(number, signal.SIGKILL)


def _start(question: dict[str, Any]) -> int:
    from deploy.commands.__main__ import main
    from deploy.forking import fork

    def run() -> int:
        output = os.open(question["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for descriptor, becomes in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(descriptor, becomes)
        os.environ.clear()
        os.environ.update(question["environment"])
        return main(question["start"])

    return fork(run)


def _status_of(number: int) -> int | None:
    found, status = os.waitpid(number, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


if __name__ == "__main__":
    _serve()
