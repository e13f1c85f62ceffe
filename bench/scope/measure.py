"""Asking the sales service's own query functions, one caller after the other in turn, and timing each."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.scope.seed import Caller
from services.sales.opportunities import queries
from shared.actor import Actor
from shared.contracts.sales.opportunities import LISTING
from shared.listing import list_records
from shared.persistence.database import Database
from shared.visible import visible

Ask = Callable[[Any, Actor], Any]


def _listed(**query: Any) -> Ask:
    return lambda session, actor: queries.list_opportunities(session, actor, {"limit": 1, **query})


def _by_rows(session: Any, actor: Actor) -> Any:
    """As it was before there were cells: every row is counted."""
    rows = visible(queries.Opportunity, actor)
    return list_records(session, rows, queries.Opportunity, LISTING, queries.COLUMNS, {"limit": 1, "count": "exact"})


QUESTIONS: dict[str, Ask] = {
    "list, 50 newest": _listed(limit=50),
    "list, 50 largest": _listed(limit=50, sort=["-amount"]),
    "count, exact": _listed(count="exact"),
    "count, estimate": _listed(count="estimate"),
    "count, exact, of what is open": _listed(count="exact", filter=[["status", "eq", "open"]]),
    "totals": _listed(totals=["amount", "weighted_amount"]),
    "list, count and totals": _listed(limit=50, count="exact", totals=["amount"]),
    "pipeline": queries.open_deals,
}
OF_POINT_4 = ("list, 50 newest", "count, exact", "totals")
"""The questions that the goal is about."""

SLOW = {"count, exact, by scanning rows": _by_rows}
FEWER_TIMES = 3


@dataclass(frozen=True)
class Timing:
    """In milliseconds."""

    best: float
    p50: float
    p95: float


def measure(database: Database, callers: list[Caller], times: int) -> dict[str, dict[str, Timing]]:
    """By question and caller."""
    for caller in callers:
        with database.read() as session:
            answer = queries.list_opportunities(session, caller.actor, {"limit": 1, "count": "exact"})
            assert answer["count"] == caller.sees, (caller.name, answer["count"], caller.sees)
    timings = {question: _ask(database, callers, ask, times) for question, ask in QUESTIONS.items()}
    return timings | {question: _ask(database, callers, ask, FEWER_TIMES) for question, ask in SLOW.items()}


def _ask(database: Database, callers: list[Caller], ask: Ask, times: int) -> dict[str, Timing]:
    took: dict[str, list[float]] = {caller.name: [] for caller in callers}
    for turn in range(times + 1):
        for caller in callers:
            began = time.perf_counter()
            with database.read() as session:
                ask(session, caller.actor)
            if turn:  # the first time warms plans and pages up
                took[caller.name].append((time.perf_counter() - began) * 1000)
    return {name: Timing(min(each), statistics.median(each), _p95(each)) for name, each in took.items()}


def _p95(each: list[float]) -> float:
    return sorted(each)[min(len(each) - 1, int(len(each) * 0.95))]
