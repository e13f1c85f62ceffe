"""Which days a change may be planned for, in plain Python: no database, no wire, no clock."""

from datetime import date
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class PlanStatus(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class ChangeIsBackDated(RuleBroken):
    """What was is on record; a change holds from today on at the earliest."""

    code = "change_is_back_dated"


class ChangeEndsBeforeItBegins(RuleBroken):
    """The last day is not before the first, nor before today."""

    code = "change_ends_before_it_begins"


class PlanIsOver(Conflict):
    """It is done, cancelled or refused already."""

    code = "planned_change_is_over"


def ensure_days(begin: date | None, last: date | None, today: date) -> None:
    if begin is not None and begin < today:
        raise ChangeIsBackDated(f"{begin} has passed; a change holds from today on at the earliest.")
    if last is not None and last < (begin or today):
        raise ChangeEndsBeforeItBegins(f"It cannot end on {last}, before it has begun.")


def ensure_planned(status: str) -> None:
    if status != PlanStatus.PLANNED:
        raise PlanIsOver(f"This change is {status}.", status=status)
