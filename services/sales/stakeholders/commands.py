"""Linking contacts to a deal and unlinking them: by those who may edit the deal, while it is open."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts.queries import get_contact
from services.sales.opportunities.commands.involving import hold_open_opportunity, tell_of_part
from services.sales.stakeholders import queries, rules
from services.sales.stakeholders.model import Stakeholder
from shared.actor import Actor
from shared.contracts.sales import stakeholders as contract
from shared.errors import NotFound
from shared.ids import new_id


def link_contact(session: Session, actor: Actor, opportunity_id: str, *, contact_id: str, role: str) -> Stakeholder:
    """Let a contact in sight take part in the deal. Raises `ContactIsLinked` when it has this role already."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    _ensure_contact(session, actor, contact_id)
    rules.ensure_not_linked(queries.link_of(session, deal.id, contact_id, role), role)
    rules.ensure_room(queries.count_stakeholders(session, deal.id), contract.MOST_STAKEHOLDERS)
    stakeholder = Stakeholder(
        id=new_id(), opportunity_id=deal.id, contact_id=contact_id, role=role, linked_by=actor.user_id
    )
    session.add(stakeholder)
    session.flush()
    tell_of_part(
        session,
        actor,
        deal,
        contract.OpportunityContactLinked,
        before={},
        after=_facts(stakeholder),
        stakeholder_id=stakeholder.id,
        **_facts(stakeholder),
    )
    return stakeholder


def unlink_contact(session: Session, actor: Actor, opportunity_id: str, stakeholder_id: str) -> None:
    """Raises `NotFound` for a link of another deal, and for one to a contact out of sight."""
    deal = hold_open_opportunity(session, actor, opportunity_id)
    stakeholder = queries.get_stakeholder_of(session, actor, deal.id, stakeholder_id)
    tell_of_part(
        session,
        actor,
        deal,
        contract.OpportunityContactUnlinked,
        before=_facts(stakeholder),
        after={},
        stakeholder_id=stakeholder.id,
        **_facts(stakeholder),
    )
    session.delete(stakeholder)


def _ensure_contact(session: Session, actor: Actor, contact_id: str) -> None:
    try:
        get_contact(session, actor, contact_id)
    except NotFound as refusal:
        raise rules.ContactIsUnknown(refusal.detail) from None


def _facts(stakeholder: Stakeholder) -> dict[str, Any]:
    return {"linked_contact_id": stakeholder.contact_id, "role": stakeholder.role}
