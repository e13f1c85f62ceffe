"""Opening a visit to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.visits.commands import told_of
from services.sales.visits.model import Visit
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import visits as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_visit(session: Session, actor: Actor, visit_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    visit = get_within_reach(session, Visit, actor, visit_id)
    share = sharing.open_record(session, actor, visit, **opened)
    told = told_of(visit, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, visit, contract.VisitShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, visit_id: str, share_id: str) -> None:
    visit = get_within_reach(session, Visit, actor, visit_id)
    share = sharing.close_record(session, visit, share_id)
    told = told_of(visit, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, visit, contract.VisitShareRevoked(**told))


def list_shares(session: Session, actor: Actor, visit_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Visit, actor, visit_id))
