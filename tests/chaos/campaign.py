"""One run: found a house, load it, break it in the order that the seed gives, let it calm, check, tell."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from shared.persistence.database import Database
from tests.chaos import checker
from tests.chaos.checker import Check, Finding, HandlerNames
from tests.chaos.disasters import DISASTERS, in_random_order
from tests.chaos.house import DEADLINE_SECONDS, House, found_callers, running_house
from tests.chaos.ledger import Ledger
from tests.chaos.load import Load
from tests.chaos.replaying import REPLICAS, Replica, check_replay, handlers_by_service
from tests.chaos.settling import announced, unrest, unsettled

LONGEST_CALM_SECONDS = 90.0
MOST_LOOKS = 3
SLACK_SECONDS = 4.0
"""What a request may take beyond the deadline: time on the way, on a machine that is busy with everything at once."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What a run is made of."""

    seed: int
    seconds: float
    callers: int = 6
    pause: float = 0.4
    """Up to how long a caller rests between two deeds."""

    quiet: tuple[float, float] = (1.0, 6.0)
    """How long nothing is broken between two disasters."""

    only: tuple[str, ...] = tuple(DISASTERS)


@dataclass
class Outcome:
    """What came of a run; `recovered_seconds` is from the last disaster's end until everything was done and settled."""

    plan: Plan
    ledger: Ledger
    done: list[tuple[float, str]] = field(default_factory=list)
    recovered_seconds: float = 0.0
    checked: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings


def carry_out(plan: Plan, folder: Path, tell: Tell = lambda _: None) -> Outcome:
    """Run it below `folder`; everything that was started is stopped again."""
    outcome = Outcome(plan, Ledger(DEADLINE_SECONDS + SLACK_SECONDS))
    tell("starting a RabbitMQ, a PostgreSQL and the installation")
    with running_house(folder) as house:
        found_callers(house, outcome.ledger, plan.callers, plan.seed)
        databases = house.databases()
        before = checker.existing(databases)
        load = Load(house.callers, plan.pause)
        load.start()
        _break(house, outcome, tell)
        _calm(house, databases, load, outcome, tell)
        checks = checks_of(databases, outcome.ledger, before, folder, handlers_by_service(folder), REPLICAS)
        outcome.checked = len(checks)
        outcome.findings += findings_of_a_still_house(house.stack.url, databases, checks)
        for database in databases.values():
            database.close()
    return outcome


def _break(house: House, outcome: Outcome, tell: Tell) -> None:
    plan, began = outcome.plan, time.monotonic()
    chance = random.Random(plan.seed)
    for name in _endless(chance, list(plan.only)):
        rest = chance.uniform(*plan.quiet)
        if time.monotonic() - began + rest > plan.seconds:
            break
        time.sleep(rest)
        what = DISASTERS[name](house, chance)
        at = time.monotonic() - began
        outcome.done.append((at, what))
        tell(f"{at:6.1f} s  {what}")
    time.sleep(max(0.0, plan.seconds - (time.monotonic() - began)))


def _endless(chance: random.Random, names: list[str]) -> Iterator[str]:
    while True:
        yield from in_random_order(chance, names)


def _calm(house: House, databases: Mapping[str, Database], load: Load, outcome: Outcome, tell: Tell) -> None:
    """No hand helps from here on but the supervisor's, who starts what has died."""
    tell("calm: nothing is broken any more")
    began = time.monotonic()
    house.stack.start_the_dead()
    load.finish(LONGEST_CALM_SECONDS)
    outcome.findings += [Finding("callers", repr(fault)) for fault in load.failures]
    until = began + LONGEST_CALM_SECONDS
    while (unsettled := unrest(house.stack.url, databases)) and time.monotonic() < until:
        time.sleep(0.2)
    outcome.recovered_seconds = time.monotonic() - began
    if unsettled:
        outcome.findings.append(Finding("recovery", f"after {LONGEST_CALM_SECONDS:.0f} s: {unsettled}"))
    tell(f"settled after {outcome.recovered_seconds:.1f} s; checking")


def findings_of_a_still_house(url: str, databases: Mapping[str, Database], checks: Sequence[Check]) -> list[Finding]:
    """What the checks find. A house speaks by itself, of its capacity for one: what was found while something was
    announced is looked for again when that is done, and what was found in a still house stays found.
    """
    for _ in range(MOST_LOOKS):
        still, before = not unsettled(databases), announced(databases)
        found = checker.all_findings(checks)
        if not found or (still and announced(databases) == before):
            break
        until = time.monotonic() + LONGEST_CALM_SECONDS
        while unrest(url, databases) and time.monotonic() < until:
            time.sleep(0.2)
    return found


def checks_of(
    databases: Mapping[str, Database],
    ledger: Ledger,
    before: Mapping[str, frozenset[str]],
    folder: Path,
    handled: HandlerNames,
    replicas: Sequence[Replica],
) -> Sequence[Check]:
    """Everything that must hold."""
    sales, distribution = databases["sales"], databases["distribution"]
    return [
        partial(checker.check_answers, ledger),
        partial(checker.check_written, databases, ledger, before),
        *(partial(checker.check_log, service, database) for service, database in databases.items()),
        partial(checker.check_consumed, databases, handled),
        partial(checker.check_stock, distribution, ledger),
        partial(checker.check_money, sales, distribution, ledger),
        partial(checker.check_messages, sales, databases["messaging"]),
        *(partial(check_replay, databases, replica, folder) for replica in replicas),
    ]
