"""What the reports of sales cost at 10,000 deals and at many more, through the API, and how far behind they are."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy import text

from bench.events import CLIENTS, Lag, lag_of
from bench.load.command import add_servers, versions
from bench.load.figures import in_ms, percentile
from bench.load.installation import servers_at
from bench.load.machine import describe, share
from bench.load.organisation import Person, Shape
from bench.load.records import AT_ONCE, CURRENCY, PERCENT, PRODUCTS, STAGES, Size, id_of, id_sql
from bench.load.timing import ask_in_turn
from bench.load.world import World, world
from shared.clock import today

REPORT = Path("bench/reports/dashboards.md")
ON_BOOKS, FEW, MANY = 2_000, 10_000, 1_000_000
GOAL_MS, GOAL_TIMES = 100.0, 1.5
WARM = 2

FACTS = f"""
INSERT INTO deal_facts (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, number, name, stage,
                        reached_stage, status, amount, weighted_amount, currency, probability, probability_overridden,
                        product_id, product_name, channel, lost_reason, reason_version, competitor_version,
                        engaged_version, expected_close_date, closed_at, closed_on, closed_unit_id, closed_owner_id,
                        standing_version)
SELECT {id_sql("deal", "n")}, 1, began, began, s.id, s.id, s.unit, 'OP-' || n, 'Deal ' || n, stage,
       CASE WHEN ended THEN 'negotiation' ELSE stage END, CASE WHEN ended THEN stage ELSE 'open' END, amount,
       amount * percent / 100, '{CURRENCY}', percent, false, {id_sql("product", f"n % {PRODUCTS}")},
       'Product ' || n % {PRODUCTS}, 'direct', CASE WHEN stage = 'lost' THEN 'Reason ' || n % 7 END, 1, 1, 1,
       CASE WHEN NOT ended THEN current_date + (n % 90)::int END, CASE WHEN ended THEN closed END,
       CASE WHEN ended THEN closed::date END, CASE WHEN ended THEN s.unit END, CASE WHEN ended THEN s.id END, 1
FROM (
    SELECT *, began + n * 31 % 90 * interval '1 day' AS closed, stage IN ('won', 'lost') AS ended
    FROM (
        SELECT n, date_trunc('day', now()) - (90 + n % 1000) * interval '1 day' AS began,
               (n::bigint * 7919 % 9999900 + 100) * 100 AS amount,
               (ARRAY{list(STAGES)})[1 + n / :sellers % {len(STAGES)}] AS stage,
               (ARRAY{list(PERCENT)})[1 + n / :sellers % {len(STAGES)}] AS percent
        FROM generate_series(:first, :last) n
    ) numbered
) made JOIN bench_sellers s ON s.place = made.n % :sellers
"""
STAYS = f"""
INSERT INTO deal_stays (deal_id, version, stage, entered_at, entered_on, risen, amount, currency, unit_id, owner_id)
SELECT id, 1, stage, coalesce(closed_at, created_at), coalesce(closed_at, created_at)::date, stage = 'won', amount,
       currency, org_unit_id, owner_id
FROM deal_facts
WHERE id BETWEEN {id_sql("deal", ":first")} AND {id_sql("deal", ":last")}
"""
SELLERS = "CREATE TABLE IF NOT EXISTS bench_sellers (place bigint PRIMARY KEY, id uuid, unit uuid)"


@dataclass(frozen=True)
class Timing:
    """Of one question the seconds of each answer, ascending: with few deals, and with many."""

    question: str
    few: Sequence[float]
    many: Sequence[float]

    @property
    def times(self) -> float:
        return percentile(self.many, 0.5) / percentile(self.few, 0.5)

    @property
    def is_kept(self) -> bool:
        return in_ms(percentile(self.many, 0.5)) < GOAL_MS and self.times <= GOAL_TIMES

    def line(self) -> str:
        figures = " | ".join(
            f"{in_ms(percentile(took, part)):.0f}" for took in (self.few, self.many) for part in (0.5, 1.0)
        )
        return f"| {self.question} | {figures} | {self.times:.1f} | {'yes' if self.is_kept else 'NO'} |"


def add_dashboards(benches: Any) -> None:
    """Among the benches of the command line."""
    bench = benches.add_parser(
        "dashboards",
        help="what each report of sales costs at 10,000 and at 1,000,000 deals, and how far behind reports are",
        description="Makes databases and a virtual host of its own, starts every service, fills the facts of deals,"
        " asks through the gateway, opens deals beside it, and writes a page. Nothing else of it stays.",
    )
    add_servers(bench)
    bench.add_argument("--records", type=int, default=MANY, help="deals in the reports at last; default 1,000,000")
    bench.add_argument("--times", type=int, default=20, help="how often each report is asked for; default 20")
    bench.add_argument("--seconds", type=float, default=20.0, help="of each load of new deals; default 20")
    bench.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")


def bench_dashboards(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind on the servers but the page here."""
    servers, console = servers_at(wanted.server, wanted.broker), Console()
    before, few = share(), min(FEW, wanted.records)
    with world(servers, Size(ON_BOOKS, ON_BOOKS), Shape(), lambda _: None) as here:
        add_facts(here, 0, few)
        with_few = [timed(here, person, path, wanted.times) for _, person, path in questions(here)]
        add_facts(here, few, wanted.records)
        console.print(f"{wanted.records:,} deals in the reports")
        with_many = [timed(here, person, path, wanted.times) for _, person, path in questions(here)]
        lags = [lag_of(here, wanted.seconds, None)]
        lags.append(lag_of(here, wanted.seconds, lags[0].rate / 2))
        names = [name for name, _, _ in questions(here)]
    timings = [Timing(*one) for one in zip(names, with_few, with_many, strict=True)]
    told = page((few, wanted.records, wanted.times), timings, lags, (before, share()), versions(servers))
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(told, encoding="utf-8")
    print(told)
    return 0


