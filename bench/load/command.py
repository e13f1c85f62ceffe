"""`./tenon bench load`: its words, and what it does with them."""

import argparse
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy import create_engine

from bench.load.installation import Servers, servers_at
from bench.load.peers import read_peers
from bench.load.report import page
from bench.load.run import NAMES, Wanted, run

USUAL_POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
USUAL_AMQP = "amqp://guest:guest@127.0.0.1:5672//"
REPORT = Path("bench/reports/load.md")
FEW, MANY = 20_000, 1_000_000


def add_load(benches: Any) -> None:
    """Among the benches of the command line."""
    load = benches.add_parser(
        "load",
        help="requests a second, their times and what they cost, of the whole product as separate processes",
        description="Makes databases and a virtual host of its own, seeds them, starts every service, and asks as many"
        " clients do. Nothing of it stays but the page, which is written when everything was measured.",
    )
    add_servers(load)
    load.add_argument("--seconds", type=float, default=8.0, help="each measure takes; default 8")
    load.add_argument("--warm", type=float, default=2.0, help="seconds of asking before each; default 2")
    load.add_argument("--clients", type=_numbers, default=(1, 16), help="in turn; default 1,16")
    load.add_argument(
        "--records", type=_numbers, help=f"opportunities, in turn; default {FEW},{MANY}, with --only {FEW}"
    )
    load.add_argument(
        "--only", type=_names, default=frozenset(), help=f"some of {', '.join(NAMES)}; then the page is only shown"
    )
    load.add_argument("--rows", type=int, default=20_000, help="customers that are imported; default 20,000")
    load.add_argument("--peer-results", type=Path, help="a file or folder of what a peer did on this machine")
    load.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")


def add_servers(bench: argparse.ArgumentParser) -> None:
    """Where databases and virtual hosts may be made; the proof's servers where it was told any."""
    postgres = os.environ.get("TENON_TEST_POSTGRES", USUAL_POSTGRES)
    amqp = os.environ.get("TENON_TEST_AMQP", USUAL_AMQP)
    bench.add_argument("--server", default=postgres, help=f"PostgreSQL; default {postgres}")
    bench.add_argument("--broker", default=amqp, help=f"RabbitMQ, with rabbitmqctl on this machine; default {amqp}")


def bench_load(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind on the servers but the page here."""
    servers = servers_at(wanted.server, wanted.broker)
    deals = wanted.records or ((FEW,) if wanted.only else (FEW, MANY))
    peers = read_peers(wanted.peer_results)
    asked = Wanted(servers, wanted.seconds, wanted.warm, wanted.clients, deals, wanted.only, wanted.rows)
    told = page(run(asked, Console()), peers, versions(servers))
    if not wanted.only:
        wanted.report.parent.mkdir(parents=True, exist_ok=True)
        wanted.report.write_text(told, encoding="utf-8")
    print(told)
    return 0


def versions(servers: Servers) -> str:
    """Of the servers, as they tell it themselves."""
    engine = create_engine(servers.postgres.set(drivername="postgresql+psycopg2"))
    with engine.connect() as connection:
        version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
    engine.dispose()
    return f"PostgreSQL {version}"


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.replace("_", "").split(","))


def _names(text: str) -> frozenset[str]:
    names = frozenset(text.split(","))
    unknown = names - set(NAMES)
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no scenario {', '.join(sorted(unknown))}")
    return names
