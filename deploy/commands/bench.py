"""Measure what the product promises about speed, and write it down."""

import argparse
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from bench.console import add_console, bench_console
from bench.dashboards import add_dashboards, bench_dashboards
from bench.events import add_events, bench_events
from bench.growth.command import add_growth, bench_growth, bench_seed
from bench.imports import measure_imports
from bench.imports import report as report_imports
from bench.load.command import add_load, bench_load
from bench.load.overload import add_overload, bench_overload
from bench.quotations import add_quotations, bench_quotations
from bench.scope.measure import measure
from bench.scope.report import page
from bench.scope.seed import Size, callers, seed
from shared.persistence.database import Database
from shared.persistence.migrating import migrate

DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"

WITH_OPTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "console": bench_console,
    "dashboards": bench_dashboards,
    "events": bench_events,
    "growth": bench_growth,
    "load": bench_load,
    "overload": bench_overload,
    "quotations": bench_quotations,
    "seed": bench_seed,
}
"""The benches that name their options themselves."""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tenon bench", description=__doc__)
    benches = parser.add_subparsers(dest="bench", metavar="BENCH")
    scope = benches.add_parser(
        "scope",
        help="what lists, counts and totals cost callers who see 50 records, a unit's, and all",
        description="Makes a database of its own on a PostgreSQL server, fills it, asks, writes a page, drops it.",
    )
    scope.add_argument("--server", default=DEFAULT_SERVER, help=f"may create databases there; default {DEFAULT_SERVER}")
    scope.add_argument("--records", type=int, default=Size.records, help=f"opportunities; default {Size.records:,}")
    scope.add_argument("--units", type=int, default=Size.units, help=f"default {Size.units:,}")
    scope.add_argument("--people", type=int, default=Size.people, help=f"default {Size.people:,}")
    scope.add_argument("--times", type=int, default=40, help="how often each question is asked; default 40")
    scope.add_argument("--report", type=Path, default=Path("bench/reports/scope.md"), help="the page that is written")
    imports = benches.add_parser(
        "imports",
        help="how many rows a second imports take, beside COPY of the same rows",
        description="Runs an installation of its own on a PostgreSQL server, loads files, writes a page, drops it.",
    )
    imports.add_argument(
        "--server", default=DEFAULT_SERVER, help=f"may create databases there; default {DEFAULT_SERVER}"
    )
    imports.add_argument("--rows", type=int, default=20_000, help="of each file; default 20,000")
    imports.add_argument(
        "--report", type=Path, default=Path("bench/reports/imports.md"), help="the page that is written"
    )
    add_load(benches)
    add_overload(benches)
    add_quotations(benches)
    add_growth(benches)
    add_events(benches)
    add_dashboards(benches)
    add_console(benches)
    wanted = parser.parse_args(argv)
    if wanted.bench is None:
        parser.print_help()
        return 0
    if wanted.bench in WITH_OPTIONS:
        return WITH_OPTIONS[wanted.bench](wanted)
    if wanted.bench == "imports":
        return bench_imports(wanted.server, wanted.rows, wanted.report)
    return bench_scope(wanted.server, Size(wanted.records, wanted.units, wanted.people), wanted.times, wanted.report)


def bench_scope(server: str, size: Size, times: int, report: Path) -> int:
    """Leaves nothing behind on the server but the page here."""
    address = make_url(server).set(drivername="postgresql+psycopg2")
    name = f"tenon_bench_{secrets.token_hex(4)}"
    own = address.set(database=name).render_as_string(hide_password=False)
    began = time.monotonic()
    try:
        migrate("sales", own)
        database = Database(own)
        with database.engine.begin() as connection:
            seed(connection, size)
            asking = callers(connection, size)
            version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        print(f"{size.records:,} opportunities after {time.monotonic() - began:.0f} s", flush=True)
        timings = measure(database, asking, times)
        database.close()
    finally:
        _drop(address.render_as_string(hide_password=False), name)
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(page(size, asking, timings, f"PostgreSQL {version}", times), encoding="utf-8")
    print(report.read_text(encoding="utf-8"))
    return 0


def bench_imports(server: str, rows: int, page_at: Path) -> int:
    """Leaves nothing behind on the server but the page here."""
    measured = measure_imports(make_url(server), rows)
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg2"))
    with engine.connect() as connection:
        version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
    engine.dispose()
    told = report_imports(measured, f"PostgreSQL {version}")
    page_at.parent.mkdir(parents=True, exist_ok=True)
    page_at.write_text(told, encoding="utf-8")
    print(told)
    return 0


def _drop(server: str, name: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    engine.dispose()
