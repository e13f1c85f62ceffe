"""Following the leads that campaigns brought, as the sales service tells of them."""

from decimal import Decimal

from sqlalchemy.orm import Session

from services.marketing.campaigns import commands as campaign_commands
from services.marketing.leads import rules
from services.marketing.leads.model import CampaignLead
from shared.actor import Actor
from shared.contracts.sales.leads import LeadEvent
from shared.errors import NotFound

_NEVER_MET = 0


def follow_lead(session: Session, actor: Actor, event: LeadEvent) -> None:
    """Take in a lead as it now is; what is older than what is known, or of no campaign of ours, changes nothing."""
    if event.source_id is None or not rules.is_of_campaign(event.source_kind, event.source_id):
        return
    known = session.get(CampaignLead, event.lead_id)
    lead = known or CampaignLead(
        lead_id=event.lead_id,
        campaign_id=event.source_id,
        version=_NEVER_MET,
        worth=Decimal(0),
        currency=event.currency,
    )
    if event.record_version <= lead.version:
        return
    before = (lead.worth, lead.currency)
    lead.take(event.record_version, event.status, event.budget, event.currency)
    try:
        campaign_commands.count_lead(
            session,
            actor,
            lead.campaign_id,
            leads=0 if known else 1,
            before=before,
            after=(lead.worth, lead.currency),
        )
    except NotFound:
        return
    session.add(lead)
