"""Who may ask for an exception and who may grant it, in plain Python."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, Forbidden, RuleBroken


class PriceExceptionStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = PriceExceptionStatus
TRANSITIONS: Mapping[str, Mapping[PriceExceptionStatus, PriceExceptionStatus]] = {
    "approve": {S.REQUESTED: S.APPROVED},
    "refuse": {S.REQUESTED: S.REFUSED},
    "withdraw": {S.REQUESTED: S.WITHDRAWN, S.APPROVED: S.WITHDRAWN},
}


class PriceExceptionCannotDoThis(Conflict):
    """An exception in this state does not know this step."""

    code = "price_exception_state_forbids"


class OwnExceptionIsNotDecided(Forbidden):
    """Somebody else decides on what one asks for."""

    code = "price_exception_of_ones_own"


class ExceptionIsOver(RuleBroken):
    """An exception lasts until a day that has not passed."""

    code = "price_exception_over"


class CustomerOfExceptionIsUnknown(RuleBroken):
    """An exception is for a customer that the caller can see."""

    code = "price_exception_customer_unknown"


def next_status(verb: str, status: PriceExceptionStatus) -> PriceExceptionStatus:
    """The state that the verb leads to; raises `PriceExceptionCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise PriceExceptionCannotDoThis(f"What is {status} cannot {verb}.", status=status.value) from None


def ensure_of_another(owner_id: str, person_id: str) -> None:
    if owner_id == person_id:
        raise OwnExceptionIsNotDecided("You asked for this price; somebody else decides on it.")


def ensure_not_over(ends_on: date, today: date) -> None:
    if ends_on < today:
        raise ExceptionIsOver(f"This would have ended on {ends_on}.", ends_on=ends_on.isoformat())
