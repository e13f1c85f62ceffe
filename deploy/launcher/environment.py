"""The Python environment of this checkout: made from the lock files, made again when they change."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from deploy.launcher.alone import alone
from deploy.launcher.catalogue import ROOT
from deploy.launcher.progress import Progress, open_progress

STAMP_NAME = "tenon-locks.json"
PIP_OPTIONS = ("--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")


class EnvironmentFailure(Exception):
    """The environment could not be made; the message says why and what to do."""


class Environment:
    """The virtual environment in `root`/.venv and the locks it is made from."""

    def __init__(self, root: Path = ROOT) -> None:
        self.folder = root / ".venv"
        self.python = program_of(self.folder, "python")
        self.root = root

    def ensure(self, development: bool = False) -> Path:
        """Make what is missing and return the environment's Python. Starts at the same time wait for one another."""
        wanted = [self.root / "requirements.lock"]
        if development:
            wanted.append(self.root / "requirements-dev.lock")
        if self._lacking(wanted):
            with alone(self.root / "var" / "environment.lock", "making the environment"):
                self._make(wanted)
        return self.python

    def _make(self, wanted: list[Path]) -> None:
        lacking = self._lacking(wanted)
        if not lacking:
            return
        if wanted[0] in lacking:
            self._create()
        for lock in lacking:
            self._install(lock)

    def _lacking(self, wanted: list[Path]) -> list[Path]:
        installed = self._installed() if self.python.exists() else {}
        lacking = [lock for lock in wanted if installed.get(lock.name) != _digest(lock)]
        return wanted if wanted[0] in lacking else lacking

    def _installed(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.folder / STAMP_NAME).read_text(encoding="utf-8")))
        except (OSError, TypeError, ValueError):
            return {}

    def _create(self) -> None:
        for module in ("venv", "ensurepip"):
            if find_spec(module) is None:
                raise EnvironmentFailure(
                    f"this Python ({sys.executable}) lacks its module {module}. "
                    "On Debian and Ubuntu: apt-get install python3-venv; on Fedora: dnf install python3-pip."
                )
        shutil.rmtree(self.folder, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(self.folder)], capture_output=True, text=True)
        if made.returncode != 0:
            raise EnvironmentFailure(f"python -m venv failed:\n{made.stdout}{made.stderr}")

    def _install(self, lock: Path) -> None:
        command = [str(self.python), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(lock)]
        settings = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
        with open_progress(
            f"Installing {lock.name}", _count_packages(lock), _place(self.folder, "purelib")
        ) as progress:
            status, tail = _follow(command, settings, progress)
        if status != 0:
            raise EnvironmentFailure(f"pip could not install {lock.name}:\n{tail}")
        installed = {**self._installed(), lock.name: _digest(lock)}
        fresh = self.folder / f"{STAMP_NAME}.new"
        fresh.write_text(json.dumps(installed), encoding="utf-8")
        fresh.replace(self.folder / STAMP_NAME)


def program_of(folder: Path, name: str) -> Path:
    """Where the virtual environment in `folder` has this program; systems differ in the folder and in the ending."""
    return _place(folder, "scripts") / f"{name}{sysconfig.get_config_var('EXE') or ''}"


def _place(folder: Path, kind: str) -> Path:
    """Where a virtual environment of this system keeps its `scripts` or its `purelib`."""
    bases = dict.fromkeys(("base", "platbase", "installed_base", "installed_platbase"), str(folder))
    return Path(sysconfig.get_path(kind, "venv", bases))


def _follow(command: list[str], settings: dict[str, str], progress: Progress) -> tuple[int, str]:
    """Run pip, feed its lines to the progress, and return its status with its last lines."""
    lines: list[str] = []
    with subprocess.Popen(
        command, env=settings, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as installer:
        assert installer.stdout is not None
        for line in installer.stdout:
            lines.append(line)
            progress.heard(line)
    return installer.returncode, "".join(lines[-15:])


def _count_packages(lock: Path) -> int:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if "==" in line and not line.startswith((" ", "#")))


def _digest(lock: Path) -> str:
    if not lock.exists():
        raise EnvironmentFailure(f"{lock} is missing; is this checkout complete?")
    return hashlib.sha256(lock.read_bytes()).hexdigest()
