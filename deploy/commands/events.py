"""Look at the events of a service, and at those that no handler could digest: tail, dead, replay."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict

import orjson
from rich.console import Console
from rich.table import Table

from deploy.roster import EVERYBODY
from shared.bus.envelope import Envelope
from shared.bus.log import Undigested, events_after, newest_events, replay_dead, undigested
from shared.persistence.database import Database, database_at
from shared.settings import Settings

LOOK_SECONDS = 0.5


def main(argv: list[str]) -> int:
    wanted = _parser().parse_args(argv)
    act: Callable[[argparse.Namespace], int] = wanted.act
    return act(wanted)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tenon events", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="tail|dead|replay")
    tail = verbs.add_parser("tail", help="the newest events that a service announced")
    tail.add_argument("service", choices=EVERYBODY, metavar="SERVICE")
    tail.add_argument("-n", "--number", type=int, default=20, help="how many (default 20)")
    tail.add_argument("-f", "--follow", action="store_true", help="go on showing new ones")
    tail.set_defaults(act=_tail)
    dead = verbs.add_parser("dead", help="events that a handler of a service could not digest")
    dead.add_argument("service", nargs="?", choices=EVERYBODY, metavar="SERVICE", help="default: all services")
    dead.add_argument("--waiting", action="store_true", help="also those that will be tried again by themselves")
    dead.set_defaults(act=_dead)
    replay = verbs.add_parser("replay", help="let dead events be tried again")
    replay.add_argument("service", choices=EVERYBODY, metavar="SERVICE")
    replay.add_argument("event_id", nargs="?", metavar="EVENT_ID")
    replay.add_argument("--all", action="store_true", help="every dead event of the service")
    replay.set_defaults(act=_replay)
    for verb in (tail, dead, replay):
        verb.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


def _tail(wanted: argparse.Namespace) -> int:
    database = _database(wanted.service)
    shown = newest_events(database, wanted.service, wanted.number)
    _show_events(shown, wanted.json)
    while wanted.follow:
        time.sleep(LOOK_SECONDS)
        last = shown[-1].position if shown else 0
        news = events_after(database, wanted.service, last)
        _show_events(news, wanted.json)
        shown = news or shown
    return 0


def _dead(wanted: argparse.Namespace) -> int:
    services = [wanted.service] if wanted.service else EVERYBODY
    found = [one for service in services for one in undigested(_database(service), service, waiting=wanted.waiting)]
    if wanted.json:
        _print_json(asdict(one) for one in found)
    elif found:
        Console().print(_dead_table(found))
    else:
        print("No dead events.")
    return 0


def _replay(wanted: argparse.Namespace) -> int:
    if (wanted.event_id is None) is not wanted.all:
        print("Name one EVENT_ID, or --all.", file=sys.stderr)
        return 2
    count = replay_dead(_database(wanted.service), wanted.event_id)
    if wanted.json:
        _print_json([{"replayed": count}])
    else:
        print(f"{count} to be tried again by {wanted.service}.")
    return 0 if count or wanted.all else 1


def _database(service: str) -> Database:
    return database_at(Settings.from_environment().database_url(service))


def _show_events(envelopes: Iterable[Envelope], as_json: bool) -> None:
    if as_json:
        _print_json(envelope.cloud_event() for envelope in envelopes)
        return
    for one in envelopes:
        print(f"{one.position:>8}  {one.time[:19]}  {one.type}  {one.subject} #{one.sequence}  by {one.actor_name}")
    sys.stdout.flush()


def _dead_table(found: Iterable[Undigested]) -> Table:
    table = Table("service", "event", "type", "handler", "state", "tries", "error")
    for one in found:
        table.add_row(
            one.service, one.event_id, one.type, one.handler, one.state, str(one.attempts), one.error.partition("\n")[0]
        )
    return table


def _print_json(objects: Iterable[dict[str, object]]) -> None:
    for one in objects:
        sys.stdout.buffer.write(orjson.dumps(one) + b"\n")
    sys.stdout.flush()
