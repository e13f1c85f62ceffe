"""The page that says what was measured, on what, and which goals it keeps."""

from collections.abc import Sequence
from datetime import date

from bench.load.installation import KINDS
from bench.load.machine import describe
from bench.load.measure import Measured
from bench.load.run import Results
from bench.load.scenarios import SCENARIOS


def page(results: Results, versions: str) -> str:
    """In Markdown."""
    shares = ", ".join(f"{one:.0%}" for one in results.shares)
    return "\n".join(
        (
            "# The product under load",
            "",
            f"{date.today().isoformat()}, {describe()}, {versions}. A busy program got {shares} of a processor before"
            " and after; below 100 % others were at work on the machine too.",
            "",
            *table(results.measured),
            "",
        )
    )


def table(measured: Sequence[Measured]) -> list[str]:
    """One row a measure."""
    titles = {one.name: one.title for one in SCENARIOS}
    head = (
        "| what | deals | clients | asked | answers/s | p50 ms | p95 ms | p99 ms | failed | "
        + " | ".join(f"CPU ms, {kind}" for kind in KINDS)
        + " | CPU ms, generator | others, processors | memory, MiB |"
    )
    return [head, "|---|--:|--:|---|" + "--:|" * (8 + len(KINDS)), *(_row(one, titles) for one in measured)]


def _row(one: Measured, titles: dict[str, str]) -> str:
    cells = (
        titles.get(one.scenario, one.scenario),
        f"{one.deals:,}",
        str(one.clients),
        "as answered" if one.pace is None else f"{one.pace:.0f}/s",
        f"{one.rate:.0f}",
        f"{one.p50:.1f}",
        f"{one.p95:.1f}",
        f"{one.p99:.1f}",
        str(one.failures),
        *(f"{one.cpu_ms.get(kind, 0.0):.2f}" for kind in KINDS),
        f"{one.generator_ms:.2f}",
        f"{one.others:.2f}",
        "–" if one.memory is None else f"{one.memory:.0f}",
    )
    return "| " + " | ".join(cells) + " |"
