"""Build the console in web/ where it is not built yet, or not from these sources; fetches a Node if there is none."""

import argparse
import sys
import time

from deploy.console.building import STEPS, BuildFailure, build
from deploy.launcher.catalogue import ROOT

BAR_WIDTH = 30


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tenon console", description=__doc__)
    parser.add_argument("--anew", action="store_true", help="even where nothing has changed")
    parser.add_argument("--brief", action="store_true", help="say in one line what failed")
    wanted = parser.parse_args(argv)
    began = time.monotonic()
    try:
        built = build(ROOT, _tell, anyhow=wanted.anew)
    except (BuildFailure, OSError) as failure:
        _end_line()
        reason = " ".join(str(failure).split())[:200] if wanted.brief else failure
        print(f"The console was not built: {reason}", file=sys.stderr, flush=True)
        return 1
    _end_line()
    took = f"built in {time.monotonic() - began:.0f} s" if built.anew else "is built"
    print(f"The console {took}: first load {built.first_load / 1000:.0f} kB", file=sys.stderr, flush=True)
    return 0


def _tell(step: str) -> None:
    """A bar on a terminal, a plain line elsewhere."""
    done = STEPS.index(step) * BAR_WIDTH // len(STEPS)
    if sys.stderr.isatty():
        bar = "#" * done + "." * (BAR_WIDTH - done)
        print(f"\rBuilding the console [{bar}] {step:<9}", end="", file=sys.stderr, flush=True)
    else:
        print(f"Building the console: {step}", file=sys.stderr, flush=True)


def _end_line() -> None:
    if sys.stderr.isatty():
        print("\r" + " " * (BAR_WIDTH + 34) + "\r", end="", file=sys.stderr, flush=True)
