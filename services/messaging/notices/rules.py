"""What notices say and how patient they are, in plain Python: no database, no wire, no clock."""

LONGEST_TITLE = 400
LONGEST_BODY = 1000
LONGEST_PAUSE = 60


def pause(attempts: int) -> int:
    """Seconds until the next try, after so many that failed."""
    return LONGEST_PAUSE if attempts > 5 else 1 << attempts


def title(text: str) -> str:
    """A title that fits: the name in it may be as long as names can be."""
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"


def body(text: str) -> str:
    """A body that fits."""
    return text if len(text) <= LONGEST_BODY else text[: LONGEST_BODY - 1] + "…"


def deal_in_short(number: str, customer_name: str | None, amount: str | None, currency: str) -> str:
    """The facts of a deal on one line."""
    worth = None if amount is None else f"{amount} {currency}"
    return " · ".join(part for part in (number, customer_name, worth) if part)


def promise(local_time: str, time_zone: str, phone_number: str | None) -> str:
    """When somebody was told that they would be called, to the minute, and by which number."""
    when = f"{local_time[:16].replace('T', ' ')} {time_zone}"
    return " · ".join(part for part in (when, phone_number) if part)


def why_paused(because: str) -> str:
    """What to do about a webhook that was stopped."""
    reasons = {
        "failing": "It has taken nothing for days. Mend the receiver and resume the webhook; what waits is sent then.",
        "gone": "The receiver says that it is gone for good (410). Resume the webhook if that is wrong.",
        "owner_inactive": "Its owner's access is closed.",
    }
    return reasons.get(because, because)
