"""Style, types, imports and spelling: the proof without its tests, in half a minute."""

import argparse
import os

from deploy.commands.test import run_gates


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="./tenon check", description=__doc__).parse_args(argv)
    outcomes = run_gates(dict(os.environ))
    return 0 if all(outcome.passed for outcome in outcomes) else 1
