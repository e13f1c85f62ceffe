"""When somebody is called back, and by whom, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.errors import Conflict, Forbidden, RuleBroken


class CallBackStatus(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


S = CallBackStatus
TRANSITIONS: Mapping[str, Mapping[CallBackStatus, CallBackStatus]] = {
    "change": {S.WAITING: S.WAITING, S.TAKEN: S.TAKEN},
    "take": {S.WAITING: S.TAKEN},
    "postpone": {S.WAITING: S.WAITING, S.TAKEN: S.WAITING},
    "transfer": {S.WAITING: S.WAITING, S.TAKEN: S.WAITING},
    "complete": {S.WAITING: S.COMPLETED, S.TAKEN: S.COMPLETED},
    "cancel": {S.WAITING: S.CANCELLED, S.TAKEN: S.CANCELLED},
}


class CallBackCannotDoThis(Conflict):
    """A call-back in this state does not know this step."""

    code = "call_back_state_forbids"


class CallBackIsTaken(Conflict):
    """Of all who share a queue one calls."""

    code = "call_back_taken"


class CallBackIsNotTaken(Conflict):
    """Whoever has called somebody of a unit's queue took them out of it before."""

    code = "call_back_not_taken"


class CallBackIsNotDue(Conflict):
    """Nobody is called before the time that was promised."""

    code = "call_back_not_due"


class CallBackAgentIsTheSame(Conflict):
    """This person is to call already."""

    code = "call_back_agent_same"


class CallBackOfAnotherPerson(Forbidden):
    """Only whoever is to call takes a call-back, and says what came of it."""

    code = "call_back_of_another_person"


class CallBackAboutIsUnknown(RuleBroken):
    """A call-back concerns a customer, contact, lead or deal that whoever arranges it can see."""

    code = "call_back_about_unknown"


class CallBackUnitIsUnknown(RuleBroken):
    """A queue is that of a unit which the organisation has, and which is open."""

    code = "call_back_unit_unknown"


class CallBackLiesBehind(RuleBroken):
    """What is promised is still to come."""

    code = "call_back_in_past"


class LocalTimeIsSkipped(RuleBroken):
    """When clocks are put forward, the time between never is."""

    code = "call_back_time_skipped"


class LocalTimeIsAmbiguous(RuleBroken):
    """When clocks are put back, an hour comes twice; which of the two is meant, an offset says."""

    code = "call_back_time_ambiguous"


def next_status(verb: str, status: CallBackStatus) -> CallBackStatus:
    """The state that the verb leads to; raises `CallBackCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        sentence = f"A call-back that is {status} does not let you {verb} it."
        raise CallBackCannotDoThis(sentence, status=status.value) from None


def moment_of(promised: datetime, time_zone: str) -> datetime:
    """In UTC. What has no offset is the time on the wall in that zone: raises `LocalTimeIsSkipped` for one that never
    is there, and `LocalTimeIsAmbiguous` for one that comes twice.
    """
    if promised.tzinfo is not None:
        return promised.astimezone(UTC)
    zone = ZoneInfo(time_zone)
    readings = {promised.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    moments = [moment for moment in sorted(readings) if _on_the_wall(moment, zone) == promised]
    if not moments:
        raise LocalTimeIsSkipped(f"In {time_zone} the clocks skip {promised.isoformat()}; choose another time.")
    if len(moments) > 1:
        raise LocalTimeIsAmbiguous(
            f"In {time_zone} it is {promised.isoformat()} twice; say which by an offset.",
            moments=[moment.astimezone(zone).isoformat() for moment in moments],
        )
    return moments[0]


def local_time(moment: datetime, time_zone: str) -> str:
    """What the clock on the wall shows there at that moment, in ISO 8601 without an offset."""
    return _on_the_wall(moment, ZoneInfo(time_zone)).isoformat()


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def ensure_ahead(moment: datetime, at: datetime) -> None:
    if moment <= at:
        raise CallBackLiesBehind("This time is over; promise one that is still to come.")


def ensure_due(due_at: datetime, at: datetime) -> None:
    if due_at > at:
        raise CallBackIsNotDue("This call-back is not due yet.", due_at=due_at.isoformat())


def ensure_own_queue(stands_in_it: bool) -> None:
    if not stands_in_it:
        raise CallBackOfAnotherPerson("This call-back stands in another queue than yours.")


def ensure_caller(agent_id: str | None, person_id: str) -> None:
    """Raises `CallBackOfAnotherPerson`, and `CallBackIsNotTaken` where anybody of a unit may still be the one."""
    if agent_id is None:
        raise CallBackIsNotTaken("Take this call-back out of the queue before you say what came of it.")
    if agent_id != person_id:
        raise CallBackOfAnotherPerson("Somebody else is to call here.")


def ensure_another(agent_id: str | None, person_id: str) -> None:
    if agent_id == person_id:
        raise CallBackAgentIsTheSame("This person is to call already.")
