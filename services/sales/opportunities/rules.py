"""When an opportunity may change, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Protocol

from shared.errors import Conflict, RuleBroken

_SMALLEST = Decimal("0.0001")
HUNDRED = 100


class OpportunityStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


_OPEN_ONLY = {OpportunityStatus.OPEN: OpportunityStatus.OPEN}
TRANSITIONS: Mapping[str, Mapping[OpportunityStatus, OpportunityStatus]] = {
    "change": _OPEN_ONLY,
    "advance": _OPEN_ONLY,
    "transfer": _OPEN_ONLY,
    "win": {OpportunityStatus.OPEN: OpportunityStatus.WON},
    "lose": {OpportunityStatus.OPEN: OpportunityStatus.LOST},
    "reopen": {
        OpportunityStatus.WON: OpportunityStatus.OPEN,
        OpportunityStatus.LOST: OpportunityStatus.OPEN,
    },
}


class OpportunityCannotDoThis(Conflict):
    """A deal in this state does not know this step; a closed one only knows reopen."""

    code = "opportunity_state_forbids"


class OpportunityIsThereAlready(Conflict):
    """Advancing to the stage that the deal stands in would tell everybody of nothing."""

    code = "opportunity_in_this_stage"


class CriteriaAreUnmet(RuleBroken):
    """Stages may demand what must be known before a deal leaves them. `unmet` names it, by stage."""

    code = "stage_criteria_unmet"


class AmountIsMissing(RuleBroken):
    """What was won has an amount."""

    code = "opportunity_amount_missing"


class ClosedInFuture(RuleBroken):
    """A deal is closed when it is closed, not later."""

    code = "opportunity_closed_in_future"


class CustomerIsUnknown(RuleBroken):
    """A deal is made with a customer that the caller can see."""

    code = "opportunity_customer_unknown"


class ContactIsUnknown(RuleBroken):
    """One talks about a deal to a contact that the caller can see."""

    code = "opportunity_contact_unknown"


class ExternalIdIsTaken(Conflict):
    """An external id belongs to one opportunity."""

    code = "opportunity_external_id_taken"


class OwnerIsTheSame(Conflict):
    """The opportunity belongs to this person already."""

    code = "opportunity_owner_same"


def next_status(verb: str, status: OpportunityStatus) -> OpportunityStatus:
    """The state that the verb leads to; raises `OpportunityCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        hint = "" if status is OpportunityStatus.OPEN else " Reopen it first."
        sentence = f"An opportunity that is {status} does not let you {verb} it.{hint}"
        raise OpportunityCannotDoThis(sentence, status=status.value) from None


class Demanding(Protocol):
    """A stage, as far as leaving it goes."""

    @property
    def code(self) -> str: ...

    @property
    def exit_criteria(self) -> Sequence[str]: ...


def ensure_may_advance(here: str, there: str, left: Iterable[Demanding], known: Mapping[str, Any]) -> None:
    """`left` are the stages that are left behind on the way; `known` is what is known of the deal, by criterion."""
    if here == there:
        raise OpportunityIsThereAlready(f"The deal stands in {there} already.", stage=there)
    unmet = {stage.code: missing for stage in left if (missing := _unmet(stage, known))}
    if unmet:
        named = ", ".join(sorted({criterion for missing in unmet.values() for criterion in missing}))
        raise CriteriaAreUnmet(f"Before the deal goes on to {there} it needs: {named}.", unmet=unmet)


def _unmet(stage: Demanding, known: Mapping[str, Any]) -> list[str]:
    return [criterion for criterion in stage.exit_criteria if known.get(criterion) in (None, "")]


def ensure_won_amount(amount: Decimal | None) -> None:
    if amount is None:
        raise AmountIsMissing("A deal is won with an amount; give it with the win.")


def ensure_not_future(closed_on: date | None, today: date) -> None:
    if closed_on is not None and closed_on > today:
        raise ClosedInFuture(f"A deal cannot have been closed on {closed_on}, which is still to come.")


def weighted(amount: Decimal | None, probability: int) -> Decimal | None:
    """The amount times its probability in percent, rounded to the places that an amount has."""
    return None if amount is None else (amount * probability / HUNDRED).quantize(_SMALLEST, ROUND_HALF_UP)
