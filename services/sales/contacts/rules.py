"""What makes a contact whole, in plain Python."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, RuleBroken

SHORTEST_PART = 2
DEEPEST_CHART = 20


class ContactKind(StrEnum):
    CUSTOMER = "customer"
    COMPETITOR = "competitor"
    PARTNER = "partner"
    SUPPLIER = "supplier"
    INTRODUCER = "introducer"


class ContactLacksCustomer(RuleBroken):
    """A customer's contact belongs to a customer."""

    code = "contact_customer_missing"


class ContactExternalIdIsTaken(Conflict):
    """It stands for a contact out of the caller's reach."""

    code = "contact_external_id_taken"


class ContactCustomerIsUnknown(RuleBroken):
    """A contact can only be linked to a customer that the caller can see."""

    code = "contact_customer_unknown"


class SuperiorIsUnknown(RuleBroken):
    """A contact reports to one that the caller can see."""

    code = "contact_superior_unknown"


class SuperiorIsElsewhere(RuleBroken):
    """A contact and the one that it reports to are at the same customer."""

    code = "contact_superior_elsewhere"


class ContactReportsToItself(RuleBroken):
    """Reporting lines form a tree."""

    code = "contact_reporting_cycle"


class RatingIsInTheFuture(RuleBroken):
    """Nobody has judged anybody on a day to come."""

    code = "contact_rating_in_future"


def ensure_same_customer(customer_id: str | None, superiors_customer_id: str | None) -> None:
    if customer_id is None or customer_id != superiors_customer_id:
        raise SuperiorIsElsewhere("A contact reports to another one of the same customer.")


def ensure_chart(contact_id: str, superior_id: str, lines: Mapping[str, str | None]) -> None:
    """`lines` says to whom each contact of the customer reports now."""
    drawn = {**lines, contact_id: superior_id}
    if any(len(_chain(one, drawn)) > DEEPEST_CHART for one in drawn):
        raise ContactReportsToItself(
            f"Nobody reports to themself, through however many others; a chart is at most {DEEPEST_CHART} levels deep."
        )


def _chain(contact_id: str, lines: Mapping[str, str | None]) -> list[str]:
    """The contact and those above it, as far as one step more than a chart may be deep."""
    chain: list[str] = []
    at: str | None = contact_id
    while at is not None and len(chain) <= DEEPEST_CHART:
        chain.append(at)
        at = lines.get(at)
    return chain


def ensure_past(rated_on: date, today: date) -> None:
    if rated_on > today:
        raise RatingIsInTheFuture(f"{rated_on} is still to come.")


def ensure_linked(kind: ContactKind, customer_id: str | None) -> None:
    if kind is ContactKind.CUSTOMER and customer_id is None:
        raise ContactLacksCustomer("Say at which customer this contact is, or choose another kind.")


def number_parts(*numbers: str | None) -> list[str]:
    """Every end of each number, so that looking words up by how they begin finds any part of a number."""
    found: list[str] = []
    for number in numbers:
        digits = "".join(sign for sign in number or "" if sign.isdecimal())
        found.extend(digits[start:] for start in range(len(digits) - SHORTEST_PART + 1))
    return found
