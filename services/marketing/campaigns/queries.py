"""Reading campaigns. Every query on behalf of somebody starts from what that person may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.marketing.campaigns.model import Campaign
from shared.actor import Actor
from shared.clock import today
from shared.contracts.marketing import campaigns as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {
    "id": Campaign.id,
    "name": Campaign.name,
    "kind": Campaign.kind,
    "status": Campaign.status,
    "budget": Campaign.budget,
    "currency": Campaign.currency,
    "starts_on": Campaign.starts_on,
    "ends_on": Campaign.ends_on,
    "captured_count": Campaign.captured_count,
    "leads_count": Campaign.leads_count,
    "leads_value": Campaign.leads_value,
    "owner_id": Campaign.owner_id,
    "org_unit_id": Campaign.org_unit_id,
    "created_at": Campaign.created_at,
    "updated_at": Campaign.updated_at,
}


def get_campaign(session: Session, actor: Actor, campaign_id: str) -> Campaign:
    return get_visible(session, Campaign, actor, campaign_id)


def list_campaigns(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Campaign, actor), Campaign, contract.LISTING, COLUMNS, query)


def list_campaign_history(session: Session, actor: Actor, campaign_id: str, after: int = 0) -> Payload:
    return list_history(session, get_campaign(session, actor, campaign_id).id, after=after)


def lock_campaign_of_form(session: Session, form_key: str) -> Campaign:
    """The campaign whose public form this is, locked, so that two copies of one submission come one after the other.

    The key in the form's address is all that a stranger has and needs. Raises `NotFound` for a form that is not open.
    """
    campaign = session.scalar(select(Campaign).where(Campaign.form_key == form_key).with_for_update(of=Campaign))
    if campaign is None or not campaign.is_form_open(today()):
        raise NotFound("There is no open form at this address.")
    return campaign
