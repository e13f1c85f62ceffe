"""Who is given anything new and when, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class SellerStatus(StrEnum):
    ACTIVE = "active"
    ON_LEAVE = "on_leave"
    INACTIVE = "inactive"


TRANSITIONS: Mapping[str, Mapping[SellerStatus, SellerStatus]] = {
    "leave": {SellerStatus.ACTIVE: SellerStatus.ON_LEAVE},
    "end_leave": {SellerStatus.ON_LEAVE: SellerStatus.ACTIVE},
    "deactivate": {
        SellerStatus.ACTIVE: SellerStatus.INACTIVE,
        SellerStatus.ON_LEAVE: SellerStatus.INACTIVE,
    },
    "activate": {SellerStatus.INACTIVE: SellerStatus.ACTIVE},
}


class SellerCannotDoThis(Conflict):
    """A seller in this state does not know this step."""

    code = "seller_state_forbids"


class PersonIsSeller(Conflict):
    """A person is one seller; change what is said of them."""

    code = "seller_is_defined"


class SellerIsInactive(RuleBroken):
    """Nothing new is given to a seller who was set inactive."""

    code = "seller_is_inactive"


class LeaveEndsTooEarly(RuleBroken):
    """A leave does not end before it starts, nor before today."""

    code = "seller_leave_ends_too_early"


def next_status(verb: str, status: SellerStatus) -> SellerStatus:
    """The state that the verb leads to; raises `SellerCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise SellerCannotDoThis(f"A seller who is {status} cannot {verb}.", status=status.value) from None


def ensure_leave(starts_on: date, ends_on: date | None, today: date) -> None:
    if ends_on is not None and ends_on < max(starts_on, today):
        raise LeaveEndsTooEarly(f"It would end on {ends_on}, before it starts or before today.")


def is_away(starts_on: date | None, ends_on: date | None, today: date) -> bool:
    """Whether a leave of these days, both its own, has begun and is not over; without an end it is never over."""
    return starts_on is not None and starts_on <= today and (ends_on is None or today <= ends_on)


def is_available(status: SellerStatus, starts_on: date | None, ends_on: date | None, today: date) -> bool:
    """The days of a leave count themselves, so that nobody waits for the status to follow them."""
    return status is not SellerStatus.INACTIVE and not is_away(starts_on, ends_on, today)


def inactive(name: str) -> SellerIsInactive:
    return SellerIsInactive(f"{name} is inactive as a seller and is given nothing new.")


def ensure_not_inactive(status: SellerStatus, name: str) -> None:
    if status is SellerStatus.INACTIVE:
        raise inactive(name)
