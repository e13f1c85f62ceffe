"""The page that says what was measured, and on what."""

import os
import platform
from datetime import date

from bench.scope.measure import OF_POINT_4, Timing
from bench.scope.seed import Caller, Size

GOAL = 2.0


def page(size: Size, callers: list[Caller], timings: dict[str, dict[str, Timing]], server: str, times: int) -> str:
    """In Markdown: milliseconds, and how many times the first caller's each is."""
    first, *others = callers
    head = "| question | " + " | ".join(f"{one.name} ({one.sees:,})" for one in callers) + " |"
    rows = [_row(question, first, callers, by_caller) for question, by_caller in timings.items()]
    worst = max(_ratio(timings[question], one, first) for question in OF_POINT_4 for one in others)
    return "\n".join(
        (
            "# What a scope costs",
            "",
            f"{size.records:,} opportunities of {size.people:,} people in {size.units:,} units. Each question was asked"
            f" {times} times for each caller in turn, of the sales service's own query functions. Milliseconds: the"
            " best, the median and the 95th percentile; and how many times the first caller's, by the best and by the"
            " median. The best is what the work takes; the median has in it what else the machine did meanwhile.",
            "",
            head,
            "|---|" + "--:|" * len(callers),
            *rows,
            "",
            f"The goal is {GOAL:g} times for list, count and totals. The worst of them is {worst:.2f} times:"
            f" {'kept' if worst <= GOAL else 'MISSED'}.",
            "",
            f"{date.today().isoformat()}, {os.cpu_count()} processors, {platform.machine()}, {server},"
            f" Python {platform.python_version()}. Made by `./tenon bench scope`.",
            "",
        )
    )


def _row(question: str, first: Caller, callers: list[Caller], by_caller: dict[str, Timing]) -> str:
    return f"| {question} | " + " | ".join(_cell(by_caller, one, first) for one in callers) + " |"


def _cell(by_caller: dict[str, Timing], one: Caller, first: Caller) -> str:
    own, firsts = by_caller[one.name], by_caller[first.name]
    times = "" if one is first else f" ({own.best / firsts.best:.2f}×, {own.p50 / firsts.p50:.2f}×)"
    return f"{own.best:.1f} / {own.p50:.1f} / {own.p95:.1f}{times}"


def _ratio(by_caller: dict[str, Timing], one: Caller, first: Caller) -> float:
    """The worse of the two."""
    own, firsts = by_caller[one.name], by_caller[first.name]
    return max(own.best / firsts.best, own.p50 / firsts.p50)
