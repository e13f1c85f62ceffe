"""When a delivery is tried again and when it is given up, in plain Python: no database, no wire, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.errors import Conflict

WAITING, DELIVERED, DEAD, WITHHELD = "waiting", "delivered", "dead", "withheld"
GONE = 410
TRIES_KEPT = 20


class DeliveryWaitsAlready(Conflict):
    """What still waits for its next try is not sent again by hand."""

    code = "delivery_waits_already"


def ensure_over(state: str) -> None:
    if state == WAITING:
        raise DeliveryWaitsAlready("This delivery waits for its next try already.")


def is_taken(status: int | None) -> bool:
    """Only a success is one: a redirection is not followed, and so it is none."""
    return status is not None and 200 <= status < 300


def next_try(moment: datetime, attempts: int, delays: Sequence[float]) -> datetime | None:
    """After so many attempts that failed; None when it is given up."""
    return moment + timedelta(seconds=delays[attempts - 1]) if attempts <= len(delays) else None


def is_sustained(failing_since: datetime | None, moment: datetime, patience_seconds: float) -> bool:
    """Whether nothing was taken for so long that the webhook had better be stopped."""
    return failing_since is not None and (moment - failing_since).total_seconds() >= patience_seconds
