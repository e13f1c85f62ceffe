"""What history says of a deal in a word, in plain Python: no database, no wire, no clock."""

LIKELY, UNLIKELY = 0.6, 0.4


def judgement(is_open: bool, basis: str, chance: float | None) -> str:
    """closed, no_history, beyond_history (older than any deal that ended), likely, open, or unlikely to be won."""
    if not is_open:
        return "closed"
    if basis == "none":
        return "no_history"
    if chance is None:
        return "beyond_history"
    return "likely" if chance >= LIKELY else "unlikely" if chance < UNLIKELY else "open"
