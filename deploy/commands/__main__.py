"""Runs one command inside the environment: `python -m deploy.commands VERB …`."""

import importlib
import sys
import warnings

from deploy.launcher.catalogue import explain, find_command


def main(argv: list[str]) -> int:
    """Run the command named by the first word and return its exit status; 2 when there is none."""
    command = find_command(argv[0]) if argv else None
    if command is None:
        print(explain(), file=sys.stderr)
        return 2
    # Known and decided (docs/adr): Nameko stands on eventlet; its reminder at every start tells nobody anything new.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    module = importlib.import_module(f"deploy.commands.{command.module}")
    try:
        return int(module.main(argv[1:]))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
