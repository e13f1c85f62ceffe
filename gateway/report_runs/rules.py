"""What becomes of a mail, in plain Python: no database, no wire, no clock."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shared.errors import RuleBroken

WAITING, SENT, WITHHELD, FAILED, UNCERTAIN = "waiting", "sent", "withheld", "failed", "uncertain"
BY_RHYTHM, ASKED = "rhythm", "asked"
HANDING_OVER = timedelta(minutes=10)
"""Longer than any mail server may take: only a process that was killed leaves a mail longer than that."""
REMEMBERED = timedelta(days=90)
MOST_BYTES = 20 * 1024 * 1024
NO_RECIPIENT, TOO_LARGE, AWAY = "recipient_unfit", "report_too_large", "mail_server_away"
UNHEARD = "mail_answer_unheard"
NOBODY_HEARD = "The mail server was given this mail; whoever gave it was stopped before its answer was noted."
MOST_IN_FILE = 10_000


class ReportIsTooLarge(RuleBroken):
    """More rows than a file holds; name a shorter period or a part of the company."""

    code = "report_too_large"


def ensure_fits(rows: int) -> None:
    if rows > MOST_IN_FILE:
        raise ReportIsTooLarge(f"A report has at most {MOST_IN_FILE} rows in one piece; narrow it.")


def next_try(moment: datetime, attempts: int, delays: Sequence[float]) -> datetime | None:
    """After so many attempts that failed; None when it is given up."""
    return moment + timedelta(seconds=delays[attempts - 1]) if attempts <= len(delays) else None


def message_id(report_schedule_id: str, due_at: datetime, recipient_id: str, domain: str) -> str:
    """The same for whoever makes this mail, and whenever: an installation that was put back to yesterday, too."""
    told = "|".join((report_schedule_id, due_at.astimezone(UTC).isoformat(), recipient_id))
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain}>"
