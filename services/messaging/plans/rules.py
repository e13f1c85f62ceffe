"""When a plan may change, in plain Python: no database, no wire, no clock."""

import calendar
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from shared.errors import Conflict, RuleBroken

MONDAY = 0


class PlanStatus(StrEnum):
    OPEN = "open"
    SUMMARISED = "summarised"


TRANSITIONS: Mapping[str, Mapping[PlanStatus, PlanStatus]] = {
    "change": {PlanStatus.OPEN: PlanStatus.OPEN},
    "summarise": {PlanStatus.OPEN: PlanStatus.SUMMARISED},
}


class PlanCannotDoThis(Conflict):
    """A plan in this state does not know this step."""

    code = "plan_state_forbids"


class PlanIsLocked(Conflict):
    """After its deadline a plan stays what it was, so that the summary is written against it."""

    code = "plan_locked"


class PlanIsNotLocked(Conflict):
    """What may still be changed cannot be held against anybody."""

    code = "plan_not_locked"


class PeriodIsPlanned(Conflict):
    """There is one plan for each person and period; `plan_id` says which."""

    code = "plan_for_period_exists"


class PeriodBeginsElsewhere(RuleBroken):
    """Weeks begin on Mondays, months on their first day; otherwise periods would overlap."""

    code = "plan_period_begins_elsewhere"


class DeadlineIsPast(RuleBroken):
    """A plan that was locked before it was made would be none."""

    code = "plan_deadline_past"


class ItemLiesOutside(RuleBroken):
    """What is due on another day belongs into another plan."""

    code = "plan_item_outside_period"


class SummaryIsIncomplete(RuleBroken):
    """A summary says of each item of the plan, and of nothing else, how it turned out."""

    code = "plan_summary_incomplete"


class PlanExternalIdIsTaken(Conflict):
    """It stands for a plan out of the caller's reach."""

    code = "plan_external_id_taken"


def next_status(verb: str, status: PlanStatus) -> PlanStatus:
    """The state that the verb leads to; raises `PlanCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise PlanCannotDoThis(f"A plan that is {status} does not let you {verb} it.", status=status.value) from None


def last_day(kind: str, starts_on: date) -> date:
    """Of the period that begins on this day. Raises `PeriodBeginsElsewhere`."""
    if kind == "day":
        return starts_on
    if kind == "week":
        if starts_on.weekday() != MONDAY or starts_on > date.max - timedelta(days=6):
            raise PeriodBeginsElsewhere("A week begins on a Monday.")
        return starts_on + timedelta(days=6)
    if starts_on.day != 1:
        raise PeriodBeginsElsewhere("A month begins on its first day.")
    return starts_on.replace(day=calendar.monthrange(starts_on.year, starts_on.month)[1])


def usual_deadline(starts_on: date) -> datetime:
    """The end of the first day."""
    return datetime.combine(starts_on, time.max, UTC)


def is_locked(deadline: datetime, at: datetime) -> bool:
    return deadline <= at


def ensure_deadline_ahead(deadline: datetime, at: datetime) -> None:
    if is_locked(deadline, at):
        raise DeadlineIsPast("The deadline of a new plan lies ahead; name one.")


def ensure_unlocked(deadline: datetime, at: datetime) -> None:
    if is_locked(deadline, at):
        raise PlanIsLocked(f"This plan has been locked since {deadline.isoformat()}.")


def ensure_locked(deadline: datetime, at: datetime) -> None:
    if not is_locked(deadline, at):
        raise PlanIsNotLocked(f"This plan may still be changed, until {deadline.isoformat()}; its summary comes after.")


def ensure_within(due_on: date | None, starts_on: date, ends_on: date) -> None:
    if due_on is not None and not starts_on <= due_on <= ends_on:
        raise ItemLiesOutside(f"{due_on} is not in the period from {starts_on} to {ends_on}.")


def ensure_each_told(item_ids: Collection[str], told: Collection[str]) -> None:
    if sorted(item_ids) != sorted(told):
        missing = sorted(set(item_ids) - set(told))
        raise SummaryIsIncomplete("Say of each item of the plan once how it turned out.", missing=missing)
