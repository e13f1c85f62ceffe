"""Keeping the facts about leads as new as the sales service's own; told twice or out of order they end up the same."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from services.reporting.leads.model import LeadFact
from services.reporting.parts.commands import know_path
from services.reporting.shares import commands as shares
from shared.actor import Actor
from shared.contracts.sales.leads import (
    LeadConverted,
    LeadEvent,
    LeadLost,
    LeadReopened,
    LeadShared,
    LeadShareRevoked,
)
from shared.merged_customers import standing_customer
from shared.visible import noun_of


def follow_lead(session: Session, actor: Actor, event: LeadEvent, at: datetime) -> None:
    """Take in a lead as told at this moment. An older event adds only what no later one tells: when it came, what
    customer it became, and to whom it belonged when it was closed.
    """
    lead = session.get(LeadFact, event.lead_id)
    if lead is None:
        lead = LeadFact(id=event.lead_id, created_at=at, created_by=actor.user_id, standing_version=0)
        _take(lead, event)
        session.add(lead)
    elif event.record_version > lead.version:
        _take(lead, event)
    lead.created_at = min(lead.created_at, at)
    lead.came_on = lead.created_at.date()
    if isinstance(event, LeadConverted):
        lead.customer_id = standing_customer(session, event.customer_id)
    if isinstance(event, LeadConverted | LeadLost | LeadReopened) and event.record_version > lead.standing_version:
        _stand(session, lead, event)
    session.flush()


def forget_lead(session: Session, lead_id: str) -> None:
    """The lead was never meant to be recorded; no figure counts it any more."""
    shares.forget_shares(session, lead_id)
    lead = session.get(LeadFact, lead_id)
    if lead is not None:
        session.delete(lead)
        session.flush()


def follow_share(session: Session, actor: Actor, event: LeadShared | LeadShareRevoked, at: datetime) -> None:
    """Open the figures of a lead to whom it is shared with, or close them again."""
    follow_lead(session, actor, event, at)
    shares.follow_share(session, actor, noun_of(LeadFact), event.lead_id, event.record_version, event)


def _take(lead: LeadFact, event: LeadEvent) -> None:
    lead.version, lead.name, lead.status = event.record_version, event.name, event.status
    lead.source_kind, lead.source_id = event.source_kind, event.source_id
    lead.budget, lead.budget_currency = None if event.budget is None else Decimal(event.budget), event.currency
    lead.owner_id, lead.org_unit_id = event.owner_id, event.org_unit_id


def _stand(session: Session, lead: LeadFact, event: LeadEvent) -> None:
    lead.standing_version = event.record_version
    if isinstance(event, LeadReopened):
        lead.closed_unit_id = lead.closed_unit_path = lead.closed_owner_id = None
        return
    know_path(session, event.unit_path)
    lead.closed_unit_id, lead.closed_owner_id = event.org_unit_id, event.owner_id
    lead.closed_unit_path = event.unit_path or None
