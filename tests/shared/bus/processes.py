"""Starting toy services as processes of their own, and ending them hard."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.shared.bus.conftest import World

ROOT = Path(__file__).resolve().parents[3]


class ToyProcess:
    """One running process; its warnings appear on the standard error of the test run."""

    def __init__(self, world: World, *words: str) -> None:
        described = json.dumps({"bus": world.settings.bus, "databases": world.settings.databases})
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.shared.bus.toy_process", described, *words],
            cwd=ROOT,
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            text=True,
        )

    def await_ready(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise AssertionError("the process ended before it was ready")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def await_death(self, seconds: float = 20) -> None:
        """Wait until it has killed itself."""
        self.process.wait(seconds)
        assert self.process.returncode == -signal.SIGKILL

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


@contextmanager
def toy_process(world: World, *words: str) -> Iterator[ToyProcess]:
    running = ToyProcess(world, *words)
    try:
        running.await_ready()
        yield running
    finally:
        running.kill()
        if running.process.stdout is not None:
            running.process.stdout.close()
