"""The whole bench: an installation for each number of deals, and every scenario at every number of clients."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.load.generator import Plan
from bench.load.installation import Servers
from bench.load.machine import share
from bench.load.measure import Measured, measure
from bench.load.organisation import Shape
from bench.load.records import Size, Tell
from bench.load.scenarios import SCENARIOS, Scenario
from bench.load.world import World, world

HALF = 0.5


@dataclass(frozen=True)
class Wanted:
    """What is to be measured; `deals` are the numbers of opportunities, one installation after the other."""

    servers: Servers
    seconds: float = 8.0
    warm_seconds: float = 2.0
    clients: Sequence[int] = (1, 16)
    deals: Sequence[int] = (20_000, 1_000_000)
    only: frozenset[str] = frozenset()
    shape: Shape = field(default_factory=Shape)
    report: Path | None = None

    def scenarios(self) -> list[Scenario]:
        return [one for one in SCENARIOS if not self.only or one.name in self.only]


@dataclass
class Results:
    """All that was measured; `share` is the part of a processor that a busy program got before and after."""

    measured: list[Measured] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def run(wanted: Wanted, console: Console) -> Results:
    """Measure it all, and say each figure as it comes."""
    results = Results()
    results.shares.append(share())
    for deals in wanted.deals:
        with _seeding(console, deals) as tell, world(wanted.servers, Size(deals), wanted.shape, tell) as here:
            tell(deals)
            results.started.append(here.started)
            for scenario in wanted.scenarios():
                for measured in _measured(wanted, here, scenario):
                    results.measured.append(measured)
                    console.print(line(measured), markup=False, highlight=False, soft_wrap=True)
            here.ensure_consistent()
    results.shares.append(share())
    return results


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
    """The questions are made anew each time, for the records stand elsewhere since the last ones."""
    questions = scenario.ask(here, clients)
    port, seconds = here.installation.port, (wanted.seconds, wanted.warm_seconds)
    plan = Plan(port, scenario.status, questions, *seconds, pace=pace)
    return measure(here.installation, scenario.name, here.size.deals, plan)[0]


def line(one: Measured) -> str:
    """One measure as a person reads it while the next one runs."""
    asked = f"at {one.pace:.0f}/s" if one.pace else "closed"
    cpu = " ".join(f"{kind} {ms:.2f}" for kind, ms in one.cpu_ms.items())
    told = f" FAILED {one.failures}: {one.told[0]}" if one.told else ""
    memory = "" if one.memory is None else f" {one.memory:.0f} MiB"
    return (
        f"{one.scenario:8} {one.deals:>9,} {one.clients:>3} clients {asked:>9}: {one.rate:7.1f}/s"
        f" p50 {one.p50:6.1f} p95 {one.p95:6.1f} p99 {one.p99:6.1f} ms | CPU ms {cpu}"
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
