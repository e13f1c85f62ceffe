"""From the words after ./tenon to the command that runs in the environment."""

import os
import sys

from deploy.launcher.catalogue import ROOT, VERBS_THAT_NEED_THE_DEVELOPMENT_LOCK, explain, find_command
from deploy.launcher.environment import Environment, EnvironmentFailure

USAGE_FAILURE = 2


def main(argv: list[str]) -> int:
    """Explain, or make the environment and become the command. Returns only when there is nothing to become."""
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
    return os.execve(python, [str(python), "-m", "deploy.commands", *argv], settings_of_the_command(dict(os.environ)))


def settings_of_the_command(environment: dict[str, str]) -> dict[str, str]:
    """This checkout comes first when modules are looked for, and each is compiled once, not by every process anew.

    Many machines forbid Python to keep what it compiled; then every process of the product took twice as long to start.
    What is kept lies in `__pycache__` beside the sources, which git ignores.
    """
    paths = [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}
