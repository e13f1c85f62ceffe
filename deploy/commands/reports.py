"""Make the figures of the reports anew from the logs of events: rebuild."""

import argparse
import sys
from collections.abc import Sequence

from deploy.rebuilding import SOURCES, handlers_here, rebuild
from shared.bus.envelope import Envelope
from shared.bus.log import end_of_log, events_after
from shared.persistence.database import database_at
from shared.settings import Settings


def main(argv: list[str]) -> int:
    _parser().parse_args(argv)
    settings = Settings.from_environment()
    reporting = database_at(settings.database_url("reporting"))
    logs = {source: database_at(settings.database_url(source)) for source in SOURCES}

    def read(source: str, after: int) -> Sequence[Envelope]:
        return events_after(logs[source], source, after)

    ends = {source: end_of_log(log) for source, log in logs.items()}
    positions = rebuild(reporting, handlers_here(settings), ends, read, _tell)
    print(f"\nThe reports hold all that was told up to position {positions}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon reports", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="rebuild")
    verbs.add_parser(
        "rebuild",
        help="forget all facts and take the logs in again",
        description="The service may run meanwhile: `as_of` tells how far it is. Broken off, it goes on where it was.",
    )
    return parser


def _tell(position: int, until: int) -> None:
    sys.stdout.write(f"\r{position} of {until}")
    sys.stdout.flush()
