"""Changing leads. One function, one business decision, one event."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.leads.model import Lead
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.sales import leads as contract
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def create_lead(session: Session, actor: Actor, name: str, **fields: Any) -> Lead:
    lead = Lead(name=name, owner_id=actor.user_id, org_unit_id=actor.unit_id, created_by=actor.user_id, **fields)
    session.add(lead)
    session.flush()
    announce(session, actor, lead, contract.LeadCreated(**_told(lead, changes({}, _facts(lead)))))
    _index(session, lead)
    return lead


def change_lead(session: Session, actor: Actor, lead_id: str, **fields: Any) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = _facts(lead)
    lead.edit(fields)
    announce(session, actor, lead, contract.LeadChanged(**_told(lead, changes(before, _facts(lead)))))
    _index(session, lead)
    return lead


def qualify_lead(session: Session, actor: Actor, lead_id: str, budget: Decimal) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = _facts(lead)
    lead.qualify(budget)
    announce(session, actor, lead, contract.LeadQualified(**_told(lead, changes(before, _facts(lead)))))
    return lead


def lose_lead(session: Session, actor: Actor, lead_id: str, reason: str) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = _facts(lead)
    lead.lose(reason)
    told = _told(lead, changes(before, _facts(lead)))
    announce(session, actor, lead, contract.LeadLost(**told, reason=reason))
    return lead


def reopen_lead(session: Session, actor: Actor, lead_id: str) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = _facts(lead)
    lead.reopen()
    announce(session, actor, lead, contract.LeadReopened(**_told(lead, changes(before, _facts(lead)))))
    return lead


def _facts(lead: Lead) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "name": lead.name,
        "company": lead.company,
        "email": lead.email,
        "phone": lead.phone,
        "note": lead.note,
        "status": str(lead.status),
        "budget": None if lead.budget is None else money_text(lead.budget),
        "lost_reason": lead.lost_reason,
        "owner_id": lead.owner_id,
    }


def _told(lead: Lead, changed: Changes) -> dict[str, Any]:
    """What every event about this lead says."""
    return {
        "lead_id": lead.id,
        "name": lead.name,
        "company": lead.company,
        "status": str(lead.status),
        "budget": None if lead.budget is None else money_text(lead.budget),
        "currency": lead.currency,
        "owner_id": lead.owner_id,
        "org_unit_id": lead.org_unit_id,
        "source_kind": lead.source_kind,
        "source_id": lead.source_id,
        "changes": changed,
    }


def _index(session: Session, lead: Lead) -> None:
    index_words(session, NOUN, lead.id, lead.name, lead.company, lead.email, lead.phone)
