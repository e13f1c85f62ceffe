"""Linking partners to a deal and unlinking them: by those to whom the deal belongs, since a link gives it away.

The link holds a share of its own. Nobody else ends that one, and it ends no other (decision 57).
"""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.deal_registrations.queries import PARTNER_KINDS
from services.sales.opportunities.commands.involving import (
    hold_open_opportunity_to_give,
    hold_opportunity_to_give,
    tell_of_part,
)
from services.sales.partners import queries, rules
from services.sales.partners.model import Partner
from shared import sharing
from shared.actor import Actor
from shared.contracts.sales import partners as contract
from shared.contracts.sharing import AS_PARTNER
from shared.ids import new_id


def link_partner(
    session: Session, actor: Actor, opportunity_id: str, *, org_unit_id: str, role: str, note: str | None = None
) -> Partner:
    """Let the people of a partner, and of the units below it, read an open deal as long as the link stands.

    Raises `UnitIsUnknown`, `UnitIsNoPartner` or `UnitIsClosed`, and `PartnerIsLinked` for a second link.
    """
    deal = hold_open_opportunity_to_give(session, actor, opportunity_id)
    _ensure_partner(session, org_unit_id)
    rules.ensure_not_linked(queries.link_with(session, deal.id, org_unit_id))
    rules.ensure_room(queries.count_partners(session, deal.id), contract.MOST_PARTNERS)
    share = sharing.open_record(session, actor, deal, org_unit_id=org_unit_id, reason=AS_PARTNER)
    partner = Partner(
        id=new_id(),
        opportunity_id=deal.id,
        org_unit_id=org_unit_id,
        role=role,
        note=note,
        author_id=actor.user_id,
    )
    session.add(partner)
    session.flush()
    told = {**sharing.told_of_opening(share), "partner_id": partner.id, "partner_role": partner.role}
    event = contract.OpportunityPartnerLinked
    tell_of_part(session, actor, deal, event, before={}, after=_facts(partner), **told)
    return partner


def unlink_partner(session: Session, actor: Actor, opportunity_id: str, partner_id: str) -> None:
    """Take the deal away from the partner, also one that is won or lost. What was shared by hand stays shared.

    Raises `NotFound` for a link of another deal.
    """
    deal = hold_opportunity_to_give(session, actor, opportunity_id)
    partner = queries.get_partner_of(session, deal.id, partner_id)
    share = sharing.withdraw_record(session, deal, partner.org_unit_id, AS_PARTNER)
    told = {**sharing.told_of_closing(share), "partner_id": partner.id, "partner_role": partner.role}
    event = contract.OpportunityPartnerUnlinked
    tell_of_part(session, actor, deal, event, before=_facts(partner), after={}, **told)
    session.delete(partner)


def _ensure_partner(session: Session, org_unit_id: str) -> None:
    unit = queries.find_unit(session, org_unit_id)
    if unit is None:
        raise rules.UnitIsUnknown(f"There is no unit {org_unit_id}.")
    rules.ensure_partner(unit.code, unit.kind in PARTNER_KINDS, unit.closed)


def _facts(partner: Partner) -> dict[str, Any]:
    """What the history of the deal says of a partner."""
    return {"partner_unit_id": partner.org_unit_id, "partner_role": partner.role, "partner_note": partner.note}
