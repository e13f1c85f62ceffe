"""Opening an agreement to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.agreements.commands import told_of
from services.service_desk.agreements.model import Agreement
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.service_desk import agreements as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_agreement(session: Session, actor: Actor, agreement_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    agreement = get_within_reach(session, Agreement, actor, agreement_id)
    share = sharing.open_record(session, actor, agreement, **opened)
    told = told_of(agreement, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, agreement, contract.AgreementShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, agreement_id: str, share_id: str) -> None:
    agreement = get_within_reach(session, Agreement, actor, agreement_id)
    share = sharing.close_record(session, agreement, share_id)
    told = told_of(agreement, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, agreement, contract.AgreementShareRevoked(**told))


def list_shares(session: Session, actor: Actor, agreement_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Agreement, actor, agreement_id))
