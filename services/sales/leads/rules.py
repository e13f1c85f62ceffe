"""When a lead may change, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

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
    code = "lead_is_closed"


class BudgetIsMissing(RuleBroken):
    """A lead is qualified by somebody having said what they can spend."""

    code = "lead_budget_missing"


def next_status(verb: str, status: LeadStatus) -> LeadStatus:
    """The state that the verb leads to; raises `LeadCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise LeadCannotDoThis(f"A lead that is {status} cannot {verb}.", status=status.value) from None


def ensure_open(status: LeadStatus) -> None:
    if status in (LeadStatus.CONVERTED, LeadStatus.LOST):
        raise LeadIsClosed(f"A lead that is {status} cannot be edited; reopen it first.", status=status.value)


def ensure_budget(budget: Decimal) -> None:
    if budget <= 0:
        raise BudgetIsMissing("A lead is qualified with a budget above zero.")
