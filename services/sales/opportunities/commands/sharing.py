"""Opening an opportunity to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import opportunities as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_opportunity(session: Session, actor: Actor, opportunity_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    opportunity = get_within_reach(session, Opportunity, actor, opportunity_id)
    share = sharing.open_record(session, actor, opportunity, **opened)
    told = telling.told(opportunity, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, opportunity, contract.OpportunityShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, opportunity_id: str, share_id: str) -> None:
    opportunity = get_within_reach(session, Opportunity, actor, opportunity_id)
    share = sharing.close_record(session, opportunity, share_id)
    told = telling.told(opportunity, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, opportunity, contract.OpportunityShareRevoked(**told))


def list_shares(session: Session, actor: Actor, opportunity_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Opportunity, actor, opportunity_id))
