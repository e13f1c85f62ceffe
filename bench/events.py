"""How fast events get from the transaction that announced them to who follows them, and how far behind they fall."""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import text

from bench.load import bare
from bench.load.command import add_servers, versions
from bench.load.figures import in_ms, percentile
from bench.load.generator import Outcome, Plan, drive
from bench.load.installation import servers_at
from bench.load.machine import describe, share
from bench.load.organisation import Shape
from bench.load.records import AT_ONCE, Size, id_sql
from bench.load.scenarios import SCENARIOS, Asking
from bench.load.world import World, world
from shared.contracts.sales.opportunities import OpportunityOpened
from shared.contracts.subscriptions import SUBSCRIPTIONS

REPORT = Path("bench/reports/events.md")
DEALS = 20_000
CLIENTS = 16
LONGEST_SECONDS = 1800.0
LOOK_SECONDS = 0.05
FOLLOWERS = tuple(sorted(service for service, heard in SUBSCRIPTIONS.items() if OpportunityOpened in heard))
"""The services that follow deals."""

COPIES = f"""
INSERT INTO events (event_id, type, subject, sequence, org_unit_id, owner_id, owner_unit_id, actor_id, actor_name,
                    occurred_at, data)
SELECT gen_random_uuid(), one.type, {id_sql("deal", f"{DEALS} + n")}, 1, one.org_unit_id, one.owner_id,
       one.owner_unit_id, one.actor_id, one.actor_name, clock_timestamp(),
       jsonb_set(one.data::jsonb, '{{opportunity_id}}', to_jsonb({id_sql("deal", f"{DEALS} + n")}::text))::json
FROM events one, generate_series(:first, :last) n WHERE one.event_id = :event
"""
NEWEST = "SELECT event_id, length(data::text) AS size FROM events WHERE type LIKE '%.opportunity.opened.%' LIMIT 1"
TOLD = """
SELECT event_id, occurred_at FROM events WHERE position > :after AND type LIKE '%.opportunity.opened.%'
"""
HANDLED = "SELECT event_id, handled_at FROM inbox WHERE state = 'done' AND event_id = ANY(CAST(:ids AS uuid[]))"


@dataclass(frozen=True)
class CatchUp:
    """`seconds` from the commit of all events until each follower had taken in the last one."""

    many: int
    size: int
    published: float
    seconds: dict[str, float]

    @property
    def rate(self) -> float:
        return self.many / max(self.seconds.values())


@dataclass(frozen=True)
class Lag:
    """`behind` are seconds from each event to its last handler, ascending; `rate` is deals opened a second."""

    rate: float
    pace: float | None
    behind: Sequence[float]

    def line(self) -> str:
        figures = " | ".join(f"{in_ms(percentile(self.behind, part)):.0f}" for part in (0.5, 0.95, 0.99, 1.0))
        asked = "as fast as they are answered" if self.pace is None else "half as fast"
        return f"| {asked} | {self.rate:.0f} | {figures} |"


def add_events(benches: Any) -> None:
    """Among the benches of the command line."""
    bench = benches.add_parser(
        "events",
        help="events a second from commit to handled, how long a backlog takes, and how far behind a load leaves them",
        description="Makes databases and a virtual host of its own, starts every service, writes a backlog into the log"
        " of sales, then opens deals through the gateway, and writes a page. Nothing else of it stays.",
    )
    add_servers(bench)
    bench.add_argument("--records", type=int, default=100_000, help="events of the backlog; default 100,000")
    bench.add_argument("--seconds", type=float, default=20.0, help="of each load; default 20")
    bench.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")


