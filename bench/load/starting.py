"""How long an embedded installation takes until it is ready."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import requests

from bench.load.installation import HOST, READY_SECONDS, STOP_SECONDS, free_port
from shared.settings import BUILT_CONSOLE

LOOK_SECONDS = 0.02


def embedded_seconds() -> float:
    """Of the second start: the first one makes the databases."""
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as folder:
        _start_and_stop(Path(folder))
        return _start_and_stop(Path(folder))


def _start_and_stop(folder: Path) -> float:
    port = free_port()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TENON_")}
    own = {"TENON_DATA": str(folder / "data"), "TENON_ADMIN_PASSWORD": "measured", "PYTHONWARNINGS": "ignore"}
    own["TENON_CONSOLE"] = str(BUILT_CONSOLE)  # as it is: a build is no part of a start
    began = time.perf_counter()
    with (folder / "log").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.commands", "up", "--empty", "--port", str(port)],
            env={**plain, **own},
            stdout=output,
            stderr=output,
        )
    try:
        while time.perf_counter() - began < READY_SECONDS and process.poll() is None:
            with suppress(requests.RequestException):  # it does not listen yet
                if requests.get(f"http://{HOST}:{port}/health/ready", timeout=5).ok:
                    return time.perf_counter() - began
            time.sleep(LOOK_SECONDS)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
    raise RuntimeError("the embedded installation did not become ready")
