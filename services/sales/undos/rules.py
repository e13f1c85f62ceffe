"""What stays although the job that made it is taken back, in plain Python."""

from collections.abc import Sequence

from shared.errors import Conflict


class CustomerIsInUse(Conflict):
    """Others have tied something to it meanwhile. `ties` says what."""

    code = "customer_in_use"


class ContactIsInUse(Conflict):
    """Others have tied something to this contact meanwhile. `ties` says what."""

    code = "contact_in_use"


class LeadIsInUse(Conflict):
    """Others have tied something to this lead meanwhile. `ties` says what."""

    code = "lead_in_use"


class OpportunityIsInUse(Conflict):
    """Others have made something from this deal meanwhile. `ties` says what."""

    code = "opportunity_in_use"


def ensure_contact_unused(ties: Sequence[str]) -> None:
    if ties:
        raise ContactIsInUse(f"There are {', '.join(ties)} with this contact by now; it stays.", ties=list(ties))


def ensure_lead_unused(ties: Sequence[str]) -> None:
    if ties:
        raise LeadIsInUse(f"There are {', '.join(ties)} about this lead by now; it stays.", ties=list(ties))


def ensure_deal_unused(ties: Sequence[str]) -> None:
    if ties:
        raise OpportunityIsInUse(f"There are {', '.join(ties)} of this deal by now; it stays.", ties=list(ties))


def ensure_unused(ties: Sequence[str]) -> None:
    if ties:
        raise CustomerIsInUse(f"There are {', '.join(ties)} of this customer by now; it stays.", ties=list(ties))
