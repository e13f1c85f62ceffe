"""Rates of winning, in plain Python: no database, no wire, no clock."""

from decimal import ROUND_HALF_UP, Decimal

_PLACES = Decimal("0.0001")


def win_rate(won: Decimal | int | None, lost: Decimal | int | None) -> str | None:
    """The share that was won, such as 0.6250; none where nothing was closed or sums are of several currencies."""
    if won is None or lost is None or not won + lost:
        return None
    return str((Decimal(won) / (Decimal(won) + Decimal(lost))).quantize(_PLACES, ROUND_HALF_UP))


def node_above(path: str | None) -> int | None:
    """The node number of the superior in the chain: 4 for "/1/4/9/"; none at the top."""
    nodes = [node for node in (path or "").split("/") if node]
    return int(nodes[-2]) if len(nodes) > 1 else None
