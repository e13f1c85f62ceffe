"""Save every service's records at one moment, and the files they name, to one file, while everything runs."""

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from deploy.backup.moment import NeverQuiet
from deploy.backup.refusals import Refused
from deploy.backup.steps import show_steps
from deploy.backup.taking import take_backup
from gateway.system.commands import note_backup
from shared.actor import system_actor
from shared.persistence.database import database_at
from shared.settings import GATEWAY, Settings

FAILED = 1
EXPLANATION = """\
Nobody has to stop working: writers wait some milliseconds, in which the moment is fixed for all databases, and all that
was acknowledged before is in the backup. Run it with the same TENON_ settings as the services. The file can be restored
on any engine: what was saved from SQLite files goes to a PostgreSQL server and back.

The file holds personal data, hashes of passwords and, where Tenon made the secret itself (`secret` in the data folder),
that secret too; it can be read by its owner alone. Keep it as you keep the databases. A secret that is given as
TENON_SECRET is not in it: keep that apart, it is needed to restore.

  ./tenon backup                            a file named by the time, here
  ./tenon backup /backups/monday.backup     there; never over one that is there already
  ./tenon restore /backups/monday.backup --verify     is it whole, and could it be restored here?

Exit status: 0 the backup is whole and in its place; 1 it was not made, and nothing is there; 2 wrong words."""


def main(argv: list[str]) -> int:
    wanted = _parser().parse_args(argv)
    place: Path = wanted.file or Path(f"tenon-{datetime.now():%Y%m%d-%H%M%S}.backup")
    settings, began = Settings.from_environment(), time.monotonic()
    try:
        with show_steps() as steps:
            manifest = take_backup(settings, place, steps, with_secret=not wanted.without_secret)
        with database_at(settings.database_url(GATEWAY)).write() as session:
            note_backup(session, system_actor(GATEWAY), manifest.id, manifest.taken_at)
    except (Refused, NeverQuiet, DBAPIError, OSError) as fault:
        print(f"No backup was made. {fault}", file=sys.stderr)
        return FAILED
    size = place.stat().st_size / 1e6
    print(f"{place}: {manifest.rows:,} records and {len(manifest.files):,} files as of {manifest.taken_at[:19]} UTC,")
    print(f"{size:.1f} MB in {time.monotonic() - began:.1f} s. {_of_the_secret(manifest.secret.kept)}")
    return 0


def _of_the_secret(kept: bool) -> str:
    return "The secret is in it." if kept else "The secret is not in it: keep it apart, it is needed to restore."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./tenon backup",
        description=__doc__,
        epilog=EXPLANATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to; default: named by the time, here")
    parser.add_argument("--without-secret", action="store_true", help="leave out the secret in the data folder")
    return parser
