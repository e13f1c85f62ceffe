"""Bring every service's database to the schema of this code, and make the first administrator."""

import argparse
import sys

from deploy.preparing import ensure_administrator, half_restore_here, migrate_all
from deploy.roster import EVERYBODY
from shared.persistence.migrating import write_migration
from shared.settings import GATEWAY, Settings


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tenon migrate", description=__doc__)
    parser.add_argument("services", nargs="*", choices=[*EVERYBODY, []], metavar="SERVICE", help="default: all")
    parser.add_argument(
        "--write", metavar="MESSAGE", help="write the next migration of SERVICE from its models instead"
    )
    wanted = parser.parse_args(argv)
    settings = Settings.from_environment()
    services = wanted.services or EVERYBODY
    obstacle = half_restore_here(settings, services)
    if obstacle:
        print(obstacle, file=sys.stderr)
        return 1
    migrate_all(settings, services, tell=lambda service: print(f"migrating {service}"))
    if wanted.write:
        for service in services:
            write_migration(service, wanted.write, settings.database_url(service))
        return 0
    if GATEWAY in services:
        password = ensure_administrator(settings)
        if password:
            print(f"The administrator is `admin` with the password {password} (shown only now).")
    return 0
