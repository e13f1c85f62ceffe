"""Bring what services know of customers to all that this version keeps: learn."""

import argparse
import sys
from functools import partial

from deploy.copies import SOURCE, keepers, learn_copies
from shared.bus.log import events_after
from shared.persistence.database import database_at
from shared.settings import Settings


def main(argv: list[str]) -> int:
    _parser().parse_args(argv)
    settings = Settings.from_environment()
    log = database_at(settings.database_url(SOURCE))
    for service, customers in keepers().items():
        copies = database_at(settings.database_url(service))
        learned = learn_copies(
            copies, customers, lambda after: events_after(log, SOURCE, after), partial(_tell, service)
        )
        print(f"\r{service}: {learned} copies of customers taken in anew.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon copies", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="learn")
    verbs.add_parser(
        "learn",
        help="take what the log tells of each customer into the copies of other services",
        description="The services may run meanwhile, and it may be done again at any time.",
    )
    return parser


def _tell(service: str, position: int) -> None:
    sys.stdout.write(f"\r{service}: up to position {position}")
    sys.stdout.flush()
