"""Three times as many requests as the product can answer: what it accepts, how fast, and how soon it is well again."""

import argparse
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.load.command import FEW, add_servers, versions
from bench.load.figures import in_ms, percentile
from bench.load.generator import Outcome, Plan, drive
from bench.load.installation import servers_at
from bench.load.machine import describe, memory_of
from bench.load.organisation import Shape
from bench.load.records import Size
from bench.load.scenarios import SCENARIOS, Asking
from bench.load.world import World, world

REPORT = Path("bench/reports/overload.md")
TIMES = 3
SHEDS = frozenset({429, 503})
CALM, CROWD = 16, 256
"""Clients that find out the highest load, and clients that ask for more than it: shares and lines have fewer places."""
CALM_SECONDS = 8.0
LOOK_SECONDS, LONGEST_RECOVERY_SECONDS = 0.5, 60.0
GOAL_MS = 1000.0


@dataclass(frozen=True)
class Overload:
    """`highest` is right answers a second before, `asked` what was asked for then. Memory is MiB, before, at the end
    and after; `recovered` is in how many seconds all was answered within the goal again, None where it was not.
    """

    highest: float
    asked: float
    outcome: Outcome
    memory: tuple[float | None, float | None, float | None]
    recovered: float | None

    @property
    def accepted_p99(self) -> float:
        return in_ms(percentile(self.outcome.took, 0.99)) if self.outcome.took else 0.0

    @property
    def answers(self) -> int:
        return len(self.outcome.took) + self.outcome.shed + self.outcome.failures

    @property
    def reached(self) -> float:
        """What was asked in a second after all: a client waits for its answer before it asks again."""
        return self.answers / self.outcome.seconds if self.outcome.seconds else 0.0

    @property
    def share_shed(self) -> float:
        return self.outcome.shed / max(1, self.answers)


def add_overload(benches: Any) -> None:
    """Among the benches of the command line."""
    bench = benches.add_parser(
        "overload",
        help="what becomes of requests when three times as many come as can be answered",
        description="Makes an installation of its own, finds its highest load of reads, asks for three times that,"
        " looks when it is well again, writes a page. Nothing else stays.",
    )
    add_servers(bench)
    bench.add_argument("--seconds", type=float, default=120.0, help="of too much; default 120")
    bench.add_argument("--records", type=int, default=FEW, help=f"opportunities; default {FEW:,}")
    bench.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")


def bench_overload(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind on the servers but the page here."""
    servers, console = servers_at(wanted.server, wanted.broker), Console()
    with world(servers, Size(wanted.records), Shape(), lambda done: None) as here:
        told = page(overload(here, wanted.seconds), wanted.seconds, versions(servers))
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(told, encoding="utf-8")
    console.print(told, markup=False, highlight=False, soft_wrap=True)
    return 0


def overload(here: World, seconds: float) -> Overload:
    """Calm, then too much, then a look every half second at whether it has passed."""
    highest = drive(_plan(here, CALM, CALM_SECONDS)).rate
    before = _memory(here)
    crowd = replace(_plan(here, CROWD, seconds), pace=TIMES * highest, sheds=SHEDS)
    outcome = drive(crowd)
    ended, at_end = time.monotonic(), _memory(here)
    recovered = _recovered(here, ended)
    return Overload(highest, TIMES * highest, outcome, (before, at_end, _memory(here)), recovered)


def _plan(here: World, clients: int, seconds: float) -> Plan:
    """Reads of single deals, by as many clients as there are sellers; more clients ask what these ask."""
    reads = next(one for one in SCENARIOS if one.name == "read")
    sellers = min(clients, len(here.company.sellers))
    questions = reads.ask(here, Asking(sellers, seconds))
    return Plan(here.installation.port, reads.status, [questions[place % sellers] for place in range(clients)], seconds)


def _memory(here: World) -> float | None:
    return memory_of(here.installation.own_processes())


def _recovered(here: World, ended: float) -> float | None:
    """Seconds from the end of too much until everybody in a calm crowd is answered in good time."""
    while time.monotonic() - ended < LONGEST_RECOVERY_SECONDS:
        began = time.monotonic()
        look = drive(replace(_plan(here, CALM, LOOK_SECONDS), warm_seconds=0.0))
        if look.took and not look.failures and in_ms(look.took[-1]) < GOAL_MS:
            return began - ended
    return None


def page(found: Overload, seconds: float, server: str) -> str:
    """What was found, as Markdown."""
    before, at_end, after = ("not known" if one is None else f"{one:.0f} MiB" for one in found.memory)
    recovered = "not within a minute" if found.recovered is None else f"{found.recovered:.1f} s"
    outcome = found.outcome
    lines = [
        "# Three times the highest load",
        "",
        f"Reads of single deals for {seconds:g} s by {CROWD} clients; {server}, {describe()}.",
        "",
        "| what | figure |",
        "|---|--:|",
        f"| highest load before | {found.highest:.0f}/s |",
        f"| asked for, and reached | {found.asked:.0f}/s, {found.reached:.0f}/s |",
        f"| accepted and right | {len(outcome.took)}, {outcome.rate:.0f}/s |",
        f"| p99 of what was accepted | {found.accepted_p99:.0f} ms |",
        f"| told to come back (429, 503) | {outcome.shed}, {found.share_shed:.0%} |",
        f"| anything else | {outcome.failures} |",
        f"| well again after | {recovered} |",
        f"| memory before, at the end, after | {before}, {at_end}, {after} |",
    ]
    return "\n".join([*lines, *(f"\nFailed: {why}" for why in outcome.told)]) + "\n"
