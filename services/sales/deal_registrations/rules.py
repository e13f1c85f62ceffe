"""How long a registered deal is protected and against whom, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from shared.errors import Conflict, Forbidden, RuleBroken

DEFAULT_PROTECTION_DAYS = 90
"""A quarter: as long as the usual deal takes from the first talk to the order."""

MOST_PROTECTION_DAYS = 365
DEFAULT_EXTENSION_DAYS = 30
MOST_EXTENSION_DAYS = 90
MOST_RIVALS = 20
"""So many records of either kind are shown of those that stand against a deal."""

PARTNER_KINDS = frozenset({"agent", "dealer"})
"""The kinds of units that are companies of their own. An opportunity of theirs came by the channel of this name."""


class DealStatus(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    EXTENDED = "extended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CONVERTED = "converted"


TRANSITIONS: dict[str, Mapping[DealStatus, DealStatus]] = {
    "accept": {DealStatus.SUBMITTED: DealStatus.ACCEPTED},
    "refuse": {DealStatus.SUBMITTED: DealStatus.REFUSED},
    "extend": {DealStatus.ACCEPTED: DealStatus.EXTENDED},
    "withdraw": {
        DealStatus.SUBMITTED: DealStatus.WITHDRAWN,
        DealStatus.ACCEPTED: DealStatus.WITHDRAWN,
        DealStatus.EXTENDED: DealStatus.WITHDRAWN,
    },
    "convert": {DealStatus.ACCEPTED: DealStatus.CONVERTED, DealStatus.EXTENDED: DealStatus.CONVERTED},
}
"""What people do to a registration. It is extended once: an extended one does not know that step."""

WAITING = (DealStatus.ACCEPTED, DealStatus.EXTENDED)
"""Protected, and nothing came of it yet: these lapse when their time is over."""

STEPS_OF_TIME: dict[str, Mapping[DealStatus, DealStatus]] = {"lapse": dict.fromkeys(WAITING, DealStatus.LAPSED)}
"""What no person does."""

PROTECTING = (*WAITING, DealStatus.CONVERTED)
"""Protected until the day that was promised and not longer, whether or not the timer has closed it since. What came of
a registration is protected as long.
"""


class DealCannotDoThis(Conflict):
    """A registration in this state does not know this step."""

    code = "deal_registration_state_forbids"


class DealIsRegistered(Conflict):
    """Another partner is protected with this customer. A partner is told no more than that; people of the house see in
    `candidates` those registrations that are in their sight.
    """

    code = "deal_is_registered"


class ProtectionIsOver(Conflict):
    """The last day of the protection has passed, whether or not the registration has been closed since."""

    code = "deal_protection_over"


class NotOfAPartner(Forbidden):
    """Partners register deals; the house opens opportunities."""

    code = "deal_registration_not_of_partner"


class ProtectionIsTooLong(RuleBroken):
    """Nobody keeps a customer from all others for good."""

    code = "deal_protection_too_long"


class ClosesInPast(RuleBroken):
    """A deal that one works on is still to be closed."""

    code = "deal_closes_in_past"


class CustomerIsUnknown(RuleBroken):
    """A deal is registered with a customer that the caller can see, or else by the name of a prospect."""

    code = "deal_customer_unknown"


class CustomerIsNamed(RuleBroken):
    """It was said at the registration who the customer is; another one is another deal."""

    code = "deal_customer_named"


def next_status(verb: str, status: DealStatus) -> DealStatus:
    """The state that the verb leads to; raises `DealCannotDoThis` where it leads nowhere."""
    try:
        return (TRANSITIONS | STEPS_OF_TIME)[verb][status]
    except KeyError:
        sentence = f"A registration that is {status} does not let you {verb} it."
        raise DealCannotDoThis(sentence, status=status.value) from None


def steps_of_time() -> Iterator[tuple[str, DealStatus, DealStatus]]:
    """Each as verb, state before and state after, for the chart."""
    yield from ((verb, at, to) for verb, steps in STEPS_OF_TIME.items() for at, to in steps.items())


def ensure_not_over(until: date | None, today: date) -> None:
    if until is None or until < today:
        raise ProtectionIsOver("The protection of this deal is over; register it again.")


def ensure_over(until: date | None, today: date) -> None:
    if until is None or until >= today:
        raise DealCannotDoThis(f"This deal is protected until {until}.")


def ensure_partner(kind: str | None) -> None:
    """`kind` is that of the caller's unit."""
    if kind not in PARTNER_KINDS:
        raise NotOfAPartner("Deals are registered by people of agents and dealers.")


def ensure_same_customer(named: str | None, wanted: str | None, new_name: str | None) -> None:
    """`named` is who was said at the registration; the opportunity is to be for `wanted`, or for a new one."""
    if named is not None and (new_name is not None or wanted not in (None, named)):
        raise CustomerIsNamed("This deal was registered with another customer.")


def ensure_to_come(expected_close_date: date, today: date) -> None:
    if expected_close_date < today:
        raise ClosesInPast(f"A deal that is still worked on does not close on {expected_close_date}.")


def protection_end(today: date, days: int | None) -> date:
    """The last day of a protection that begins today."""
    wanted = DEFAULT_PROTECTION_DAYS if days is None else days
    _ensure_within(wanted, MOST_PROTECTION_DAYS)
    return today + timedelta(days=wanted)


def extended_end(until: date, days: int | None) -> date:
    wanted = DEFAULT_EXTENSION_DAYS if days is None else days
    _ensure_within(wanted, MOST_EXTENSION_DAYS)
    return until + timedelta(days=wanted)


def _ensure_within(days: int, most: int) -> None:
    if days > most:
        raise ProtectionIsTooLong(f"At most {most} days at once.", most=most)


def domain_of(domain: str | None, website: str | None) -> str | None:
    """The domain that was told, or else that of the website."""
    return domain or (urlsplit(website).hostname if website else None)