def add_facts(here: World, first: int, end: int) -> None:
    """Deals of the last three years as the reports know them, in turn one for each seller."""
    engine, sellers = here.installation.engine("reporting"), here.company.sellers
    with engine.begin() as connection:
        connection.execute(text(SELLERS))
        rows = [{"place": place, "id": one.id, "unit": one.unit_id} for place, one in enumerate(sellers)]
        connection.execute(text("INSERT INTO bench_sellers VALUES (:place, :id, :unit) ON CONFLICT DO NOTHING"), rows)
        for start in range(first, end, AT_ONCE):
            part = {"first": start, "last": min(start + AT_ONCE, end) - 1}
            connection.execute(text(FACTS), {**part, "sellers": len(sellers)})
            connection.execute(text(STAYS), part)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


Question = tuple[str, Person, str]


def questions(here: World) -> list[Question]:
    """The reports of a sales dashboard, as the director asks who sees every deal, and some as one seller does."""
    day, director, seller = today(), here.company.directors[0], here.company.sellers[0]
    year, quarter, month = day.year, f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}-{day.month:02}"
    asked = {
        "sales funnel": "sales-funnel",
        "forecast of this month": f"forecast?period={month}",
        "won and lost by person, this year": f"won-lost?period={year}",
        "win rates by product and quarter, this year": f"win-rates?by=product&grain=quarter&period={year}",
        "comparison of sellers, this quarter": f"seller-comparison?period={quarter}",
        "trend of won deals, this year": f"won-trend?period={year}",
        "signed deals, this quarter": f"signed-deals?period={quarter}",
        "reasons for failure, this quarter": f"failed-reasons?period={quarter}",
        "opportunity ranking": "opportunity-ranking?n=10",
        "forecast from history, this quarter": f"history-forecast?period={quarter}",
        "errors of the last two quarters": "forecast-errors?quarters=2",
        "win scores, a page": "win-scores?limit=20",
        "stage report of a deal": f"deal-outlook?opportunity_id={id_of('deal', 0)}",
    }
    of_seller = ("sales funnel", "won and lost by person, this year", "forecast from history, this quarter")
    all_of = [(name, director, f"/v1/reports/{path}") for name, path in asked.items()]
    return [*all_of, *((f"{name}, by a seller", seller, f"/v1/reports/{asked[name]}") for name in of_seller)]


def timed(here: World, person: Person, path: str, times: int) -> Sequence[float]:
    """The seconds that each answer took, ascending."""
    return sorted(seconds for seconds, _ in ask_in_turn(here, lambda _: (person, path), WARM, times))


Sizes = tuple[int, int, int]
"""Few and many deals, and how often each question was asked."""


def page(sizes: Sizes, timings: Sequence[Timing], lags: Sequence[Lag], shares: tuple[float, float], server: str) -> str:
    """In Markdown."""
    few, many, times = sizes
    missed = [one.question for one in timings if not one.is_kept]
    verdict = "All are kept." if not missed else f"MISSED by {len(missed)} of {len(timings)}."
    return "\n".join(
        (
            "# Dashboards",
            "",
            f"Each report was asked for {times} times through the gateway, one after the other, by a director who sees",
            f"every deal unless it says otherwise: with {few:,} deals in the reports, and with {many:,}. Milliseconds",
            "until the whole answer was there.",
            "",
            "| report | few: p50 | longest | many: p50 | longest | times | within the goals |",
            "|---|--:|--:|--:|--:|--:|---|",
            *(one.line() for one in timings),
            "",
            f"The goals: {GOAL_MS:.0f} ms for the median with many deals, {GOAL_TIMES} times that with few. {verdict}",
            "",
            "## How far behind reports are",
            "",
            f"{CLIENTS} clients open deals through the gateway beside {many:,} deals in the reports; milliseconds from",
            "the moment that an event tells until the last of those who follow deals, the reports among them, has it.",
            "",
            "| asked | deals a second | p50 | p95 | p99 | longest |",
            "|---|--:|--:|--:|--:|--:|",
            *(one.line() for one in lags),
            "",
            f"A program that never waits got {shares[0]:.0%} of a processor before and {shares[1]:.0%} after.",
            f"{describe()}, {server}. Made by `./tenon bench dashboards`.",
            "",
        )
    )
