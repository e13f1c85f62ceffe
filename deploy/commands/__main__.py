"""Runs one command inside the environment: `python -m deploy.commands VERB …`."""

import gc
import importlib
import sys
import warnings

from deploy.launcher.catalogue import explain, find_command

SELDOM = (20_000, 20, 50)
"""When Python looks for garbage that holds on to itself. By its own measure it looked hundreds of times through what
was just imported, none of which is garbage: a fifth of each start.
"""


def main(argv: list[str]) -> int:
    """Run the command named by the first word and return its exit status; 2 when there is none."""
    command = find_command(argv[0]) if argv else None
    if command is None:
        print(explain(), file=sys.stderr)
        return 2
    # Known and decided (docs/adr): Nameko stands on eventlet; its reminder at every start tells nobody anything new.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    gc.set_threshold(*SELDOM)
    module = importlib.import_module(f"deploy.commands.{command.module}")
    try:
        return int(module.main(argv[1:]))
    except KeyboardInterrupt:
        return 130
    finally:
        gc.freeze()  # nor is it garbage at the end, when Python looks through all of it once more: half a second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
