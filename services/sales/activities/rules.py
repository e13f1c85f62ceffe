"""What an activity may say, and when it may change, in plain Python: no database, no wire, no clock."""

from datetime import date, datetime
from enum import StrEnum

from shared.errors import Conflict, RuleBroken

CALL = "call"
"""The type whose activities have a direction and a number."""


class ActivityStatus(StrEnum):
    DRAFT = "draft"
    DONE = "done"


class ActivityAboutIsUnknown(RuleBroken):
    """An activity is about a customer, contact, lead or deal that the caller can see."""

    code = "activity_about_unknown"


class ActivityLiesAhead(RuleBroken):
    """What has not happened yet is no activity; what is to be done is its task."""

    code = "activity_in_future"


class ActivityEndsBeforeItBegins(RuleBroken):
    """An activity ends when it has begun, or later."""

    code = "activity_ends_before_it_begins"


class ActivityIsNoCall(RuleBroken):
    """Only a call comes in or goes out by a number, and has quotations and orders made in it."""

    code = "activity_is_no_call"


class CallIsUnknown(RuleBroken):
    """What is made during a call names a call that the caller can see."""

    code = "call_unknown"


class ActivityHasNoTask(RuleBroken):
    """There is nothing to be done by a day, or done, where there is no task."""

    code = "activity_without_task"


class TaskIsDone(Conflict):
    """What was done stays as it was done."""

    code = "activity_task_done"


class ActivityIsFinished(Conflict):
    """A draft is finished once."""

    code = "activity_finished"


def ensure_draft(status: ActivityStatus) -> None:
    if status is not ActivityStatus.DRAFT:
        raise ActivityIsFinished("This activity is no draft; change it instead.", status=status.value)


def ensure_times(began_at: datetime, ended_at: datetime | None, now: datetime) -> None:
    if began_at > now or (ended_at is not None and ended_at > now):
        raise ActivityLiesAhead("An activity is recorded after it happened; what is still to be done is a task.")
    if ended_at is not None and ended_at < began_at:
        raise ActivityEndsBeforeItBegins("An activity does not end before it has begun.")


def ensure_call(type_: str, direction: str | None, phone_number: str | None) -> None:
    if type_ != CALL and (direction is not None or phone_number is not None):
        raise ActivityIsNoCall(f"A direction and a number are for the type {CALL}.")


def ensure_is_call(type_: str) -> None:
    if type_ != CALL:
        raise ActivityIsNoCall(f"This activity is no {CALL}.", type=type_)


def ensure_task(task: str | None, due_on: date | None) -> None:
    if due_on is not None and task is None:
        raise ActivityHasNoTask("Say what is to be done by that day.")


def ensure_task_open(task: str | None, done_at: datetime | None) -> None:
    if task is None:
        raise ActivityHasNoTask("This activity has no task.")
    if done_at is not None:
        raise TaskIsDone("The task of this activity is done already.")
