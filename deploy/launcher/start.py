"""From the words after ./tenon to the command that runs in the environment."""

import os
import subprocess
import sys
from pathlib import Path

from deploy.launcher.catalogue import ROOT, VERBS_THAT_NEED_THE_DEVELOPMENT_LOCK, explain, find_command
from deploy.launcher.environment import Environment, EnvironmentFailure

USAGE_FAILURE = 2
CAN_BECOME_ANOTHER = os.name == "posix"
"""Elsewhere, as on Windows, exec ends this process at once, and the shell takes the command for done."""


def main(argv: list[str]) -> int:
    """Explain, or make the environment and become the command."""
    verb = argv[0] if argv else "help"
    if verb in ("help", "-h", "--help"):
        print(explain())
        return 0
    if find_command(verb) is None:
        print(f"tenon: there is no command {verb!r}\n\n{explain()}", file=sys.stderr)
        return USAGE_FAILURE
    try:
        python = Environment().ensure(development=verb in VERBS_THAT_NEED_THE_DEVELOPMENT_LOCK)
    except (EnvironmentFailure, OSError) as failure:
        print(f"tenon: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return _become([str(python), "-m", "deploy.commands", *argv], settings_of_the_command(dict(os.environ)))


def _become(command: list[str], settings: dict[str, str]) -> int:
    """Go on as the command; where a system has no way to, wait for it and end as it did."""
    if CAN_BECOME_ANOTHER:
        return os.execve(Path(command[0]), command, settings)
    with subprocess.Popen(command, env=settings) as started:
        while True:
            try:
                return started.wait()
            except KeyboardInterrupt:
                continue  # the command heard it as well, and ends in its own time


def settings_of_the_command(environment: dict[str, str]) -> dict[str, str]:
    """This checkout comes first when modules are looked for, and each is compiled once, not by every process anew.

    Many machines forbid Python to keep what it compiled; then every process of the product took twice as long to start.
    What is kept lies in `__pycache__` beside the sources, which git ignores.
    """
    paths = [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}
