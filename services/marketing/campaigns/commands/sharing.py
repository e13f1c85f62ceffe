"""Opening a campaign to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.marketing.campaigns.commands import told_of
from services.marketing.campaigns.model import Campaign
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.marketing import campaigns as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_campaign(session: Session, actor: Actor, campaign_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    campaign = get_within_reach(session, Campaign, actor, campaign_id)
    share = sharing.open_record(session, actor, campaign, **opened)
    told = told_of(campaign, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, campaign, contract.CampaignShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, campaign_id: str, share_id: str) -> None:
    campaign = get_within_reach(session, Campaign, actor, campaign_id)
    share = sharing.close_record(session, campaign, share_id)
    told = told_of(campaign, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, campaign, contract.CampaignShareRevoked(**told))


def list_shares(session: Session, actor: Actor, campaign_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Campaign, actor, campaign_id))
