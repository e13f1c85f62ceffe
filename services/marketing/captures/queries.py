"""Reading captures. Every query on behalf of somebody starts from what that person may see."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.marketing.campaigns.queries import get_campaign
from services.marketing.captures.model import Capture
from shared.actor import Actor
from shared.contracts.marketing import captures as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.visible import visible

COLUMNS = {
    "id": Capture.id,
    "name": Capture.name,
    "company": Capture.company,
    "email": Capture.email,
    "created_at": Capture.created_at,
}


def list_captures(session: Session, actor: Actor, campaign_id: str, query: Payload) -> Payload:
    campaign = get_campaign(session, actor, campaign_id)
    rows = visible(Capture, actor).where(Capture.campaign_id == campaign.id)
    return list_records(session, rows, Capture, contract.LISTING, COLUMNS, query)


def is_captured_since(session: Session, campaign_id: str, contact: str, since: datetime) -> bool:
    """Whether this person filled in this form before; asked for a stranger, who is told the same either way."""
    earlier = select(Capture.id).where(
        Capture.campaign_id == campaign_id, Capture.contact == contact, Capture.created_at > since
    )
    return session.scalar(earlier.limit(1)) is not None
