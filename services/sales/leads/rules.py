"""When a lead may change, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shared.errors import Conflict, RuleBroken


class LeadStatus(StrEnum):
    NEW = "new"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    LOST = "lost"


TRANSITIONS: Mapping[str, Mapping[LeadStatus, LeadStatus]] = {
    "qualify": {LeadStatus.NEW: LeadStatus.QUALIFIED},
    "lose": {LeadStatus.NEW: LeadStatus.LOST, LeadStatus.QUALIFIED: LeadStatus.LOST},
    "reopen": {LeadStatus.LOST: LeadStatus.NEW},
    "convert": {LeadStatus.NEW: LeadStatus.CONVERTED, LeadStatus.QUALIFIED: LeadStatus.CONVERTED},
}


class LeadCannotDoThis(Conflict):
    """A lead in this state does not know this step."""

    code = "lead_state_forbids"


class LeadIsClosed(Conflict):
    """A lead that was converted or lost stays as it is."""

    code = "lead_is_closed"


class LeadIsAssigned(Conflict):
    """A rule gives a lead to its owner once, while it is new; from there it goes by hand."""

    code = "lead_is_assigned"


class LeadExternalIdIsTaken(Conflict):
    """It stands for a lead out of the caller's reach."""

    code = "lead_external_id_taken"


class PartToLinkIsUnknown(RuleBroken):
    """A lead can only become part of a customer, a contact or an opportunity that the caller can see."""

    code = "lead_part_unknown"


class PartsDoNotMatch(RuleBroken):
    """The contact and the opportunity that a lead becomes are those of its customer."""

    code = "lead_parts_do_not_match"


class TouchLiesAhead(RuleBroken):
    """What has not happened yet is no touch."""

    code = "lead_touch_in_future"


class BudgetIsMissing(RuleBroken):
    """A lead is qualified by somebody having said what they can spend."""

    code = "lead_budget_missing"


BY_HAND = "manual"
_KEEPERS = {
    "activity": ("messaging", "get_schedule", "schedule_id"),
    "campaign": ("marketing", "get_campaign", "campaign_id"),
    "case": ("service_desk", "get_request", "request_id"),
}
"""By the kind of a source: the service that keeps it, the call that reads it, and what that calls its id."""


class SourceIsUnknown(RuleBroken):
    """A lead comes from a campaign, an activity or a case that its recorder may see."""

    code = "lead_source_unknown"


def keeper_of_source(kind: str) -> tuple[str, str, str]:
    """Service, call and parameter by which a source is read; raises `SourceIsUnknown` where there is none."""
    if kind not in _KEEPERS:
        raise SourceIsUnknown(f"A source of the kind {kind} has no record that could be named.")
    return _KEEPERS[kind]


def next_status(verb: str, status: LeadStatus, **known: Any) -> LeadStatus:
    """The state that the verb leads to; raises `LeadCannotDoThis`, saying what else is `known`, if none."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise LeadCannotDoThis(f"A lead that is {status} cannot {verb}.", status=status.value, **known) from None


def ensure_open(status: LeadStatus) -> None:
    if status in (LeadStatus.CONVERTED, LeadStatus.LOST):
        raise LeadIsClosed(f"A lead that is {status} cannot be edited; reopen it first.", status=status.value)


def ensure_unassigned(assignment: Mapping[str, str | None] | None) -> None:
    if assignment is not None:
        raise LeadIsAssigned("A rule has dealt with this lead already.")


def handed_over(assignment: Mapping[str, str | None], by: str, at: datetime) -> dict[str, str | None]:
    """What is told of a lead that a rule had dealt with and a person handed over: that person's word holds."""
    told = {"outcome": "handed_over", "reason": f"handed over by {by}", "at": at.isoformat()}
    return {**assignment, **told}


def ensure_budget(budget: Decimal) -> None:
    if budget <= 0:
        raise BudgetIsMissing("A lead is qualified with a budget above zero.")


def ensure_same_customer(part: str, its_customer_id: str | None, customer_id: str) -> None:
    if its_customer_id != customer_id:
        raise PartsDoNotMatch(f"This {part} belongs to another customer or to none.", part=part)


def ensure_past(at: datetime, now: datetime) -> None:
    if at > now:
        raise TouchLiesAhead("A touch is logged after it happened.")
