"""Make the installation of a backup in an empty place: other databases, another engine, another machine."""

import argparse
import sys
import time
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from deploy.backup.archive import Damaged
from deploy.backup.refusals import Refused
from deploy.backup.restoring import restore_backup
from deploy.backup.steps import show_steps
from shared.settings import Settings

REFUSED, DAMAGED = 1, 3
EXPLANATION = """\
Set TENON_DATA, TENON_DATABASE, TENON_BUS, TENON_FILES and TENON_SECRET as for the installation that shall be, none of
whose services may run yet. Its databases must be without tables and its broker without events: nothing in the broker
has to be saved, since the restored logs tell again what it had not delivered. Everything is checked before anything is
written. Then start the services as ever.

  ./tenon restore monday.backup --verify         check the file and this place, and write nothing
  TENON_DATA=/srv/tenon ./tenon restore monday.backup
  ./tenon restore monday.backup --start-over     after a restore that was cut short; no service starts on such a one

Exit status: 0 done; 1 refused, with the reason; 2 wrong words; 3 the file is damaged."""


def main(argv: list[str]) -> int:
    wanted = _parser().parse_args(argv)
    began = time.monotonic()
    try:
        with show_steps() as steps:
            manifest = restore_backup(
                Settings.from_environment(),
                wanted.file,
                steps,
                verify=wanted.verify,
                start_over=wanted.start_over,
                another_secret=wanted.another_secret,
            )
    except Damaged as fault:
        print(f"The backup is damaged and was not restored. {fault}", file=sys.stderr)
        return DAMAGED
    except (Refused, DBAPIError, OSError) as fault:
        print(f"Not restored. {fault}", file=sys.stderr)
        return REFUSED
    done = "could be restored here" if wanted.verify else f"restored in {time.monotonic() - began:.1f} s"
    print(f"{manifest.rows:,} records and {len(manifest.files):,} files as of {manifest.taken_at[:19]} UTC: {done}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./tenon restore",
        description=__doc__,
        epilog=EXPLANATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what ./tenon backup has written")
    parser.add_argument("--verify", action="store_true", help="check the file and this place, and write nothing")
    parser.add_argument(
        "--start-over", action="store_true", help="throw away what a restore that was cut short left in these databases"
    )
    parser.add_argument(
        "--another-secret",
        action="store_true",
        help="restore under a secret that is not the backup's; what that one sealed must be set up anew",
    )
    return parser
