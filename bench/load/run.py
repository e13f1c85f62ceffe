"""The whole bench: an installation for each number of deals, and every scenario at every number of clients."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.load.generator import Plan, drive
from bench.load.installation import Servers
from bench.load.limits import measure_limits
from bench.load.loading import NAME as IMPORT
from bench.load.loading import measure_import
from bench.load.machine import share
from bench.load.measure import Measured, measure
from bench.load.organisation import Shape
from bench.load.records import Size, Tell
from bench.load.results import Results
from bench.load.scenarios import SCENARIOS, Asking, Scenario
from bench.load.starting import embedded_seconds
from bench.load.world import World, world

HALF = 0.5
STARTING, LIMITS = "starting", "limits"
NAMES = (*(one.name for one in SCENARIOS), IMPORT, STARTING, LIMITS)
"""All that may be measured alone."""


@dataclass(frozen=True)
class Wanted:
    """What is to be measured; `deals` are the numbers of opportunities, one installation after the other."""

    servers: Servers
    seconds: float = 8.0
    warm_seconds: float = 2.0
    clients: Sequence[int] = (1, 16)
    deals: Sequence[int] = (20_000, 1_000_000)
    only: frozenset[str] = frozenset()
    rows: int = 20_000
    shape: Shape = field(default_factory=Shape)

    def includes(self, name: str) -> bool:
        return not self.only or name in self.only


def run(wanted: Wanted, console: Console) -> Results:
    """Measure it all, and say each figure as it comes."""
    results = Results()
    results.shares.append(share())
    if wanted.includes(STARTING):
        results.embedded = embedded_seconds()
    for deals in wanted.deals:
        with _seeding(console, deals) as tell, world(wanted.servers, Size(deals), wanted.shape, tell) as here:
            tell(deals)
            results.started.append(here.started)
            if wanted.includes(LIMITS) and not results.limits:
                results.limits += measure_limits(here, max(wanted.clients), wanted.seconds)
            for measured in _all_of(wanted, here):
                results.measured.append(measured)
                console.print(line(measured), markup=False, highlight=False, soft_wrap=True)
            here.ensure_consistent()
    results.shares.append(share())
    return results


def _all_of(wanted: Wanted, here: World) -> Iterator[Measured]:
    for scenario in SCENARIOS:
        if wanted.includes(scenario.name):
            yield from _measured(wanted, here, scenario)
    if wanted.includes(IMPORT):
        yield measure_import(here, wanted.rows)


def _measured(wanted: Wanted, here: World, scenario: Scenario) -> Iterator[Measured]:
    """As fast as they are answered with each number of clients, then at half of what the most of them reached."""
    best = 0.0
    for clients in wanted.clients:
        measured = _once(wanted, here, scenario, clients, None)
        best = max(best, measured.rate)
        yield measured
    if best:
        yield _once(wanted, here, scenario, clients, best * HALF)


def _once(wanted: Wanted, here: World, scenario: Scenario, clients: int, pace: float | None) -> Measured:
    """The questions are made anew each time, for the records stand elsewhere since the last ones.

    What goes on after the answer is warmed up apart, and has ended before anything is timed.
    """
    warm = wanted.warm_seconds
    if scenario.finish is not None:
        scenario.finish(here, drive(_plan(here, scenario, Asking(clients, warm, pace))))
        warm = 0.0
    plan = replace(_plan(here, scenario, Asking(clients, wanted.seconds + warm, pace)), warm_seconds=warm)
    plan = replace(plan, seconds=wanted.seconds)
    finish = None if scenario.finish is None else partial(scenario.finish, here)
    return measure(here.installation, scenario.name, here.size.deals, plan, finish)


def _plan(here: World, scenario: Scenario, asking: Asking) -> Plan:
    questions = scenario.ask(here, asking)
    plan = Plan(here.installation.port, scenario.status, questions, asking.seconds, 0.0, scenario.again)
    return replace(plan, pace=asking.pace)


def line(one: Measured) -> str:
    """One measure as a person reads it while the next one runs."""
    asked = f"at {one.pace:.0f}/s" if one.pace else "closed"
    cpu = " ".join(f"{kind} {ms:.2f}" for kind, ms in one.cpu_ms.items())
    answered = " (answered p50 {:.1f} p95 {:.1f} p99 {:.1f})".format(*one.answered) if one.answered else ""
    told = f" FAILED {one.failures}: {one.told[0]}" if one.told else ""
    memory = "" if one.memory is None else f" {one.memory:.0f} MiB"
    return (
        f"{one.scenario:8} {one.deals:>9,} {one.clients:>3} clients {asked:>9}: {one.rate:7.1f}/s"
        f" p50 {one.p50:6.1f} p95 {one.p95:6.1f} p99 {one.p99:6.1f} ms{answered} | CPU ms {cpu}"
        f" generator {one.generator_ms:.2f}, others {one.others:.2f} processors{memory}{told}"
    )


@contextmanager
def _seeding(console: Console, deals: int) -> Iterator[Tell]:
    """A bar for as long as there are fewer than all deals."""
    columns = (TextColumn("seeding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("deals", total=deals)

        def tell(done: int) -> None:
            progress.update(task, completed=done)
            if done >= deals:
                progress.stop()

        yield tell
