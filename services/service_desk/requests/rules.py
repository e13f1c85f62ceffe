"""When a request is due and who may do what to it, in plain Python: no database, no wire, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.errors import Conflict, Forbidden, RuleBroken


class RequestStatus(StrEnum):
    NEW = "new"
    CLAIMED = "claimed"
    IN_PROGRESS = "in_progress"
    SOLVED = "solved"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    REOPENED = "reopened"


class ClockState(StrEnum):
    RUNNING = "running"
    WARNED = "warned"
    BREACHED = "breached"
    MET = "met"


S = RequestStatus
TRANSITIONS: Mapping[str, Mapping[RequestStatus, RequestStatus]] = {
    "claim": {S.NEW: S.CLAIMED, S.REOPENED: S.CLAIMED},
    "release": {S.CLAIMED: S.NEW, S.IN_PROGRESS: S.NEW},
    "reassign": {S.NEW: S.CLAIMED, S.REOPENED: S.CLAIMED, S.CLAIMED: S.CLAIMED, S.IN_PROGRESS: S.CLAIMED},
    "start": {S.CLAIMED: S.IN_PROGRESS},
    "solve": {S.CLAIMED: S.SOLVED, S.IN_PROGRESS: S.SOLVED},
    "confirm": {S.SOLVED: S.CONFIRMED},
    "close": {S.SOLVED: S.CLOSED, S.CONFIRMED: S.CLOSED},
    "reopen": {S.SOLVED: S.REOPENED, S.CONFIRMED: S.REOPENED, S.CLOSED: S.REOPENED},
}

HOURS_TO_SOLVE: Mapping[str, int] = {"low": 72, "normal": 24, "high": 8, "critical": 2}
HIGHEST_LEVEL = 3
LONGEST_SUBJECT = 120
WARNED_AFTER = 3, 4
"""The part of its time after which the clock of a request warns: three quarters."""


@dataclass(frozen=True)
class Clock:
    """How a request stands against its deadline; `moves_at` is when that changes though nobody does anything."""

    state: ClockState
    moves_at: datetime | None = None


class RequestCannotDoThis(Conflict):
    """A request in this state does not know this step."""

    code = "request_state_forbids"


class RequestIsClaimedAlready(Conflict):
    """Somebody was quicker; `extra["assignee"]` says who."""

    code = "request_claimed_already"


class RequestIsDone(Conflict):
    """A request that is solved or closed is not edited."""

    code = "request_is_done"


class AgentLacksSkill(Forbidden):
    """A request that needs a skill is taken only by an agent who has it."""

    code = "agent_lacks_skill"


class RequestOfAnotherAgent(Forbidden):
    """Only the agent who took a request on works on it; others have it reassigned first."""

    code = "request_of_another_agent"


class CustomerIsMissing(RuleBroken):
    """A request names a customer, or at least says who it was."""

    code = "request_customer_missing"


class CustomerIsUnknown(RuleBroken):
    """The caller sees no such customer."""

    code = "request_customer_unknown"


class RequestProductIsUnknown(RuleBroken):
    """What is asked for is a product of the catalogue, or is said in words."""

    code = "request_product_unknown"


class AssigneeIsUnknown(RuleBroken):
    """There is no such person, or their access is closed."""

    code = "assignee_unknown"


class AssigneeStandsElsewhere(RuleBroken):
    """A request is given to somebody of its own unit, who can see it."""

    code = "assignee_elsewhere"


class AssigneeLacksSkill(RuleBroken):
    """Whoever takes a request on has the skill that it needs."""

    code = "assignee_lacks_skill"


class RequestExternalIdIsTaken(Conflict):
    """It stands for a request out of the caller's reach."""

    code = "request_external_id_taken"


class OriginOfRequestStays(RuleBroken):
    """Whose request it is, and how it came, is recorded once."""

    code = "request_origin_stays"


def next_status(verb: str, status: RequestStatus) -> RequestStatus:
    """The state that the verb leads to; raises `RequestCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise RequestCannotDoThis(f"A request that is {status} cannot {verb}.", status=status.value) from None


def is_open(status: RequestStatus) -> bool:
    return status not in (RequestStatus.SOLVED, RequestStatus.CONFIRMED, RequestStatus.CLOSED)


def ensure_open(status: RequestStatus) -> None:
    if not is_open(status):
        raise RequestIsDone(f"A request that is {status} cannot be edited; reopen it.", status=status.value)


def has_skill(needed: str | None, skills: frozenset[str]) -> bool:
    return needed is None or needed in skills


def ensure_qualified(needed: str | None, skills: frozenset[str]) -> None:
    if not has_skill(needed, skills):
        raise AgentLacksSkill(f"This request needs somebody skilled in {needed}.", skill=needed)


def ensure_own(assignee_id: str | None, agent_id: str) -> None:
    if assignee_id is not None and assignee_id != agent_id:
        raise RequestOfAnotherAgent("Another agent works on this request; have it reassigned first.")


def ensure_customer(customer_id: str | None, customer_name: str | None) -> None:
    if customer_id is None and not (customer_name and customer_name.strip()):
        raise CustomerIsMissing("Name a customer, or say who asks.")


def ensure_origin_stays(changed: Collection[str]) -> None:
    other = sorted({"customer_id", "customer_name", "channel"}.intersection(changed))
    if other:
        raise OriginOfRequestStays(f"Of a request that is recorded, this stays: {', '.join(other)}.")


def ensure_assignee(needed: str | None, skills: frozenset[str], their_unit: str, request_unit: str) -> None:
    if their_unit != request_unit:
        raise AssigneeStandsElsewhere("A request is given to an agent of its own unit.")
    if not has_skill(needed, skills):
        raise AssigneeLacksSkill(f"This request needs somebody skilled in {needed}.", skill=needed)


def subject_of(description: str) -> str:
    """The first line of a text, shortened; for a caller who gave no subject."""
    first = description.strip().splitlines()[0].strip()
    return first if len(first) <= LONGEST_SUBJECT else f"{first[: LONGEST_SUBJECT - 1]}…"


def hours_to_solve(severity: str, promised: Mapping[str, int]) -> int:
    """What the customer was promised for this severity, or else what is usual."""
    return promised.get(severity, HOURS_TO_SOLVE[severity])


def deadline(hours: int, since: datetime) -> datetime:
    """By when a request that is to be solved in so many hours is."""
    return since + timedelta(hours=hours)


def next_escalation(level: int, hours: int, at: datetime) -> datetime | None:
    """When a request that rose to `level` just now rises again: after half its time; never beyond the highest level."""
    return at + timedelta(hours=hours) / 2 if level < HIGHEST_LEVEL else None


def warns_at(since: datetime, due_at: datetime) -> datetime:
    """When most of the time has gone; a deadline that had passed from the start is warned of by itself alone."""
    part, whole = WARNED_AFTER
    return since + max(due_at - since, timedelta()) * part / whole


def clock_at(at: datetime, since: datetime, due_at: datetime, solved_at: datetime | None) -> Clock:
    """The clock of a request at this moment, whose time runs since `since`; it stands once it is solved."""
    if solved_at is not None:
        return Clock(ClockState.MET if solved_at <= due_at else ClockState.BREACHED)
    if at >= due_at:
        return Clock(ClockState.BREACHED)
    warned = warns_at(since, due_at)
    return Clock(ClockState.WARNED, due_at) if at >= warned else Clock(ClockState.RUNNING, warned)
