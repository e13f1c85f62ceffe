"""Who may take part in a deal, in plain Python: no database, no wire, no clock."""

from shared.errors import Conflict, RuleBroken


class ContactIsUnknown(RuleBroken):
    """A deal is linked to a contact that the caller can see."""

    code = "stakeholder_contact_unknown"


class ContactIsLinked(Conflict):
    """A contact plays a role in a deal once. `stakeholder_id` says which link that is."""

    code = "contact_linked_already"


class TooManyStakeholders(Conflict):
    """A deal that everybody has a part in has no decider."""

    code = "too_many_stakeholders"


def ensure_not_linked(stakeholder_id: str | None, role: str) -> None:
    """`stakeholder_id` is the link of this contact in this role, if there is one."""
    if stakeholder_id is not None:
        raise ContactIsLinked(f"This contact is the deal's {role} already.", stakeholder_id=stakeholder_id)


def ensure_room(stakeholders: int, most: int) -> None:
    if stakeholders >= most:
        raise TooManyStakeholders(f"{stakeholders} contacts are linked to this deal already.")
