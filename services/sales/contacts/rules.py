"""What makes a contact whole, in plain Python."""

from enum import StrEnum

from shared.errors import Conflict, RuleBroken

SHORTEST_PART = 2


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
