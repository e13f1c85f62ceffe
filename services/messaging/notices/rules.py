"""What notices say and how patient they are, in plain Python: no database, no wire, no clock."""

LONGEST_TITLE = 400
LONGEST_PAUSE = 60


def pause(attempts: int) -> int:
    """Seconds until the next try, after so many that failed."""
    return LONGEST_PAUSE if attempts > 5 else 1 << attempts


def title(text: str) -> str:
    """A title that fits: the name in it may be as long as names can be."""
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"


def deal_in_short(number: str, customer_name: str | None, amount: str | None, currency: str) -> str:
    """The facts of a deal on one line."""
    worth = None if amount is None else f"{amount} {currency}"
    return " · ".join(part for part in (number, customer_name, worth) if part)
