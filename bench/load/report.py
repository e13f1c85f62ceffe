"""The page that says what was measured, on what, and which goals it keeps."""

from collections.abc import Sequence
from datetime import date

from bench.load.goals import fastest, judge
from bench.load.installation import KINDS
from bench.load.limits import Limit
from bench.load.loading import NAME as IMPORT
from bench.load.machine import describe
from bench.load.measure import Measured
from bench.load.peers import Peer
from bench.load.results import Results
from bench.load.scenarios import SCENARIOS

TITLES = {**{one.name: one.title for one in SCENARIOS}, IMPORT: "import customers, rows"}

ABOUT = """\
All of the product as separate processes, one of each, on PostgreSQL and RabbitMQ on this machine, with rights, history,
events and notices as they always are; the rate limits are set where they do not count. Clients keep their connections
and each is another person. A request comes when the last one was answered, or at a set pace; then its time counts from
the moment at which it should have been sent. Every answer is checked; wrong ones are counted apart and are in no time.

Orders are timed from the call that confirms them until sales knows that their stock is reserved, as the transaction
says that wrote it down; the three times of the answers alone stand behind. Their number a second is over all of that
time, with whatever went on after the last answer.

The deals, customers and products of before were put into the databases by SQL: no events told of them, so reports do
not know them. Processor time is a request's, by kind of process; RabbitMQ's is all of the broker's, PostgreSQL's that
of the product's own sessions. The generator's own is beside it. `others` is what everybody else on the machine worked,
in processors: the more it is, the lower the figures are than the product's own."""

LIMITS = """\
Each is asked by as many clients as the product, on connections that are kept, with nothing else at work: no rights, no
history, no second service. It is what the product would come to if all the rest cost nothing."""

NO_PEER = "There were no results of a peer (`--peer-results`): what is set beside one is not known."


def page(results: Results, peers: Sequence[Peer], versions: str) -> str:
    """In Markdown."""
    shares = ", ".join(f"{one:.0%}" for one in results.shares)
    return "\n".join(
        (
            "# The product under load",
            "",
            f"{date.today().isoformat()}, {describe()}, {versions}. A busy program got {shares} of a processor before",
            "and after; below 100 % others were at work on the machine too. Made by `./tenon bench load`.",
            "",
            *_goals(results, peers),
            *_limits(results),
            "## What was measured",
            "",
            ABOUT,
            "",
            *table(results.measured),
            "",
            *_starts(results),
        )
    )


def table(measured: Sequence[Measured]) -> list[str]:
    """One row a measure."""
    head = (
        "| what | deals | clients | asked | a second | p50 ms | p95 ms | p99 ms | failed | "
        + " | ".join(f"CPU ms, {kind}" for kind in KINDS)
        + " | CPU ms, generator | others | memory, MiB |"
    )
    return [head, "|---|--:|--:|---|" + "--:|" * (8 + len(KINDS)), *(_row(one) for one in measured)]


def _goals(results: Results, peers: Sequence[Peer]) -> list[str]:
    if not results.measured:
        return []
    said = [] if peers else [NO_PEER, ""]
    rows = [verdict.row() for verdict in judge(results, peers)]
    return ["## Goals", "", *said, "| goal, with 16 clients | found | |", "|---|---|---|", *rows, ""]


def _limits(results: Results) -> list[str]:
    """What the parts do alone, and what is left of it with all that the product does."""
    if not results.limits:
        return []
    rows = []
    for limit in results.limits:
        own = fastest(results.measured, limit.beside)
        beside = "not measured" if own is None else f"{TITLES[limit.beside]}: {own.rate:,.0f}/s, {_part(own, limit)}"
        rows.append(f"| {limit.title} | {limit.rate:,.0f} | {beside} |")
    head = ["## Limits, in the same run", "", LIMITS, "", "| alone | a second | the product |", "|---|--:|---|"]
    return [*head, *rows, ""]


def _part(own: Measured, limit: Limit) -> str:
    return f"{own.rate / limit.rate:.0%}" if limit.rate else "–"


def _starts(results: Results) -> list[str]:
    separate = ", ".join(f"{one:.1f} s" for one in results.started)
    embedded = "not measured" if results.embedded is None else f"{results.embedded:.1f} s"
    return [
        f"Ready after the start as separate processes: {separate}; embedded, databases being there: {embedded}.",
        "",
    ]


def _row(one: Measured) -> str:
    times = zip((one.p50, one.p95, one.p99), one.answered or (None, None, None), strict=True)
    cells = (
        TITLES.get(one.scenario, one.scenario),
        f"{one.deals:,}",
        str(one.clients),
        "as answered" if one.pace is None else f"{one.pace:.0f}/s",
        f"{one.rate:,.0f}",
        *(_time(whole, answer) for whole, answer in times),
        str(one.failures),
        *(f"{one.cpu_ms.get(kind, 0.0):.2f}" for kind in KINDS),
        f"{one.generator_ms:.2f}",
        f"{one.others:.2f}",
        "–" if one.memory is None else f"{one.memory:.0f}",
    )
    return "| " + " | ".join(cells) + " |"


def _time(whole: float, answer: float | None) -> str:
    if not whole:
        return "–"
    return f"{whole:.1f}" if answer is None else f"{whole:.1f} ({answer:.1f})"
