"""Rates of winning, in plain Python: no database, no wire, no clock."""

from decimal import ROUND_HALF_UP, Decimal

_PLACES = Decimal("0.0001")


def win_rate(won: Decimal | int | None, lost: Decimal | int | None) -> str | None:
    """The share that was won, such as 0.6250; none where nothing was closed or sums are of several currencies."""
    if won is None or lost is None or not won + lost:
        return None
    return str((Decimal(won) / (Decimal(won) + Decimal(lost))).quantize(_PLACES, ROUND_HALF_UP))


def path_above(path: str | None) -> str:
    """The place of the superior in the chain: "/1/4/" for "/1/4/9/"; empty at the top."""
    above = (path or "").rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else ""
