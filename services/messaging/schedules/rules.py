"""When a schedule may change, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.errors import Conflict, Forbidden, RuleBroken

MOST_IN_A_CALENDAR = 1000


class ScheduleStatus(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


S = ScheduleStatus
TRANSITIONS: Mapping[str, Mapping[ScheduleStatus, ScheduleStatus]] = {
    "change": {S.PLANNED: S.PLANNED},
    "move": {S.PLANNED: S.PLANNED, S.MISSED: S.PLANNED},
    "complete": {S.PLANNED: S.DONE},
    "miss": {S.PLANNED: S.MISSED},
    "cancel": {S.PLANNED: S.CANCELLED},
}
OF_VISIT: Mapping[str, ScheduleStatus] = {
    "planned": S.PLANNED,
    "checked_in": S.PLANNED,
    "completed": S.DONE,
    "missed": S.MISSED,
    "cancelled": S.CANCELLED,
}
"""What the state of a visit is in a calendar."""

OF_QUOTATION: Mapping[str, ScheduleStatus] = {
    "draft": S.CANCELLED,
    "sent": S.PLANNED,
    "accepted": S.DONE,
    "refused": S.DONE,
    "expired": S.MISSED,
}
"""What the last day of an offer is in a calendar: a draft that was never sent has none, and so has a new version."""


class ScheduleCannotDoThis(Conflict):
    """An entry in this state does not know this step."""

    code = "schedule_state_forbids"


class ScheduleIsKeptElsewhere(Conflict):
    """A visit is changed as a visit, an offer as a quotation; the calendar follows."""

    code = "schedule_kept_elsewhere"


class ScheduleExternalIdIsTaken(Conflict):
    """It stands for an entry out of the caller's reach."""

    code = "schedule_external_id_taken"


class ParticipantIsUnknown(RuleBroken):
    """People take part who work here."""

    code = "schedule_participant_unknown"


class ScheduleEndsBeforeItBegins(RuleBroken):
    """What is planned ends after it has begun."""

    code = "schedule_ends_before_it_begins"


class ScheduleLiesAhead(RuleBroken):
    """What is still to come has not been missed."""

    code = "schedule_lies_ahead"


class CalendarOfAnother(Forbidden):
    """One reads one's own calendar and those of the people below."""

    code = "calendar_of_another"


class CalendarIsTooFull(RuleBroken):
    """More than can be shown at once."""

    code = "calendar_too_full"


def next_status(verb: str, status: ScheduleStatus) -> ScheduleStatus:
    """The state that the verb leads to; raises `ScheduleCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        sentence = f"What is {status} in a schedule does not let you {verb} it."
        raise ScheduleCannotDoThis(sentence, status=status.value) from None


def ensure_planned(status: ScheduleStatus) -> None:
    """A load gives what is still to come another time; what was missed, somebody plans anew by hand."""
    next_status("change", status)


def ensure_kept_here(source_id: str | None, kind: str) -> None:
    if source_id is not None:
        noun = "quotation" if kind == "quote_expiry" else kind
        raise ScheduleIsKeptElsewhere(f"This stands for the {noun} {source_id}; change that, the calendar follows.")


def ensure_order(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise ScheduleEndsBeforeItBegins("What is planned ends after it has begun.")


def ensure_over(starts_at: datetime, at: datetime) -> None:
    if starts_at > at:
        raise ScheduleLiesAhead("This is still to come; call it off, or give it another time.")


def bounds(first: date, last: date, time_zone: str) -> tuple[datetime, datetime]:
    """The first and the last moment of these days in a time zone, in UTC as far as the calendar of UTC goes."""
    zone = ZoneInfo(time_zone)
    return _in_utc(datetime.combine(first, time.min, zone)), _in_utc(datetime.combine(last, time.max, zone))


def day_of(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)
