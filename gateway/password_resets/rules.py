"""When a reset holds, in plain Python: no database, no wire, no clock."""

from datetime import datetime, timedelta

from shared.errors import Conflict, Forbidden

LIFETIME = timedelta(hours=24)
MOST_LISTED = 200


class ResetRefused(Forbidden):
    """Unknown, run out, used and asked for anew are one answer."""

    code = "password_reset_refused"


class ResetIsHandedOver(Conflict):
    """Its token is told once; who lost it asks for another reset."""

    code = "password_reset_is_handed_over"


def refuse() -> ResetRefused:
    return ResetRefused("This reset does not exist, has run out or was used; ask for another.")


def counts(person_id: str | None, used_at: datetime | None, expires_at: datetime, moment: datetime) -> bool:
    """Whether a password may still be set by this reset."""
    return person_id is not None and used_at is None and moment < expires_at