def bench_events(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind on the servers but the page here."""
    servers, console = servers_at(wanted.server, wanted.broker), Console()
    before = share()
    with world(servers, Size(DEALS, DEALS), Shape(), lambda _: None) as here:
        _load(here, Asking(1, 1.0))
        lags = [lag_of(here, wanted.seconds, None)]
        lags.append(lag_of(here, wanted.seconds, lags[0].rate / 2))
        caught = catch_up(here, wanted.records, console)
        broker = bare.alone(bare.events_of_the_broker, here.installation.bus, caught.size, wanted.seconds)
        here.ensure_consistent()
    told = page(caught, lags, broker, (before, share()), versions(servers))
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(told, encoding="utf-8")
    print(told)
    return 0


def catch_up(here: World, many: int, console: Console) -> CatchUp:
    """So many deals are announced at once, as copies of the event of a real one."""
    event = here.rows(here.sales, NEWEST)[0]
    base = position(here, "sales", "SELECT last_position FROM event_log")
    with here.sales.begin() as connection:
        for first in range(1, many + 1, AT_ONCE):
            part = {"first": first, "last": min(first + AT_ONCE - 1, many), "event": event.event_id}
            connection.execute(text(COPIES), part)
    began = time.perf_counter()
    published, seconds = 0.0, dict[str, float]()
    columns = (TextColumn("catching up"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("events", total=many)
        while len(seconds) < len(FOLLOWERS):
            time.sleep(LOOK_SECONDS)
            passed = time.perf_counter() - began
            if passed > LONGEST_SECONDS:
                raise RuntimeError(f"after {LONGEST_SECONDS:.0f} s only {sorted(seconds)} had caught up")
            if not published and position(here, "sales", "SELECT published_position FROM event_log") >= base + many:
                published = passed
            reached = {service: position(here, service, CONSUMED) for service in FOLLOWERS}
            seconds |= {one: passed for one, at in reached.items() if at >= base + many and one not in seconds}
            progress.update(task, completed=max(0, min(reached.values()) - base))
    return CatchUp(many, event.size, published, seconds)


CONSUMED = "SELECT position FROM consumed WHERE source = 'sales'"


def position(here: World, service: str, statement: str) -> int:
    """What the statement says in this service's database; nought for no row."""
    engine = here.sales if service == "sales" else here.installation.engine(service)
    rows = here.rows(engine, statement)
    if engine is not here.sales:
        engine.dispose()
    return int(rows[0][0]) if rows else 0


def lag_of(here: World, seconds: float, pace: float | None) -> Lag:
    """Open deals, and see when the last of their events had its last handler."""
    after = position(here, "sales", "SELECT last_position FROM event_log")
    outcome = _load(here, Asking(CLIENTS, seconds, pace))
    until = time.monotonic() + LONGEST_SECONDS
    while True:
        told = {str(row.event_id): row.occurred_at for row in here.rows(here.sales, TOLD, after=after)}
        handled = _handled(here, list(told))
        if len(told) >= len(outcome.took) and all(len(handled.get(one, ())) >= len(FOLLOWERS) for one in told):
            break
        if time.monotonic() > until:
            raise RuntimeError(f"after {LONGEST_SECONDS:.0f} s not all of {len(told)} events were handled")
        time.sleep(1.0)
    behind = sorted((max(handled[one]) - at).total_seconds() for one, at in told.items())
    return Lag(outcome.rate, pace, behind)


def _handled(here: World, ids: list[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for service in FOLLOWERS:
        engine = here.installation.engine(service)
        for row in here.rows(engine, HANDLED, ids=ids):
            found.setdefault(str(row.event_id), []).append(row.handled_at)
        engine.dispose()
    return found


def _load(here: World, asking: Asking) -> Outcome:
    (create,) = (one for one in SCENARIOS if one.name == "create")
    questions = create.ask(here, asking)
    plan = Plan(here.installation.port, create.status, questions, asking.seconds, 0.0, create.again, asking.pace)
    outcome = drive(plan)
    if outcome.failures:
        raise RuntimeError(f"{outcome.failures} deals were not opened: {outcome.told[0]}")
    return outcome


def page(caught: CatchUp, lags: Sequence[Lag], broker: float, shares: tuple[float, float], server: str) -> str:
    """In Markdown."""
    each = ", ".join(f"{service} after {seconds:.1f} s" for service, seconds in sorted(caught.seconds.items()))
    return "\n".join(
        (
            "# Events",
            "",
            f"Each deal that is opened is an event, taken in by {', '.join(FOLLOWERS)}, up to a hundred at a time.",
            "",
            "## How far behind a load leaves them",
            "",
            f"{CLIENTS} clients open deals through the gateway; milliseconds from the moment that an event tells to",
            "the end of the last of its handlers.",
            "",
            "| asked | deals a second | p50 | p95 | p99 | longest |",
            "|---|--:|--:|--:|--:|--:|",
            *(one.line() for one in lags),
            "",
            "## A backlog",
            "",
            f"{caught.many:,} events of {caught.size:,} bytes were announced by one transaction, as if the broker had",
            f"been away. From its commit until all were with the broker: {caught.published:.1f} s. Until all were",
            f"taken in: {each}. That is {caught.rate:,.0f} events a second.",
            "",
            f"The broker alone takes and hands on {broker:,.0f} such messages a second through one queue, with one",
            f"reader who acknowledges each: {broker / caught.rate:.1f} times as many.",
            "",
            f"A program that never waits got {shares[0]:.0%} of a processor before and {shares[1]:.0%} after.",
            f"{describe()}, {server}. Made by `./tenon bench events`.",
            "",
        )
    )
