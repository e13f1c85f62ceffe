"""Opening a lead to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.leads.commands import telling
from services.sales.leads.model import Lead
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import leads as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_lead(session: Session, actor: Actor, lead_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    lead = get_within_reach(session, Lead, actor, lead_id)
    share = sharing.open_record(session, actor, lead, **opened)
    told = telling.told(lead, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, lead, contract.LeadShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, lead_id: str, share_id: str) -> None:
    lead = get_within_reach(session, Lead, actor, lead_id)
    share = sharing.close_record(session, lead, share_id)
    told = telling.told(lead, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, lead, contract.LeadShareRevoked(**told))


def list_shares(session: Session, actor: Actor, lead_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Lead, actor, lead_id))
