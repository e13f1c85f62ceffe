"""What charts there are and when one is refused, in plain Python: no database, no wire, no clock."""

from collections.abc import Sequence

from shared.errors import RuleBroken

BAR, PIE, LINE, FUNNEL, SANKEY = "bar", "pie", "line", "funnel", "sankey"
SHARES = frozenset({PIE, FUNNEL})
"""Charts of slices that come to a whole."""
MOST_VALUES = 100_000


class ChartDoesNotFit(RuleBroken):
    """The report cannot be drawn in this way; `allowed` says in which it can."""

    code = "chart_unfit"


class ChartIsTooLarge(RuleBroken):
    """More values than a chart can show; name a shorter period or a part of the company."""

    code = "chart_too_large"


def ensure_fits(kind: str, allowed: Sequence[str]) -> None:
    if kind not in allowed:
        told = ", ".join(allowed)
        raise ChartDoesNotFit(f"This report has no {kind} chart; it has: {told}.", allowed=list(allowed))


def ensure_size(places: int, series: int) -> None:
    if places * series > MOST_VALUES:
        raise ChartIsTooLarge(f"A chart shows at most {MOST_VALUES} values; narrow the report.")
