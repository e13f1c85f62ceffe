"""Who may be a partner in a deal, in plain Python: no database, no wire, no clock."""

from shared.errors import Conflict, RuleBroken


class UnitIsUnknown(RuleBroken):
    """A deal is linked to a unit that there is."""

    code = "partner_unit_unknown"


class UnitIsClosed(RuleBroken):
    """Nobody works in a closed unit who could work on a deal."""

    code = "partner_unit_closed"


class UnitIsNoPartner(RuleBroken):
    """Partners are agents and dealers; with a unit of the house a deal is shared."""

    code = "unit_is_no_partner"


class PartnerIsLinked(Conflict):
    """A partner works on a deal in one role. `partner_id` says which link that is."""

    code = "partner_linked_already"


class TooManyPartners(Conflict):
    """A deal that so many work on is nobody's."""

    code = "too_many_partners"


def ensure_partner(code: str, is_partner: bool, closed: bool) -> None:
    """`code` is that of the unit that is to be linked, `is_partner` whether it is a company of its own."""
    if not is_partner:
        raise UnitIsNoPartner(f"The unit {code} is neither an agent nor a dealer.")
    if closed:
        raise UnitIsClosed(f"The unit {code} is closed.")


def ensure_not_linked(partner_id: str | None) -> None:
    """`partner_id` is the link of this unit to the deal, if there is one."""
    if partner_id is not None:
        raise PartnerIsLinked("This partner is linked to the deal already.", partner_id=partner_id)


def ensure_room(partners: int, most: int) -> None:
    if partners >= most:
        raise TooManyPartners(f"{partners} partners are linked to this deal already.")
