"""Reading campaigns. Every query on behalf of somebody starts from what that person may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.marketing.campaigns import rules
from services.marketing.campaigns.model import Campaign
from shared.actor import Actor
from shared.clock import today
from shared.contracts.marketing import campaigns as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.showing import show_visible
from shared.visible import changeable, get_for_change, get_visible, visible

COLUMNS = {
    "id": Campaign.id,
    "name": Campaign.name,
    "kind": Campaign.kind,
    "status": Campaign.status,
    "budget": Campaign.budget,
    "currency": Campaign.currency,
    "starts_on": Campaign.starts_on,
    "ends_on": Campaign.ends_on,
    "external_id": Campaign.external_id,
    "captured_count": Campaign.captured_count,
    "leads_count": Campaign.leads_count,
    "leads_value": Campaign.leads_value,
    "owner_id": Campaign.owner_id,
    "org_unit_id": Campaign.org_unit_id,
    "created_at": Campaign.created_at,
    "updated_at": Campaign.updated_at,
}


def show_campaign(database: Database, actor: Actor, campaign_id: str) -> Payload:
    return show_visible(database, Campaign, contract.CampaignView, actor, campaign_id)


def get_campaign(session: Session, actor: Actor, campaign_id: str) -> Campaign:
    return get_visible(session, Campaign, actor, campaign_id)


def get_open_campaign(session: Session, actor: Actor, campaign_id: str) -> Campaign:
    """For those who let a campaign do something more, locked. Raises `CampaignIsOver`."""
    campaign = get_for_change(session, Campaign, actor, campaign_id)
    rules.ensure_editable(rules.CampaignStatus(campaign.status))
    return campaign


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


def campaigns_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Campaign]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Campaign, actor).where(Campaign.external_id.in_(external_ids)).order_by(Campaign.id)
    locked = rows.with_for_update(of=Campaign).execution_options(populate_existing=True)
    return {str(campaign.external_id): campaign for campaign in session.scalars(locked)}


def campaign_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those within the caller's reach, whatever their state."""
    rows = visible(Campaign, actor).where(Campaign.external_id.in_(external_ids))
    return {str(campaign.external_id): campaign.id for campaign in session.scalars(rows)} if external_ids else {}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any campaign bears, in sight or not: each names one campaign of the whole installation."""
    return set(session.scalars(select(Campaign.external_id).where(Campaign.external_id.in_(external_ids))))


def campaign_process() -> Process:
    return process_of("campaigns", rules.CampaignStatus, rules.TRANSITIONS)
