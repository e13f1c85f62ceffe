"""One scenario measured: how fast, how long, by whose processor time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.load.figures import in_ms, percentile
from bench.load.generator import Outcome, Plan, drive
from bench.load.installation import Installation
from bench.load.machine import busy_seconds, memory_of, spent, used_by


@dataclass(frozen=True)
class Measured:
    """`rate` is right answers a second; times are milliseconds; `cpu_ms` is a request's, by kind of process.

    `pace` is the rate that was asked for, None where everybody asked as fast as they were answered. `others` is how
    many processors others on the machine worked meanwhile. `memory` is MiB of the product's own processes together.
    `answered` are the same three times of the answers alone, where what was timed ended later. `told` are the first
    failures in their own words.
    """

    scenario: str
    clients: int
    deals: int
    rate: float
    p50: float
    p95: float
    p99: float
    failures: int
    cpu_ms: dict[str, float] = field(default_factory=dict)
    generator_ms: float = 0.0
    others: float = 0.0
    memory: float | None = None
    pace: float | None = None
    answered: tuple[float, float, float] | None = None
    told: tuple[str, ...] = ()

    @property
    def answer_p99(self) -> float:
        return self.answered[2] if self.answered else self.p99

    @property
    def cpu_of_product(self) -> float:
        return sum(self.cpu_ms.values())


class Meter:
    """Reads the clocks of the processes when measuring begins and when it ends."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self.by_kind: dict[str, float] = {}
        self.busy = self.seconds = 0.0

    def begin(self) -> None:
        self._before = {kind: used_by(ids) for kind, ids in self._installation.processes_by_kind().items()}
        self._busy, self._began = busy_seconds(), time.perf_counter()

    def end(self) -> None:
        after = {kind: used_by(ids) for kind, ids in self._installation.processes_by_kind().items()}
        self.by_kind = {kind: spent(self._before[kind], used) for kind, used in after.items()}
        self.busy, self.seconds = busy_seconds() - self._busy, time.perf_counter() - self._began


Finish = Callable[[Outcome], Outcome]


def measure(
    installation: Installation, scenario: str, deals: int, plan: Plan, finish: Finish | None = None
) -> Measured:
    """Carry the plan out. `finish` waits for what goes on after the last answer, and says what that comes to."""
    meter = Meter(installation)
    answered = None
    if finish is None:
        outcome = drive(plan, meter.begin, meter.end)
    else:
        outcome = drive(plan, meter.begin)
        answered = _times(outcome)
        outcome = finish(outcome)
        meter.end()
    asked = max(1, len(outcome.took) + outcome.failures)
    p50, p95, p99 = _times(outcome)
    return Measured(
        scenario=scenario,
        clients=len(plan.clients),
        deals=deals,
        rate=outcome.rate,
        p50=p50,
        p95=p95,
        p99=p99,
        failures=outcome.failures,
        cpu_ms={kind: in_ms(seconds) / asked for kind, seconds in meter.by_kind.items()},
        generator_ms=outcome.cpu_ms,
        others=max(0.0, meter.busy - sum(meter.by_kind.values()) - outcome.cpu_seconds) / meter.seconds,
        memory=memory_of(installation.own_processes()),
        pace=plan.pace,
        answered=answered,
        told=tuple(outcome.told),
    )


def _times(outcome: Outcome) -> tuple[float, float, float]:
    if not outcome.took:
        return 0.0, 0.0, 0.0
    p50, p95, p99 = (in_ms(percentile(outcome.took, part)) for part in (0.50, 0.95, 0.99))
    return p50, p95, p99
