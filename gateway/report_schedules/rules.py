"""When a report is sent and what may become of its schedule, in plain Python: no database, no wire, no clock."""

import calendar
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from shared.errors import Conflict, Fault, Forbidden, Malformed, RuleBroken

ACTIVE, PAUSED = "active", "paused"
BY_RIGHT = "right_missing"
"""Its owner may not have reports sent any more, or does not work here any more."""
QUARTER = 3


class Rhythm(Protocol):
    """When something is sent: at a time on the wall of a zone."""

    @property
    def rhythm(self) -> str: ...

    @property
    def weekday(self) -> int | None: ...

    @property
    def month_day(self) -> int | None: ...

    @property
    def time(self) -> str: ...

    @property
    def time_zone(self) -> str: ...


class MailIsNotSetUp(Conflict):
    """This installation sends no mail: whoever runs it names a mail server (`TENON_SMTP_HOST`) first."""

    code = "mail_not_set_up"


class ScheduleStateForbids(Conflict):
    """What is paused is not paused again, and what is active not resumed."""

    code = "report_schedule_state_forbids"


class ScheduleOfAnother(Forbidden):
    """Whoever set a report up decides who gets it."""

    code = "report_schedule_of_another"


class RecipientIsUnfit(RuleBroken):
    """Reports go to people of the house who work here and have an e-mail address."""

    code = "report_recipient_unfit"


class TooManySchedules(RuleBroken):
    """One person has so many reports sent; remove one before setting up another."""

    code = "too_many_report_schedules"


class PlanDoesNotFit(Malformed):
    """Changed in this way its members do not fit together."""

    code = "report_schedule_does_not_fit"


def ensure_set_up(host: str | None) -> None:
    if not host:
        raise MailIsNotSetUp("No mail server is set up; whoever runs this installation sets TENON_SMTP_HOST.")


def ensure_own(owner_id: str, caller_id: str) -> None:
    if owner_id != caller_id:
        raise ScheduleOfAnother("Somebody else set this up; set up one of your own.")


def ensure_status(status: str, wanted: str, verb: str) -> None:
    if status != wanted:
        raise ScheduleStateForbids(f"A scheduled report that is {status} does not let you {verb} it.")


def ensure_room(there: int, most: int) -> None:
    if there >= most:
        raise TooManySchedules(f"There is room for {most} scheduled reports of one person; remove one first.")


def ensure_fit_to_receive(wanted: Collection[str], fit: Collection[str]) -> None:
    faults = [
        Fault(f"/recipients/{place}", "is nobody of the house who works here and has an e-mail address")
        for place, one in enumerate(wanted)
        if one not in fit
    ]
    if faults:
        raise RecipientIsUnfit("Not everybody named can get a report by mail.", faults=faults)


def ensure_fits_together(faults: Mapping[str, Any]) -> None:
    """`faults` are what does not fit, by member."""
    if faults:
        raise PlanDoesNotFit(
            "These do not fit together.", faults=[Fault(f"/{name}", str(why)) for name, why in faults.items()]
        )


def next_time(plan: Rhythm, after: datetime) -> datetime:
    """The first moment after this one at which the report is sent, in UTC. A time that the clocks skip is that much
    later, and of one that comes twice it is the first.
    """
    zone = ZoneInfo(plan.time_zone)
    day = after.astimezone(zone).date() - timedelta(days=1)
    wall = time.fromisoformat(plan.time)
    while True:
        moment = datetime.combine(day, wall, zone).astimezone(UTC)
        if _is_day(plan, day) and moment > after:
            return moment
        day += timedelta(days=1)


def _is_day(plan: Rhythm, day: date) -> bool:
    if plan.rhythm == "weekly":
        return day.isoweekday() == plan.weekday
    if plan.rhythm == "monthly":
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day == min(plan.month_day or 1, last)
    return True


def period_of(name: str, day: date) -> dict[str, str]:
    """The parameters that ask a report for this period as of a day."""
    match name:
        case "yesterday":
            before = day - timedelta(days=1)
            return _between(before, before)
        case "last_week":
            monday = day - timedelta(days=day.isoweekday() - 1 + 7)
            return _between(monday, monday + timedelta(days=6))
        case "this_month" | "last_month":
            asked = day if name == "this_month" else day.replace(day=1) - timedelta(days=1)
            return {"period": f"{asked.year:04}-{asked.month:02}"}
        case "this_quarter" | "last_quarter":
            quarter = day.year * 4 + (day.month - 1) // QUARTER - (name == "last_quarter")
            return {"period": f"{quarter // 4:04}-Q{quarter % 4 + 1}"}
        case "this_year" | "last_year":
            return {"period": f"{day.year - (name == 'last_year'):04}"}
    raise ValueError(f"{name} is no period")


def _between(since: date, until: date) -> dict[str, str]:
    return {"since": since.isoformat(), "until": until.isoformat()}
