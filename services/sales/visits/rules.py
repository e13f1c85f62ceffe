"""When a visit may change, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from shared.errors import Conflict, Forbidden, RuleBroken

MOST_AHEAD = timedelta(days=1)
"""A device's clock may be wrong, which is why the server's time stands beside it; but not by more than this."""


class VisitStatus(StrEnum):
    PLANNED = "planned"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    MISSED = "missed"
    CANCELLED = "cancelled"


S = VisitStatus
TRANSITIONS: Mapping[str, Mapping[VisitStatus, VisitStatus]] = {
    "change": {S.PLANNED: S.PLANNED, S.CHECKED_IN: S.CHECKED_IN},
    "reschedule": {S.PLANNED: S.PLANNED, S.MISSED: S.PLANNED},
    "transfer": {S.PLANNED: S.PLANNED},
    "check_in": {S.PLANNED: S.CHECKED_IN},
    "complete": {S.CHECKED_IN: S.COMPLETED},
    "miss": {S.PLANNED: S.MISSED},
    "cancel": {S.PLANNED: S.CANCELLED},
}


class VisitCannotDoThis(Conflict):
    """A visit in this state does not know this step."""

    code = "visit_state_forbids"


class VisitOwnerIsTheSame(Conflict):
    """The visit belongs to this person already."""

    code = "visit_owner_same"


class VisitOfAnotherPerson(Forbidden):
    """Only whoever goes there can say that they arrived and what came of it."""

    code = "visit_of_another_person"


class VisitPartIsUnknown(RuleBroken):
    """A visit is paid to a customer in sight, about a contact and a deal in sight."""

    code = "visit_part_unknown"


class VisitPartsDoNotMatch(RuleBroken):
    """The contact and the deal of a visit are those of its customer."""

    code = "visit_parts_do_not_match"


class VisitEndsBeforeItBegins(RuleBroken):
    """A visit ends after it has begun."""

    code = "visit_ends_before_it_begins"


class VisitLiesAhead(RuleBroken):
    """A visit that is still to come has not been missed."""

    code = "visit_lies_ahead"


class DeviceTimeLiesAhead(RuleBroken):
    """A device whose clock is so far ahead cannot say when somebody was where."""

    code = "visit_device_time_ahead"


class VisitExternalIdIsTaken(Conflict):
    """An external id stands for one visit of the whole installation."""

    code = "visit_external_id_taken"


class VisitStaysWithCustomer(Conflict):
    """Who is visited is decided when the visit is planned."""

    code = "visit_stays_with_customer"


def next_status(verb: str, status: VisitStatus) -> VisitStatus:
    """The state that the verb leads to; raises `VisitCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        step = verb.replace("_", " ")
        raise VisitCannotDoThis(f"A visit that is {status} does not let you {step} it.", status=status.value) from None


def ensure_planned(status: VisitStatus) -> None:
    """For another time that does not come by rescheduling, which would also plan anew what was missed."""
    if status is not VisitStatus.PLANNED:
        raise VisitCannotDoThis(f"A visit that is {status} is given no other time by a file.", status=status.value)


def ensure_order(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise VisitEndsBeforeItBegins("A visit ends after it has begun.")


def ensure_over(starts_at: datetime, at: datetime) -> None:
    if starts_at > at:
        raise VisitLiesAhead("This visit is still to come; call it off, or give it another time.")


def ensure_own(owner_id: str, person_id: str) -> None:
    if owner_id != person_id:
        raise VisitOfAnotherPerson("Only whoever pays this visit records the arrival and the result.")


def ensure_device_time(device_at: datetime | None, at: datetime, earliest: datetime | None = None) -> None:
    """`earliest` is the device's time of the check-in, where that has been."""
    if device_at is None:
        return
    if device_at - at > MOST_AHEAD:
        raise DeviceTimeLiesAhead("The device's clock is more than a day ahead; set it and send this again.")
    if earliest is not None and device_at < earliest:
        raise VisitEndsBeforeItBegins("A visit is over after the arrival, by the device's clock too.")


def ensure_part_of(customer_id: str, theirs: str | None, part: str) -> None:
    if theirs != customer_id:
        raise VisitPartsDoNotMatch(f"This {part} is not one of the customer who is visited.")
