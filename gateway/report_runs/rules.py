"""What becomes of a mail, in plain Python: no database, no wire, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WAITING, SENT, WITHHELD, FAILED = "waiting", "sent", "withheld", "failed"
BY_RHYTHM, ASKED = "rhythm", "asked"
HANDING_OVER = timedelta(minutes=10)
"""Longer than any mail server may take: only a process that was killed leaves a mail longer than that."""
REMEMBERED = timedelta(days=90)
MOST_BYTES = 20 * 1024 * 1024
NO_RECIPIENT, TOO_LARGE, AWAY = "recipient_unfit", "report_too_large", "mail_server_away"


def next_try(moment: datetime, attempts: int, delays: Sequence[float]) -> datetime | None:
    """After so many attempts that failed; None when it is given up."""
    return moment + timedelta(seconds=delays[attempts - 1]) if attempts <= len(delays) else None
