"""An embedded installation with the demo company, for as long as somebody looks at it: pictures and benches."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.demo import PASSWORD, PASSWORD_VARIABLE
from deploy.launcher.catalogue import ROOT
from shared.settings import BUILT_CONSOLE

LAST_WORDS = "Ctrl-C stops it."
STOP_SECONDS = 20


class HouseFailure(Exception):
    """The installation did not start; the message is what it said."""


@contextmanager
def demo_house() -> Iterator[str]:
    """Its address, once the demo company is loaded. Nothing of it is left afterwards. Raises `HouseFailure`."""
    with tempfile.TemporaryDirectory(prefix="tenon-look-") as folder:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.commands", "up", "--port", str(port), "--data", folder],
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait_until_welcome(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=STOP_SECONDS)


def _environment() -> dict[str, str]:
    """Whatever else is set is meant for another installation."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TENON_")}
    password = secrets.token_urlsafe(12)
    own = {"TENON_ADMIN_PASSWORD": password, "TENON_CONSOLE": str(BUILT_CONSOLE), PASSWORD_VARIABLE: PASSWORD}
    return {**plain, **own, "PYTHONWARNINGS": "ignore", "TENON_RATE_LIMIT": "1000/5000"}


def _wait_until_welcome(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(LAST_WORDS):
            return
    raise HouseFailure("".join(said[-20:]))


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def shown(path: Path) -> str:
    """A place of this checkout as it is called in it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
