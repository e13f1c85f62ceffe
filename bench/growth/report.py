"""The page on growth: what each question costs with few and with many records."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.growth.books import Books
from bench.load.figures import in_ms, percentile
from bench.load.machine import describe

MEDIAN_MS, SLOWEST_MS, TIMES = 50.0, 200.0, 2.0
"""Goals: for the median and the 99th percentile with many records, and how many times that with few the median is."""


@dataclass(frozen=True)
class Grown:
    """Of one question the seconds of each answer, ascending, with few and with many records."""

    group: str
    question: str
    few: Sequence[float]
    many: Sequence[float]

    @property
    def median(self) -> float:
        return in_ms(percentile(self.many, 0.5))

    @property
    def slowest(self) -> float:
        return in_ms(percentile(self.many, 0.99))

    @property
    def times(self) -> float:
        return percentile(self.many, 0.5) / percentile(self.few, 0.5)

    @property
    def is_kept(self) -> bool:
        return self.median < MEDIAN_MS and self.slowest < SLOWEST_MS and self.times <= TIMES

    def line(self) -> str:
        figures = " | ".join(
            f"{in_ms(percentile(took, part)):.0f}" for took in (self.few, self.many) for part in (0.5, 0.99)
        )
        return f"| {self.question} | {figures} | {self.times:.1f} | {'yes' if self.is_kept else '**no**'} |"


HEAD = ("| question | few: p50 | p99 | many: p50 | p99 | times | kept |", "|---|--:|--:|--:|--:|--:|---|")


def page(sizes: tuple[Books, Books], times: int, grown: Sequence[Grown], shares: tuple[float, float], by: str) -> str:
    """In Markdown: what the goals come to first, then each question."""
    few, many = sizes
    missed = [one for one in grown if not one.is_kept]
    verdict = "All are kept." if not missed else f"{len(missed)} of {len(grown)} questions miss one."
    lines = [
        "# Growth",
        "",
        f"Few are {few.told()}; many are {many.told()}; both of 1,000 people in 200 units. Each question was asked",
        f"{times} times through the gateway, one after the other. Milliseconds until the whole answer was there. A",
        "director sees everything, a seller their own.",
        "",
        f"The goals with many records: median below {MEDIAN_MS:.0f} ms, 99th percentile below {SLOWEST_MS:.0f} ms, and",
        f"the median at most {TIMES:.0f} times that with few. {verdict}",
        "",
    ]
    if missed:
        lines += ["## What misses a goal", "", *HEAD, *(one.line() for one in _named(missed)), ""]
    for group in dict.fromkeys(one.group for one in grown):
        lines += [f"## {group[0].upper()}{group[1:]}", "", *HEAD]
        lines += [*(one.line() for one in grown if one.group == group), ""]
    lines += [
        f"A program that never waits got {shares[0]:.0%} of a processor before and {shares[1]:.0%} after.",
        f"{describe()}, {by}. Made by `./tenon bench growth`.",
        "",
    ]
    return "\n".join(lines)


def _named(missed: Sequence[Grown]) -> list[Grown]:
    """The slowest first, each with its group."""
    ordered = sorted(missed, key=lambda one: -one.median)
    return [Grown(one.group, f"{one.group}: {one.question}", one.few, one.many) for one in ordered]
