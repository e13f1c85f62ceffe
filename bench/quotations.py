"""How long it takes to find the quotations of a customer, or of a deal, among a hundred thousand, through the API."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.growth.quoting import quote
from bench.load.command import add_servers, versions
from bench.load.figures import in_ms, percentile
from bench.load.installation import servers_at
from bench.load.machine import describe, share
from bench.load.organisation import Person, Shape
from bench.load.records import Size, id_of
from bench.load.timing import Ask, ask_in_turn
from bench.load.world import World, world

REPORT = Path("bench/reports/quotations.md")
DEALS, CUSTOMERS = 20_000, 2_000
GOAL_MS = 300.0
WARM = 20


@dataclass(frozen=True)
class Timing:
    """What was asked for, how many rows the answers had on average, and the seconds that each took, ascending."""

    question: str
    rows: float
    took: Sequence[float]

    def line(self) -> str:
        figures = " | ".join(f"{in_ms(percentile(self.took, part)):.0f}" for part in (0.5, 0.99, 1.0))
        return f"| {self.question} | {self.rows:.0f} | {figures} |"


def add_quotations(benches: Any) -> None:
    """Among the benches of the command line."""
    bench = benches.add_parser(
        "quotations",
        help="how fast the quotations of a customer, or of a deal, are found among 100,000",
        description="Makes databases and a virtual host of its own, seeds them, starts every service, asks through the"
        " gateway one request after the other, writes a page. Nothing else of it stays.",
    )
    add_servers(bench)
    bench.add_argument("--records", type=int, default=100_000, help="quotations; default 100,000")
    bench.add_argument("--times", type=int, default=500, help="how often each question is asked; default 500")
    bench.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")


def bench_quotations(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind on the servers but the page here."""
    servers, console = servers_at(wanted.server, wanted.broker), Console()
    before = share()
    with world(servers, Size(DEALS, CUSTOMERS), Shape(), lambda _: None) as here:
        quote(here.sales, wanted.records, DEALS)
        console.print(f"{wanted.records:,} quotations; each question {wanted.times} times")
        timings = [_timed(here, name, ask, wanted.times) for name, ask in questions(here)]
    told = page(wanted.records, wanted.times, timings, (before, share()), versions(servers))
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(told, encoding="utf-8")
    print(told)
    return 0


def questions(here: World) -> Iterator[tuple[str, Ask]]:
    """Each time another customer or deal; one whom the caller sees."""
    directors, sellers = here.company.directors, here.company.sellers

    def asked(field: str, kind: str, many: int, people: Sequence[Person], more: str = "") -> Ask:
        def ask(turn: int) -> tuple[Person, str]:
            number = turn * 7919 % many
            person = people[number % len(people)]
            return person, f"/v1/quotations?filter[{field}][eq]={id_of(kind, number)}{more}"

        return ask

    by_customer, by_deal = ("customer_id", "customer", CUSTOMERS), ("opportunity_id", "deal", DEALS)
    yield "of a customer, by a director who sees all", asked(*by_customer, directors)
    yield "the same with `count=exact` and `totals=gross`", asked(*by_customer, directors, "&count=exact&totals=gross")
    yield "of a customer, by the seller who sees their own", asked(*by_customer, sellers)
    yield "of a deal, by a director", asked(*by_deal, directors)
    yield "of a deal, by its seller", asked(*by_deal, sellers)


def _timed(here: World, question: str, ask: Ask, times: int) -> Timing:
    answers = list(ask_in_turn(here, ask, WARM, times))
    rows = sum(len(json.loads(body)["data"]) for _, body in answers)
    return Timing(question, rows / times, sorted(seconds for seconds, _ in answers))


def page(records: int, times: int, timings: Sequence[Timing], shares: tuple[float, float], server: str) -> str:
    """In Markdown."""
    worst = max(in_ms(percentile(one.took, 0.99)) for one in timings)
    kept = "kept" if worst < GOAL_MS else "MISSED"
    return "\n".join(
        (
            "# Finding quotations",
            "",
            f"{records:,} quotations of {DEALS:,} deals and {CUSTOMERS:,} customers, each with two lines. Each question"
            f" was asked {times} times through the gateway, one after the other, each time of another customer or deal."
            " Milliseconds until the whole answer was there.",
            "",
            "| quotations | rows | p50 | p99 | longest |",
            "|---|--:|--:|--:|--:|",
            *(one.line() for one in timings),
            "",
            f"The goal is {GOAL_MS:.0f} ms. The worst p99 is {worst:.0f} ms: {kept}.",
            "",
            f"A program that never waits got {shares[0]:.0%} of a processor before and {shares[1]:.0%} after.",
            f"{describe()}, {server}. Made by `./tenon bench quotations`.",
            "",
        )
    )
