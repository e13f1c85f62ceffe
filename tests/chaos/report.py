"""What came of a run, in words."""

import platform
import re
from collections import Counter

from shared.clock import today
from tests.chaos.campaign import Outcome

MOST_TOLD = 40


def summary(outcome: Outcome) -> str:
    """A few lines for the screen."""
    ledger = outcome.ledger
    answers = ", ".join(f"{count} × {answer}" for answer, count in sorted(ledger.answers.items()))
    lines = [
        "",
        f"{len(outcome.done)} disasters, {ledger.writes} records written, {ledger.repeated} writes sent twice",
        f"answers: {answers}",
        f"longest wait {ledger.longest.seconds:.1f} s ({ledger.longest.what}), {ledger.longest_seconds:.0f} s allowed",
        f"settled {outcome.recovered_seconds:.1f} s after the last disaster, without a hand on it",
    ]
    if outcome.holds:
        return "\n".join([*lines, f"everything holds: {outcome.checked} checks, no finding"])
    told = [f"  {finding}" for finding in outcome.findings[:MOST_TOLD]]
    return "\n".join([*lines, f"{len(outcome.findings)} findings:", *told])


def page(outcome: Outcome) -> str:
    """The same as Markdown, with every kind of disaster and how often it came."""
    plan, ledger = outcome.plan, outcome.ledger
    kinds = Counter(_kind(what) for _, what in outcome.done)
    written = [f"| {noun} | {len(records)} |" for noun, records in sorted(ledger.written.items())]
    return (
        "\n".join(
            [
                f"### Seed {plan.seed}, {plan.seconds / 60:g} minutes, {today()}",
                "",
                f"`./tenon chaos --seed {plan.seed} --minutes {plan.seconds / 60:g} --callers {plan.callers}`, "
                f"Python {platform.python_version()}.",
                "",
                "| what | how much |",
                "|---|--:|",
                f"| disasters | {len(outcome.done)} |",
                f"| records whose writing was acknowledged | {ledger.writes} |",
                f"| writes sent twice | {ledger.repeated} |",
                *(f"| answers {answer} | {count} |" for answer, count in sorted(ledger.answers.items())),
                f"| longest wait, {ledger.longest_seconds:.0f} s allowed | {ledger.longest.seconds:.1f} s |",
                f"| settled after the last disaster | {outcome.recovered_seconds:.1f} s |",
                f"| checks | {outcome.checked} |",
                f"| findings | {len(outcome.findings)} |",
                "",
                "| disaster | times |",
                "|---|--:|",
                *(f"| {kind} | {count} |" for kind, count in sorted(kinds.items())),
                "",
                "| noun | records |",
                "|---|--:|",
                *written,
                "",
                *(f"- {finding}" for finding in outcome.findings[:MOST_TOLD]),
            ]
        ).rstrip()
        + "\n"
    )


def _kind(what: str) -> str:
    """Without the figures of the single case."""
    return re.sub(r"\d+(\.\d+)?", "…", what)
