"""Take a picture of every screen of the console, on a desk and a phone, in English and Chinese, of the demo company."""

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from deploy.console.browser import HOW_TO_GET_IT, find_chromium
from deploy.console.own_house import HouseFailure, demo_house, shown
from deploy.console.pictures import THEMES, Photographer
from deploy.demo import PASSWORD
from deploy.launcher.catalogue import ROOT

LOGIN = "henrik.voss"


def main(argv: list[str]) -> int:
    wanted = _parser().parse_args(argv)
    program = find_chromium()
    if program is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    house: AbstractContextManager[str] = nullcontext(wanted.url) if wanted.url else demo_house()
    try:
        with house as url:
            photographer = Photographer(url, wanted.login, wanted.password, wanted.into, _tell)
            taken = photographer.take(program, wanted.only, THEMES if wanted.dark else THEMES[:1])
    except (HouseFailure, PermissionError) as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"{taken} pictures in {shown(wanted.into)}")
    return 0 if taken else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon screenshots", description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "var" / "screenshots", help="default var/screenshots")
    parser.add_argument("--only", default="", help="screens whose name holds this: opportunities, board, record …")
    parser.add_argument("--dark", action="store_true", help="in the dark theme as well")
    parser.add_argument("--url", help="of an installation that runs already, instead of a demo company of its own")
    parser.add_argument("--login", default=LOGIN, help=f"as whom; default {LOGIN}")
    parser.add_argument("--password", default=PASSWORD, help="of that person; default that of the demo company")
    return parser


def _tell(name: str) -> None:
    if sys.stdout.isatty():
        print(f"\r{name:<60}", end="", flush=True)
