"""Make the figures of the reports anew from the log of events: rebuild."""

import argparse
import sys

from deploy.rebuilding import SOURCE, handlers_here, rebuild
from shared.bus.log import events_after
from shared.persistence.database import database_at
from shared.settings import Settings


def main(argv: list[str]) -> int:
    _parser().parse_args(argv)
    settings = Settings.from_environment()
    reporting, log = (database_at(settings.database_url(service)) for service in ("reporting", SOURCE))
    positions = rebuild(reporting, handlers_here(settings), lambda after: events_after(log, SOURCE, after), _tell)
    print(f"\nThe reports hold all that was told up to position {positions}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon reports", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="rebuild")
    verbs.add_parser(
        "rebuild",
        help="forget all facts and take the log in again",
        description="The service may run meanwhile: `as_of` tells how far it is. Broken off, it goes on where it was.",
    )
    return parser


def _tell(position: int, until: int) -> None:
    sys.stdout.write(f"\r{position} of {until}")
    sys.stdout.flush()
