"""What is promised, and whether what was measured keeps it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.load.measure import Measured
from bench.load.peers import Peer
from bench.load.results import Results

MANY_CLIENTS = 16
TIMES_PEER = {"read": 6, "list": 14, "create": 5, "advance": 9, "totals": 24, "confirm": 60}
"""How many times as fast as the peer with as many clients."""
ALONE = {"read": 900, "list": 600, "create": 600, "advance": 600, "totals": 700, "confirm": 180}
"""Roughly what that came to where the goals were set, in answers a second; said where there is no peer."""
HOT, IMPORT = 130, 6_000
NOT_SLOWER = 1.2
MOST_GROWTH = 1.3
MOST_MEMORY = 350
SLOWEST_MS = 100
EMBEDDED_SECONDS, SEPARATE_SECONDS = 3, 10


@dataclass(frozen=True)
class Verdict:
    """`kept` is None where it cannot be told."""

    goal: str
    found: str
    kept: bool | None

    def row(self) -> str:
        word = {True: "kept", False: "MISSED", None: "not known"}[self.kept]
        return f"| {self.goal} | {self.found} | {word} |"


def judge(results: Results, peers: Sequence[Peer]) -> list[Verdict]:
    """Every goal of which anything was measured."""
    measured = results.measured
    return [
        *_beside_peers(measured, peers),
        *_alone(measured),
        *_at_many(measured),
        *_calm(measured),
        *_started(results),
    ]


def fastest(measured: Sequence[Measured], scenario: str, deals: int | None = None) -> Measured | None:
    """With 16 clients that ask as fast as they are answered; with the fewest deals unless it is said with how many."""
    found = [one for one in measured if one.scenario == scenario and one.pace is None and one.clients == MANY_CLIENTS]
    found = [one for one in found if deals in (None, one.deals)]
    return min(found, key=lambda one: one.deals, default=None)


def _beside_peers(measured: Sequence[Measured], peers: Sequence[Peer]) -> Iterator[Verdict]:
    for scenario, times in TIMES_PEER.items():
        own = fastest(measured, scenario)
        if own is None:
            continue
        told = {peer.name: peer.rates.get((scenario, MANY_CLIENTS)) for peer in peers}
        known = {name: rate for name, rate in told.items() if rate}
        goal = f"{scenario}: at least {times} times the peer's answers a second"
        if not known:
            yield Verdict(goal, f"{own.rate:.0f}/s; no peer in this run (about {ALONE[scenario]}/s)", None)
        for name, rate in known.items():
            ratio = own.rate / rate
            yield Verdict(goal, f"{own.rate:.0f}/s, {ratio:.1f} times {name}'s {rate:.1f}/s", ratio >= times)


def _alone(measured: Sequence[Measured]) -> Iterator[Verdict]:
    hot = fastest(measured, "hot")
    if hot is not None:
        goal = f"orders of one hot item: at least {HOT}/s, and none fails"
        yield Verdict(goal, f"{hot.rate:.0f}/s, {hot.failures} failed", hot.rate >= HOT and not hot.failures)
    loads = [one for one in measured if one.scenario == "import"]
    for load in loads[:1]:
        yield Verdict(f"import of customers: at least {IMPORT:,} rows/s", f"{load.rate:,.0f}/s", load.rate >= IMPORT)
    failures = sum(one.failures for one in measured)
    yield Verdict("no wrong answer anywhere", f"{failures} failed", failures == 0)


def _at_many(measured: Sequence[Measured]) -> Iterator[Verdict]:
    """The same with the most deals as with the fewest."""
    few, many = min(one.deals for one in measured), max(one.deals for one in measured)
    if few == many:
        return
    for scenario in ("list", "totals"):
        one, other = fastest(measured, scenario, few), fastest(measured, scenario, many)
        if one and other and other.rate:
            slower = one.rate / other.rate
            goal = f"{scenario}: at {many:,} deals within {NOT_SLOWER} times of {few:,}"
            yield Verdict(goal, f"{other.rate:.0f}/s, {slower:.2f} times slower", slower <= NOT_SLOWER)
    grown = {}
    for scenario in TIMES_PEER:
        one, other = fastest(measured, scenario, few), fastest(measured, scenario, many)
        if one and other and one.cpu_of_product:
            grown[scenario] = other.cpu_of_product / one.cpu_of_product
    if grown:
        worst = max(grown, key=lambda name: grown[name])
        goal = f"processor time of a request: below {MOST_GROWTH} times from {few:,} to {many:,} deals"
        yield Verdict(goal, f"{grown[worst]:.2f} times, {worst}", grown[worst] < MOST_GROWTH)


def _calm(measured: Sequence[Measured]) -> Iterator[Verdict]:
    paced = {f"{one.scenario} at {one.deals:,}": one.answer_p99 for one in measured if one.pace}
    if paced:
        worst = max(paced, key=lambda name: paced[name])
        goal = f"p99 below {SLOWEST_MS} ms at half of the highest load"
        yield Verdict(goal, f"{paced[worst]:.0f} ms, {worst}", paced[worst] < SLOWEST_MS)
    memory = [one.memory for one in measured if one.memory is not None]
    if memory:
        goal = f"memory of services and gateway together: at most {MOST_MEMORY} MiB"
        yield Verdict(goal, f"{max(memory):.0f} MiB", max(memory) <= MOST_MEMORY)


def _started(results: Results) -> Iterator[Verdict]:
    if results.started:
        slowest = max(results.started)
        yield Verdict(
            f"ready as separate processes in {SEPARATE_SECONDS} s", f"{slowest:.1f} s", slowest <= SEPARATE_SECONDS
        )
    if results.embedded is not None:
        yield Verdict(
            f"ready embedded in {EMBEDDED_SECONDS} s",
            f"{results.embedded:.1f} s",
            results.embedded <= EMBEDDED_SECONDS,
        )
